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
  /// Reads, resamples and classifies a segment, up to the end of its last window or of the sound.
  /// - Parameter goOn: Sees each block at the native rate, with the position of its first sample.
  /// - Returns: `false` if `goOn` said so.
  fileprivate mutating func process(
    _ segment: SegmentGrid.Segment, of reader: inout ChannelReader, grid: SegmentGrid,
    block: inout [Float], goOn: (_ sound: Span<Float>, _ position: Int64) -> Bool
  ) throws(AudioError) -> Bool {
    try reader.seek(toFrame: segment.readingStart)
    var resampler = try Resampler(from: grid.nativeRate, to: grid.modelRate)
    // Model-rate samples, counted from the resampler's first: those before `first` are context.
    let first = segment.contextLength
    let end = first + segment.length
    var produced = 0

    func take(_ samples: Span<Float>) {
      let from = max(first - produced, 0)
      let to = min(end - produced, samples.count)
      produced += samples.count
      if from < to { process(samples.extracting(from..<to)) }
    }

    while produced < end {
      let position = reader.position
      var span = block.mutableSpan
      let count = try reader.read(into: &span)
      if count == 0 { break }
      let sound = block.span.extracting(first: count)
      guard goOn(sound, position) else { return false }
      try resampler.process(sound) { take($0) }
    }
    if produced < end { try resampler.finish { take($0) } }
    return true
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
