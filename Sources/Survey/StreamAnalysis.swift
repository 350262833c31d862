public import AudioIO
import EventDetection
public import EventLog
import SpeciesClassifier

/// The segments of one channel of a recording, as they come in, and what they give together.
struct StreamAnalysis: Sendable {
  let stream: ChannelStream
  let grid: SegmentGrid
  /// Native samples of the recording.
  let frames: Int64
  private let classCount: Int
  private var results: [SegmentResult?]
  private var missing: Int

  /// - Parameters:
  ///   - frames: Of the recording, at `sampleRate`.
  init(
    _ stream: ChannelStream, frames: Int64, sampleRate: Int, plan: AnalysisPlan
  ) throws(BundleError) {
    self.stream = stream
    self.frames = frames
    grid = try plan.grid(nativeRate: sampleRate)
    classCount = plan.bundle.classes.count
    missing = grid.segmentCount(frames: frames)
    results = [SegmentResult?](repeating: nil, count: missing)
  }

  var segmentCount: Int { results.count }
  var isComplete: Bool { missing == 0 }

  mutating func add(_ result: SegmentResult, segment index: Int) {
    if results[index] == nil { missing -= 1 }
    results[index] = result
  }

  /// The stored windows, by start.
  var windows: StoredWindows {
    var windows = StoredWindows(classCount: classCount)
    windows.reserveCapacity(results.reduce(0) { $0 + ($1?.scores.windows.count ?? 0) })
    for (index, result) in results.enumerated() {
      guard let result else { continue }
      let segment = grid.segment(index)
      // A window that damage cut short ends there: what follows is a gap.
      let end = min(frames, result.damagedFrom ?? frames)
      for (position, window) in result.scores.windows.enumerated() {
        windows.append(
          range: grid.range(of: window, in: segment, frames: end),
          outputs: result.scores.logits[position * classCount..<(position + 1) * classCount])
      }
    }
    return windows
  }

  var level: LevelMeter {
    results.reduce(into: LevelMeter()) { total, result in
      if let result { total += result.level }
    }
  }

  /// Sound that could not be decoded, in the middle or up to the end, with what lies before it and
  /// was too short for a window.
  var damage: [Gap] { uncovered.filter { $0.cause == .undecodable } }

  /// The end of the sound that no window covers, though it could be decoded.
  var tail: Gap? { uncovered.last.flatMap { $0.cause == .tail ? $0 : nil } }

  /// What no window covers, by start. Where windows do not overlap, nothing lies between them.
  private var uncovered: [Gap] {
    var gaps: [Gap] = []
    var covered: Int64 = 0
    for (index, result) in results.enumerated() {
      let segment = grid.segment(index)
      let end = min(segment.range.end, frames)
      let soundEnd = result?.damagedFrom ?? frames
      if let count = result?.scores.windowCount, count > 0 {
        covered = max(covered, grid.range(of: count - 1, in: segment, frames: soundEnd).end)
      }
      // Without damage, what the last windows of a segment leave the next one's begin with.
      let isDamaged = soundEnd < end
      guard isDamaged || end == frames, covered < end else { continue }
      let lost = SampleRange(start: covered, end: end)
      let cause: Gap.Cause = isDamaged ? .undecodable : .tail
      if let last = gaps.last, last.range.end == lost.start, last.cause == cause {
        gaps[gaps.count - 1].range = last.range.union(lost)
      } else {
        gaps.append(Gap(range: lost, cause: cause))
      }
      covered = end
    }
    return gaps
  }
}

extension AnalysedChannel {
  /// How the log numbers a stream.
  public init(_ stream: ChannelStream) {
    self =
      switch stream {
      case .channel(let index): .index(index)
      case .mix: .mix
      }
  }
}
