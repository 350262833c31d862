/// The chunks of a RIFF, RIFX, RF64, BW64, Wave64 or AIFF file, found by their headers alone: the
/// sound is skipped, never read.
///
/// Files are hostile: sizes are believed only as far as the file goes, and at most
/// ``maximumChunks`` headers are read.
///
/// Sources: Microsoft and IBM, *Multimedia Programming Interface and Data Specifications 1.0*
/// (RIFF); EBU Tech 3306 (RF64); ITU-R BS.2088 (BW64); Sony, *Wave64*; Apple, *AIFF 1.3*.
struct ChunkList {
  enum Form { case wave, wave64, rf64, aiff }

  struct Chunk {
    let id: FourCharacterCode
    /// First byte of its content.
    let start: Int64
    /// Bytes of content, as its header (or the `ds64` chunk) says.
    let size: Int64
  }

  static let maximumChunks = 4096

  let form: Form
  let bigEndian: Bool
  let chunks: [Chunk]
  /// Bytes of the whole file, as its header says.
  let formSize: Int64
  /// Whether the last chunk ends where the file ends; if not, a size in it is wrong or the file is
  /// cut.
  let reachesEnd: Bool

  /// - Returns: `nil` if the file begins with none of the forms.
  init?(_ source: ByteSource) throws(AudioError) {
    let head = try source.bytes(at: 0, count: 40)
    guard let name = head.code(at: 0) else { return nil }
    var offset: Int64
    switch (name, head.code(at: 8)) {
    case ("RIFF", "WAVE"), ("RIFX", "WAVE"):
      (form, bigEndian, offset) = (.wave, name == "RIFX", 12)
    case ("RF64", "WAVE"), ("BW64", "WAVE"):
      (form, bigEndian, offset) = (.rf64, false, 12)
    case ("FORM", "AIFF"), ("FORM", "AIFC"):
      (form, bigEndian, offset) = (.aiff, true, 12)
    default:
      guard name == "riff", head.code(at: 24) == "wave" else { return nil }
      (form, bigEndian, offset) = (.wave64, false, 40)
    }

    var formSize: Int64
    if form == .wave64 {
      formSize = Int64(clamping: head.integer(at: 16) ?? 0 as UInt64)
    } else {
      formSize = 8 + Int64(head.integer(at: 4, bigEndian: bigEndian) ?? 0 as UInt32)
    }
    var dataSize: Int64?
    var chunks: [Chunk] = []
    while chunks.count < Self.maximumChunks,
      let chunk = try Self.chunk(
        at: offset, in: source, form: form, bigEndian: bigEndian, dataSize: dataSize)
    {
      if form == .rf64, chunk.id == "ds64" {
        let sizes = try source.bytes(at: chunk.start, count: 16)
        formSize = 8 + Int64(clamping: min(sizes.integer(at: 0) ?? 0 as UInt64, 1 << 62))
        dataSize = Int64(clamping: sizes.integer(at: 8) ?? 0 as UInt64)
      }
      chunks.append(chunk)
      offset = try Self.end(of: chunk, in: source, form: form)
      if offset >= source.size { break }
    }
    self.chunks = chunks
    self.formSize = formSize
    // Fewer bytes than a chunk header are padding.
    reachesEnd = (source.size - 7...source.size + 1).contains(offset)
  }

  func first(_ id: FourCharacterCode) -> Chunk? { chunks.first { $0.id == id } }

  private static func chunk(
    at offset: Int64, in source: ByteSource, form: Form, bigEndian: Bool, dataSize: Int64?
  ) throws(AudioError) -> Chunk? {
    let headerSize = form == .wave64 ? 24 : 8
    let header = try source.bytes(at: offset, count: headerSize)
    guard header.count == headerSize, let id = header.code(at: 0), id.isPrintable else {
      return nil
    }
    let start = offset + Int64(headerSize)
    if form == .wave64 {
      // Wave64 counts the header of a chunk into its size.
      guard let size: UInt64 = header.integer(at: 16), size >= 24 else { return nil }
      return Chunk(id: id, start: start, size: Int64(clamping: size - 24))
    }
    guard let size: UInt32 = header.integer(at: 4, bigEndian: bigEndian) else { return nil }
    if form == .rf64, id == "data", size == .max, let dataSize {
      return Chunk(id: id, start: start, size: dataSize)
    }
    return Chunk(id: id, start: start, size: Int64(size))
  }

  /// Where the next header begins: contents are padded to even length (Wave64: to 8), though some
  /// writers forget to.
  private static func end(
    of chunk: Chunk, in source: ByteSource, form: Form
  ) throws(AudioError) -> Int64 {
    let (end, overflow) = chunk.start.addingReportingOverflow(chunk.size)
    guard !overflow, end < source.size else { return overflow ? .max : end }
    if form == .wave64 { return (end + 7) & ~7 }
    guard chunk.size.isMultiple(of: 2) == false else { return end }
    let next = try source.bytes(at: end, count: 5)
    let padded = next.count < 5 || next.dropFirst().allSatisfy { (0x20...0x7E).contains($0) }
    return padded || next[0] == 0 ? end + 1 : end
  }
}
