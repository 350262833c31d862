package import AudioIO
import EventDetection
package import SpeciesClassifier

extension ChannelReader {
  /// Reads a segment and resamples it, up to the end of its last window or of the sound.
  ///
  /// - Parameters:
  ///   - block: Native samples read at once. No result depends on its size.
  ///   - goOn: Sees each block at the native rate, with the position of its first sample; `false`
  ///     ends the reading.
  ///   - take: Given the segment's samples at the model's rate, in pieces, the context before them
  ///     left out.
  /// - Returns: `false` if `goOn` said so.
  package mutating func read(
    _ segment: SegmentGrid.Segment, grid: SegmentGrid, block: inout [Float],
    goOn: (_ sound: Span<Float>, _ position: Int64) -> Bool, take: (Span<Float>) -> Void
  ) throws(AudioError) -> Bool {
    try seek(toFrame: segment.readingStart)
    var resampler = try Resampler(from: grid.nativeRate, to: grid.modelRate)
    // Model-rate samples, counted from the resampler's first: those before `first` are context.
    let first = segment.contextLength
    let end = first + segment.length
    var produced = 0

    func takeOwn(_ samples: Span<Float>) {
      let from = max(first - produced, 0)
      let to = min(end - produced, samples.count)
      produced += samples.count
      if from < to { take(samples.extracting(from..<to)) }
    }

    while produced < end {
      let position = position
      var span = block.mutableSpan
      let count = try read(into: &span)
      if count == 0 { break }
      let sound = block.span.extracting(first: count)
      guard goOn(sound, position) else { return false }
      try resampler.process(sound) { takeOwn($0) }
    }
    if produced < end { try resampler.finish { takeOwn($0) } }
    return true
  }

  /// After a segment was read: native samples of it that damage has spoilt.
  package func damagedFrames(of segment: SegmentGrid.Segment) -> Int64 {
    guard file.damage != nil else { return 0 }
    let end = min(segment.range.end, file.frames)
    return max(end - max(position, segment.range.start), 0)
  }
}
