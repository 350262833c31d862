import AudioIO
import EventDetection
import EventLog
import SpeciesClassifier

/// A live stream becomes window scores: the same bytes as a survey of the same sound gives.
///
/// The grid of segments and windows is that of ``SegmentGrid``. Towards the end of a segment the next one
/// has begun: at most two are computed at once. Sound that was lost is silence to the network, and no
/// window that touches it counts: what no other window covers is added to the gap. While no window counts,
/// the gap comes in parts that grow, so that it is told in time and an hour of it is not a thousand rows.
struct LiveClassifier: ~Copyable {
  let grid: SegmentGrid
  private let classCount: Int
  private var current: SegmentLane
  private var following: SegmentLane
  /// Native samples taken.
  private(set) var position: Int64 = 0
  /// Lost sound that windows to come may touch.
  private var lost: [Gap] = []
  /// All before is analysed or in a gap that has been told.
  private(set) var doneThrough: Int64 = 0
  /// Samples in windows that count.
  private(set) var analysed: Int64 = 0
  /// Why the first sample behind ``doneThrough`` that no window covers is missing.
  private var cause: Gap.Cause?
  /// Samples of the gap's next part.
  private var part: Int64
  private let parts: ClosedRange<Int64>

  /// Native samples between two looks at what is computed.
  private static let slice = 4096
  /// Seconds of a gap's first part, and of its longest.
  private static let partSeconds: ClosedRange<Int64> = 60...600
  private static let silence = [Float](repeating: 0, count: LiveClassifier.slice)

  /// - Parameter segmentSeconds: Ten minutes, but for tests; more than a second and two windows.
  init(
    _ bundle: ModelBundle, step: Int, nativeRate: Int,
    segmentSeconds: Int = SegmentGrid.standardSeconds
  ) throws {
    let grid = try bundle.grid(step: step, nativeRate: nativeRate, segmentSeconds: segmentSeconds)
    let current = try SegmentLane(bundle, grid, index: 0)
    let following = try SegmentLane(bundle, grid, index: 1)
    self.grid = grid
    parts =
      Self.partSeconds.lowerBound * Int64(nativeRate)...Self.partSeconds.upperBound
      * Int64(nativeRate)
    part = parts.lowerBound
    classCount = bundle.classes.count
    self.current = current
    self.following = following
  }

  /// What a piece of a stream gave.
  struct Result {
    /// Those worth storing, by start.
    var windows: StoredWindows
    /// All windows that were computed and count, stored or not, by start.
    var judged: [SampleRange] = []
    var gaps: [Gap] = []
    /// The last window that the stream has passed, whether it is stored, or counts, or not.
    var last: SampleRange?
    /// All before is analysed or in a gap.
    var doneThrough: Int64 = 0
  }

  /// Takes the samples that follow.
  mutating func process(_ samples: Span<Float>) throws(AudioError) -> Result {
    var result = Result(windows: StoredWindows(classCount: classCount))
    var start = 0
    while start < samples.count {
      let end = min(start + Self.slice, samples.count)
      try feed(samples.extracting(start..<end), into: &result)
      start = end
    }
    result.doneThrough = doneThrough
    return result
  }

  /// Takes note that so many samples are missing here.
  mutating func lose(_ count: Int64, cause: Gap.Cause) throws(AudioError) -> Result {
    let range = SampleRange(start: position, end: position + count)
    if let last = lost.last, last.range.end == range.start, last.cause == cause {
      lost[lost.count - 1].range = last.range.union(range)
    } else {
      lost.append(Gap(range: range, cause: cause))
    }
    var result = Result(windows: StoredWindows(classCount: classCount))
    while position < range.end {
      let piece = Int(min(range.end - position, Int64(Self.slice)))
      try feed(Self.silence.span.extracting(first: piece), into: &result)
    }
    result.doneThrough = doneThrough
    return result
  }

  /// Ends the stream.
  mutating func finish() throws(AudioError) -> Result {
    var result = Result(windows: StoredWindows(classCount: classCount))
    try take(current.finish(), of: current.segment, into: &result)
    try take(following.finish(), of: following.segment, into: &result)
    miss(upTo: position, otherwise: .tail, into: &result)
    result.doneThrough = position
    return result
  }

  private mutating func feed(
    _ samples: Span<Float>, into result: inout Result
  ) throws(AudioError) {
    try current.process(samples, at: position, lost: lost)
    try following.process(samples, at: position, lost: lost)
    position += Int64(samples.count)
    take(current.takeScores(), of: current.segment, into: &result)
    guard current.isComplete else { return }
    swap(&current, &following)
    try following.begin(current.segment.index + 1)
    take(current.takeScores(), of: current.segment, into: &result)
  }

  /// Takes the windows that are new.
  private mutating func take(
    _ scores: SegmentLane.NewScores, of segment: SegmentGrid.Segment, into result: inout Result
  ) {
    var stored = scores.stored.windows[...]
    for window in scores.computed {
      let range = grid.range(of: window, in: segment, frames: position)
      let isStored = stored.first == window
      let row = stored.startIndex
      if isStored { stored.removeFirst() }
      result.last = range
      guard !lost.touches(range) else {
        // No later window covers what lies before this one.
        if range.start - doneThrough >= part {
          miss(upTo: range.start, otherwise: .overrun, into: &result)
          part = min(part * 2, parts.upperBound)
        } else if range.start > doneThrough {
          cause = cause ?? firstCause(in: SampleRange(start: doneThrough, end: range.start))
        }
        lost.removeAll { $0.range.end <= range.start }
        continue
      }
      // Only where windows did not count: others leave nothing out.
      miss(upTo: range.start, otherwise: .overrun, into: &result)
      lost.removeAll { $0.range.end <= range.start }
      part = parts.lowerBound
      analysed += max(range.end - max(range.start, doneThrough), 0)
      doneThrough = max(doneThrough, range.end)
      result.judged.append(range)
      if isStored {
        result.windows.append(
          range: range,
          outputs: scores.stored.logits[row * classCount..<(row + 1) * classCount])
      }
    }
  }

  /// Adds what no window covers as a gap.
  private mutating func miss(
    upTo end: Int64, otherwise: Gap.Cause, into result: inout Result
  ) {
    guard end > doneThrough else { return }
    let range = SampleRange(start: doneThrough, end: end)
    result.gaps.append(Gap(range: range, cause: cause ?? firstCause(in: range) ?? otherwise))
    cause = nil
    doneThrough = end
  }

  /// Of what was lost in a stretch, the first.
  private func firstCause(in range: SampleRange) -> Gap.Cause? {
    lost.first { $0.range.overlaps(range) }?.cause
  }
}
