import AudioFeatures
import AudioIO

/// The levels of a part of a recording, read once and in blocks.
struct ExcerptLevels {
  /// `[columns, bands]`, minus infinity where there is silence.
  let decibels: [Float]
  /// Centres, Hz.
  let bands: [Double]
  let secondsPerColumn: Double
  let startSeconds: Double
  /// Why the sound could not be decoded to its end.
  let damage: String?

  /// - Parameter samples: Within the recording, at least one.
  init(
    of samples: Range<Int64>, in reader: consuming ChannelReader, width: Int,
    spacing: SpectrogramOverview.Spacing
  ) throws(AudioError) {
    let rate = reader.sampleRate
    var overview = SpectrogramOverview(
      of: samples.upperBound - samples.lowerBound, sampleRate: rate, width: width, spacing: spacing)

    // The first and the last frames look beyond the excerpt, into the recording if it goes on there.
    let first = samples.lowerBound - Int64(overview.lead)
    let end = samples.upperBound + Int64(overview.lead)
    var block = [Float](repeating: 0, count: ChannelReader.largestBlock)
    overview.process(block.span.extracting(first: Int(max(0, -first))))
    try reader.seek(toFrame: max(0, first))
    while reader.position < end {
      var span = block.mutableSpan
      var part = span._mutatingExtracting(
        first: Int(min(Int64(ChannelReader.largestBlock), end - reader.position)))
      let count = try reader.read(into: &part)
      if count == 0 { break }
      overview.process(block.span.extracting(first: count))
    }
    damage = reader.position < samples.upperBound ? reader.file.damage ?? "it ends there" : nil
    bands = overview.centres
    secondsPerColumn = overview.secondsPerColumn
    startSeconds = Double(samples.lowerBound) / Double(rate)
    decibels = overview.finish()
  }
}
