public import AudioIO

/// A part of a recording's channel at a model's rate.
public struct SoundExcerpt: Sendable {
  /// Full scale ±1.
  public let samples: [Float]
  /// Native samples from which they were made.
  public let range: Range<Int64>
  /// Of the recording, Hz.
  public let nativeRate: Int
  /// Whether some of the part is missing: there is damage in it, from which on nothing was read, or it ends where
  /// the recording breaks off.
  public let isIncomplete: Bool
  /// Seconds that are known to be missing; 0 where a recording that breaks off does not say how long it was.
  public let lostSeconds: Double

  /// Reads a part, resampled as if nothing were around it.
  /// - Parameters:
  ///   - seconds: Of the recording; nil for all of it. What lies beyond its end is not there.
  ///   - rate: Hz.
  ///   - least: Samples at `rate` that are wanted at least: a shorter part is widened on both sides, as
  ///     far as there is sound.
  /// - Throws: `AudioError`; ``EmbeddingError/span(path:from:until:length:)`` for a part without sound, and
  ///   ``EmbeddingError/undecodable(path:from:reason:)`` for one that is damaged from its beginning.
  public init(
    path: String, stream: ChannelStream, seconds: Range<Double>? = nil, rate: Int, least: Int = 0
  ) throws {
    var reader = try ChannelReader(SoundFile(path: path), stream)
    let nativeRate = reader.sampleRate
    let frames = reader.file.frames
    let promised = Double(reader.file.promisedFrames ?? frames)
    var cut = max(promised - Double(frames), 0)
    let whole = 0..<frames
    var range = whole
    if let seconds {
      let (from, until) = (
        seconds.lowerBound * Double(nativeRate), seconds.upperBound * Double(nativeRate)
      )
      guard from < Double(frames), from >= 0, until > from else {
        throw EmbeddingError.span(
          path: path, from: seconds.lowerBound, until: seconds.upperBound,
          length: Double(frames) / Double(nativeRate))
      }
      range = Int64(from)..<max(Int64(min(until, Double(frames)).rounded(.up)), Int64(from) + 1)
      cut = max(min(until, promised) - Double(frames), 0)
    }
    range = Self.widened(
      range, to: (Int64(least) * Int64(nativeRate) + Int64(rate) - 1) / Int64(rate), in: whole)
    self.range = range
    self.nativeRate = nativeRate

    try reader.seek(toFrame: range.lowerBound)
    var resampler = try Resampler(from: nativeRate, to: rate)
    var samples: [Float] = []
    samples.reserveCapacity(Int(resampler.ratio.ceilOutput(ofInput: Int64(range.count))))
    func take(_ piece: Span<Float>) { for index in piece.indices { samples.append(piece[index]) } }
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    var left = range.count
    while left > 0 {
      let count = try reader.read(into: &block, atMost: left)
      if count == 0 { break }
      left -= count
      try resampler.process(block.span.extracting(first: count), take)
    }
    if left == range.count, let damage = reader.file.damage {
      throw EmbeddingError.undecodable(
        path: path, from: Double(range.lowerBound) / Double(nativeRate), reason: damage)
    }
    isIncomplete =
      left > 0 || (range.upperBound == frames && reader.file.ending != .complete)
    lostSeconds = (Double(left) + cut) / Double(nativeRate)
    try resampler.finish(take)
    self.samples = samples
  }

  /// `range` with as much on both sides as makes it `length` long, within `limits`.
  private static func widened(
    _ range: Range<Int64>, to length: Int64, in limits: Range<Int64>
  ) -> Range<Int64> {
    let missing = min(length, Int64(limits.count)) - Int64(range.count)
    guard missing > 0 else { return range }
    let start = min(
      max(range.lowerBound - missing / 2, limits.lowerBound),
      limits.upperBound - Int64(range.count) - missing)
    return start..<start + Int64(range.count) + missing
  }
}

extension ChannelReader {
  /// Fills the beginning of a block.
  fileprivate mutating func read(
    into block: inout [Float], atMost limit: Int
  ) throws(AudioError) -> Int {
    let count = min(block.count, limit)
    var whole = block.mutableSpan
    var part = whole._mutatingExtracting(first: count)
    return try read(into: &part)
  }
}
