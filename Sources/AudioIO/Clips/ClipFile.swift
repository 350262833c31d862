import CSndFile

/// A FLAC file of a few seconds of sound, which says of itself what it is.
///
/// ```swift
/// var text = GuanoText()
/// text["Timestamp"] = "2026-06-07T05:14:15.250000+02:00"
/// text["Species Auto ID"] = "Corvus corax"
/// let bytes = try ClipFile.write(
///   .integer16(samples), sampleRate: 48_000, metadata: text, to: "raven.flac")
/// ```
///
/// The GUANO text lies in it twice. Once as `flac --keep-foreign-metadata` would have stored the chunk of a
/// WAV file, so that `flac --decode --keep-foreign-metadata` gives a WAV file that every reader of GUANO
/// understands, and ``RecorderMetadata`` reads it from the FLAC file itself. And once as the Vorbis comment
/// `COMMENT`, beside `TITLE` (the species) and `DATE`: that is what players show, and what other tools
/// take along when they convert.
public enum ClipFile {
  /// Writes a clip: under the name `path` it is there whole, on the disk, or not at all.
  ///
  /// Memory: no more than a block of FLAC beside what is given.
  /// - Parameters:
  ///   - samples: At least one.
  ///   - sampleRate: Hz.
  ///   - path: In a folder that exists; nothing may be there.
  /// - Returns: Bytes of the file.
  /// - Throws: ``AudioError/diskFull(path:)``, ``AudioError/alreadyThere(path:)``,
  ///   ``AudioError/notWritten(path:reason:)``.
  @discardableResult
  public static func write(
    _ samples: ClipSamples, sampleRate: Int, metadata: GuanoText, to path: String
  ) throws(AudioError) -> Int64 {
    try write(samples, sampleRate: sampleRate, metadata: metadata, to: path, calls: .system)
  }

  /// The name under which a clip is written before it gets its own: one that begins with a point and ends
  /// with `.part` is what a crash left.
  public static func unfinishedName(of name: String) -> String { ".\(name).part" }

  static func write(
    _ samples: ClipSamples, sampleRate: Int, metadata: GuanoText, to path: String,
    calls: DiskCalls
  ) throws(AudioError) -> Int64 {
    precondition(samples.count > 0 && sampleRate > 0, "a clip has samples and a rate")
    let file = try UnfinishedFile(path: path, calls: calls)
    let output = try FlacOutput(
      file,
      inserting: FlacBlocks.blocks(guano: metadata, samples: samples, sampleRate: sampleRate))
    var encoder = try FlacEncoder(
      output, path: path, sampleRate: sampleRate, bits: samples.bits)
    encoder.set(SF_STR_TITLE, metadata["Species Auto ID"])
    encoder.set(SF_STR_DATE, metadata["Timestamp"])
    encoder.set(SF_STR_COMMENT, metadata.description)
    encode(samples, through: &encoder, into: output)
    let complaint = encoder.finish()
    if let failure = output.failure { throw failure }
    if let complaint { throw .notWritten(path: path, reason: complaint) }
    try file.finish()
    return file.size
  }

  private static func encode(
    _ samples: ClipSamples, through encoder: inout FlacEncoder, into output: FlacOutput
  ) {
    let block = 16_384
    for start in stride(from: 0, to: samples.count, by: block) where output.failure == nil {
      let range = start..<min(start + block, samples.count)
      switch samples {
      case .integer16(let samples): encoder.write(samples.span.extracting(range))
      case .float(let samples):
        let integers = samples[range].map(ClipSamples.integer24)
        encoder.write(integers.span)
      }
    }
  }
}
