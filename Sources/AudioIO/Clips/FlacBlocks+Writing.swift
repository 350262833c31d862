extension FlacBlocks {
  /// The metadata blocks that hold a GUANO text: those which `flac --keep-foreign-metadata` makes of a WAV
  /// file with a `guan` chunk, so that `flac --decode --keep-foreign-metadata` gives that file.
  ///
  /// None of them is marked as the last.
  ///
  /// Source: RFC 9639, section 8.4; FLAC's `foreign_metadata_storage.md`.
  static func blocks(guano text: GuanoText, samples: ClipSamples, sampleRate: Int) -> [UInt8] {
    let sampleBytes = samples.bits / 8
    let soundBytes = samples.count * sampleBytes
    let guano = chunk("guan", Array(text.description.utf8))
    let format = chunk(
      "fmt ",
      littleEndian(UInt16(1)) + littleEndian(UInt16(1)) + littleEndian(UInt32(sampleRate))
        + littleEndian(UInt32(sampleRate * sampleBytes)) + littleEndian(UInt16(sampleBytes))
        + littleEndian(UInt16(samples.bits)))
    // Of the sound and of the whole only the headers are kept.
    let sound = Array("data".utf8) + littleEndian(UInt32(soundBytes))
    let whole = 4 + format.count + guano.count + sound.count + soundBytes + soundBytes % 2
    let riff = Array("RIFF".utf8) + littleEndian(UInt32(whole)) + Array("WAVE".utf8)
    return [riff, format, guano, sound].flatMap(applicationBlock)
  }

  private static func applicationBlock(_ content: [UInt8]) -> [UInt8] {
    let header = UInt32(application) << 24 | UInt32(4 + content.count)
    return bigEndian(header) + Array("riff".utf8) + content
  }

  private static func chunk(_ id: String, _ content: [UInt8]) -> [UInt8] {
    Array(id.utf8) + littleEndian(UInt32(content.count)) + content
      + (content.count.isMultiple(of: 2) ? [] : [0])
  }

  private static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    littleEndian(value).reversed()
  }
}
