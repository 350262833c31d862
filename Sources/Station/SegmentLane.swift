import AudioFeatures
import AudioIO
import EventDetection
import SpeciesClassifier

/// The computation of one segment of a live stream, block by block.
///
/// It does what a survey does with a recording's segment, and gives the same bytes.
struct SegmentLane: ~Copyable {
  private let grid: SegmentGrid
  private var resampler: Resampler
  private var own: OwnSound
  /// Windows that have been told of.
  private var seen = 0

  init(_ bundle: ModelBundle, _ grid: SegmentGrid, index: Int) throws {
    let classifier = try SegmentClassifier(bundle, step: grid.windows.step)
    let resampler = try Resampler(from: grid.nativeRate, to: grid.modelRate)
    self.grid = grid
    self.resampler = resampler
    own = OwnSound(segment: grid.segment(index), classifier: classifier)
  }

  var segment: SegmentGrid.Segment { own.segment }

  /// Whether all of the segment's windows have been computed.
  var isComplete: Bool { own.isComplete }

  /// Takes the part of a block that the segment reads.
  /// - Parameters:
  ///   - position: Of the block's first sample.
  ///   - lost: No window that touches these counts.
  mutating func process(
    _ samples: Span<Float>, at position: Int64, lost: [Gap]
  ) throws(AudioError) {
    let skipped = max(own.segment.readingStart - position, 0)
    guard skipped < Int64(samples.count), !own.isComplete else { return }
    let (grid, segment) = (grid, own.segment)
    try resampler.process(samples.extracting(Int(skipped)..<samples.count)) {
      own.take($0) { window in
        lost.isEmpty
          || !lost.touches(grid.range(of: window, in: segment, frames: .max))
      }
    }
  }

  /// Windows of the segment that have been computed since the last time.
  struct NewScores {
    var computed: Range<Int>
    /// Those of them that are worth storing.
    var stored: SegmentScores
  }

  mutating func takeScores() -> NewScores { new(own.classifier.takeScores()) }

  /// Ends the stream inside the segment.
  mutating func finish() throws(AudioError) -> NewScores {
    if !own.isComplete { try resampler.finish { own.take($0) { _ in true } } }
    return new(own.classifier.finish())
  }

  private mutating func new(_ scores: SegmentScores) -> NewScores {
    defer { seen = scores.windowCount }
    return NewScores(computed: seen..<max(scores.windowCount, seen), stored: scores)
  }

  /// Begins another segment.
  mutating func begin(_ index: Int) throws(AudioError) {
    _ = own.classifier.finish()
    own.segment = grid.segment(index)
    own.produced = 0
    resampler = try Resampler(from: grid.nativeRate, to: grid.modelRate)
    seen = 0
  }
}

/// The resampled sound of a segment, without the context before it and what comes after its last window.
private struct OwnSound: ~Copyable {
  var segment: SegmentGrid.Segment
  var classifier: SegmentClassifier
  /// Samples that have come out of the resampler, those of the context included.
  var produced = 0

  init(segment: SegmentGrid.Segment, classifier: consuming SegmentClassifier) {
    self.segment = segment
    self.classifier = classifier
  }

  var isComplete: Bool { produced >= segment.contextLength + segment.length }

  mutating func take(_ samples: Span<Float>, where counts: (_ window: Int) -> Bool) {
    let first = segment.contextLength
    let from = max(first - produced, 0)
    let to = min(first + segment.length - produced, samples.count)
    produced += samples.count
    if from < to { classifier.process(samples.extracting(from..<to), where: counts) }
  }
}

extension [Gap] {
  func touches(_ range: SampleRange) -> Bool { contains { $0.range.overlaps(range) } }
}
