import CSndFile

/// Which bytes of a file are handed to the decoder, and what its header says of the length.
struct SoundLocation {
  /// What lies in the container, as far as this room reads it itself.
  private enum Layout {
    case wave(WaveLayout)
    /// Frames the common chunk promises.
    case aiff(promised: Int64)
    case ogg(OggPages)
    /// libsndfile alone knows.
    case other
  }

  private let layout: Layout
  private let bytes: Range<Int64>
  private let headerless: SoundDecoder.Headerless?
  private let container: SoundFormat.Container?

  /// - Throws: ``AudioError/notSound(path:reason:)`` where the first bytes show it, and what
  ///   reading throws.
  init(_ file: ReadableFile) throws(AudioError) {
    let source = ByteSource.file(file)
    let head = try source.bytes(at: 0, count: 4096)
    if head.allSatisfy({ $0 == 0 }) {
      throw .notSound(path: file.path, reason: "it begins with \(head.count) zero bytes")
    }
    let whole = 0..<file.size
    if let list = try ChunkList(source) {
      if list.form == .aiff {
        layout = .aiff(promised: try Self.promisedByAIFF(list, source))
        (bytes, headerless, container) = (whole, nil, nil)
        return
      }
      guard let wave = try WaveLayout(list, source) else {
        throw .notSound(path: file.path, reason: "its RIFF header has no format or no data chunk")
      }
      layout = .wave(wave)
      let misleads = wave.headerMisleads || head.code(at: 0) == "BW64"
      if misleads, let encoding = wave.libsndfileEncoding {
        bytes = wave.data
        headerless = .init(
          encoding: encoding, bigEndian: list.bigEndian, sampleRate: wave.sampleRate,
          channels: wave.channels)
        container = list.form == .wave ? .wav : list.form == .rf64 ? .rf64 : .wave64
      } else {
        (bytes, headerless, container) = (whole, nil, nil)
      }
      return
    }
    layout = try OggPages(source).map { .ogg($0) } ?? .other
    (bytes, headerless, container) = (whole, nil, nil)
  }

  /// A decoder at the first frame.
  func open(_ file: ReadableFile) throws(AudioError) -> SoundDecoder {
    // A header with neither rate nor channels has no frames either, whatever follows it.
    if case .wave(let wave) = layout, wave.frames == 0 { throw .noFrames(path: file.path) }
    return try SoundDecoder(file, bytes: bytes, as: headerless)
  }

  func format(of decoder: borrowing SoundDecoder) -> SoundFormat {
    guard let container else { return decoder.format }
    return SoundFormat(container: container, encoding: decoder.format.encoding)
  }

  /// How far the sound goes, and how far it should.
  func end(of decoder: borrowing SoundDecoder, in file: ReadableFile) throws(AudioError)
    -> SoundEnd
  {
    switch layout {
    case .wave(let wave) where wave.libsndfileEncoding != nil:
      return SoundEnd(
        readable: min(wave.frames, decoder.frames ?? wave.frames), promised: wave.promisedFrames)
    case .aiff(let promised) where decoder.format.isSeekable:
      return SoundEnd(readable: decoder.frames ?? 0, promised: promised)
    case .ogg(let pages):
      return SoundEnd(pages, sampleRate: decoder.sampleRate, decoder: decoder.frames)
    default:
      return try EndSearch(location: self, file: file).end(promised: decoder.frames)
    }
  }

  private static func promisedByAIFF(
    _ list: ChunkList, _ source: ByteSource
  ) throws(AudioError) -> Int64 {
    guard let common = list.first("COMM"),
      let frames: UInt32 = try source.bytes(at: common.start, count: 6)
        .integer(at: 2, bigEndian: true)
    else { return 0 }
    return Int64(frames)
  }
}

extension WaveLayout {
  /// How libsndfile names the encoding of samples without a header; `nil` for those, such as ADPCM,
  /// whose size does not tell their number.
  var libsndfileEncoding: Int? {
    guard frameSize == Int64(channels * ((bits + 7) / 8)) else { return nil }
    return switch (formatTag, bits) {
    case (1, 8): SF_FORMAT_PCM_U8
    case (1, 16): SF_FORMAT_PCM_16
    case (1, 24): SF_FORMAT_PCM_24
    case (1, 32): SF_FORMAT_PCM_32
    case (3, 32): SF_FORMAT_FLOAT
    case (3, 64): SF_FORMAT_DOUBLE
    case (6, 8): SF_FORMAT_ALAW
    case (7, 8): SF_FORMAT_ULAW
    default: nil
    }
  }
}
