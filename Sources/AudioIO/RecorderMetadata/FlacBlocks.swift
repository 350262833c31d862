/// The metadata blocks of a FLAC file that can tell of its recording: its comments, and the chunks
/// of the RIFF file it was made from, which `flac --keep-foreign-metadata` stores.
///
/// Source: RFC 9639, section 8.
struct FlacBlocks {
  private(set) var vorbisComment: [UInt8]?
  private(set) var riffChunks: [(id: FourCharacterCode, content: [UInt8])] = []

  private static let maximumBlocks = 1024
  static let application: UInt8 = 2
  private static let comments: UInt8 = 4

  /// - Returns: `nil` if it is no FLAC file.
  init?(_ source: ByteSource) throws(AudioError) {
    var offset: Int64 = 0
    let head = try source.bytes(at: 0, count: 10)
    // An ID3 tag may stand before the file proper; its size has seven bits a byte.
    if head.count == 10, head.starts(with: [0x49, 0x44, 0x33]) {
      offset = 10 + head[6..<10].reduce(0) { $0 << 7 | Int64($1 & 0x7F) }
    }
    guard try source.bytes(at: offset, count: 4).code(at: 0) == "fLaC" else { return nil }
    offset += 4
    for _ in 0..<Self.maximumBlocks {
      guard
        let header: UInt32 = try source.bytes(at: offset, count: 4).integer(
          at: 0, bigEndian: true)
      else { return }
      let kind = UInt8(header >> 24) & 0x7F
      let size = Int(header & 0xFF_FFFF)
      if kind == Self.comments || kind == Self.application {
        let block = try source.bytes(at: offset + 4, count: min(size, HeaderLimits.chunk))
        if kind == Self.comments { vorbisComment = vorbisComment ?? block }
        if kind == Self.application, block.code(at: 0) == "riff", block.count > 12,
          let id = block.code(at: 4)
        {
          riffChunks.append((id, Array(block[12...])))
        }
      }
      offset += 4 + Int64(size)
      if header >> 31 == 1 { return }
    }
  }
}

/// How much of a header is read: enough for every real one, little enough for a hostile one.
enum HeaderLimits {
  /// Bytes of one chunk or block.
  static let chunk = 1 << 20
}
