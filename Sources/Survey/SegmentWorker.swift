import AudioIO
import EventDetection
import SpeciesClassifier

/// What became of one segment of one channel.
struct SegmentResult: Sendable {
  var scores: SegmentScores
  /// Of the segment's own sound, without the context before it and what its last window reads after.
  var level: LevelMeter
  /// The frame from which on nothing could be decoded, if there was damage.
  var damagedFrom: Int64?
}

/// Turns segments into scores; one for each thread.
struct SegmentWorker: ~Copyable {
  private var classifier: SegmentClassifier
  private var block: [Float]

  /// - Parameter blockLength: Native samples read at once. No result depends on it.
  init(
    _ bundle: ModelBundle, step: Int, blockLength: Int = ChannelReader.largestBlock
  ) throws(BundleError) {
    classifier = try SegmentClassifier(bundle, step: step)
    block = [Float](repeating: 0, count: blockLength)
  }

  /// - Parameters:
  ///   - reader: Of the channel, wherever it stands.
  ///   - stop: Asked between blocks.
  /// - Returns: `nil` if told to stop.
  mutating func analyse(
    _ segment: SegmentGrid.Segment, of reader: inout ChannelReader, grid: SegmentGrid,
    stop: () -> Bool
  ) throws(AudioError) -> SegmentResult? {
    var level = LevelMeter()
    let isComplete = try classifier.process(segment, of: &reader, grid: grid, block: &block) {
      level.measure($0, from: $1, in: segment.range)
      return !stop()
    }
    let scores = classifier.finish()
    guard isComplete else { return nil }
    return SegmentResult(
      scores: scores, level: level, damagedFrom: reader.file.damage == nil ? nil : reader.position)
  }
}

extension SegmentClassifier {
  fileprivate mutating func process(
    _ segment: SegmentGrid.Segment, of reader: inout ChannelReader, grid: SegmentGrid,
    block: inout [Float], goOn: (_ sound: Span<Float>, _ position: Int64) -> Bool
  ) throws(AudioError) -> Bool {
    try reader.read(segment, grid: grid, block: &block, goOn: goOn, take: { process($0) })
  }
}

extension LevelMeter {
  /// Measures the part of a block that lies in `range`.
  /// - Parameter position: Of the block's first sample.
  fileprivate mutating func measure(
    _ sound: Span<Float>, from position: Int64, in range: SampleRange
  ) {
    let from = Int(min(max(range.start - position, 0), Int64(sound.count)))
    let to = Int(min(max(range.end - position, 0), Int64(sound.count)))
    if from < to { measure(sound.extracting(from..<to)) }
  }
}
