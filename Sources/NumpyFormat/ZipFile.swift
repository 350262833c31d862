import CZlib

/// The entries of a zip file, stored or deflated; no encryption, no parts, none of the extensions for
/// more than 4 GiB.
///
/// Source: PKWARE, *APPNOTE.TXT*, 4.3 (records) and 4.4 (fields); RFC 1951 for deflate, which zlib
/// undoes.
struct ZipFile {
  struct Entry {
    let name: String
    /// Bytes, inflated.
    let size: Int
    fileprivate let method: Int
    fileprivate let checksum: UInt32
    fileprivate let storedSize: Int
    /// Where the entry's own header lies.
    fileprivate let position: Int
  }

  let entries: [Entry]
  private let file: [UInt8]
  private let path: String

  /// - Parameter path: Named in errors only.
  init(_ file: [UInt8], path: String) throws(NumpyError) {
    self.file = file
    self.path = path
    let reader = Reader(file: file, path: path)
    let end = try reader.endRecord()
    let count = try reader.integer(2, at: end + 10)
    guard try reader.integer(2, at: end + 8) == count else {
      throw .archive(path: path, reason: "it is a part of a larger zip file")
    }
    var position = try reader.integer(4, at: end + 16)
    var entries: [Entry] = []
    for _ in 0..<count {
      try reader.require([0x50, 0x4B, 1, 2], at: position, "an entry of the directory")
      let flags = try reader.integer(2, at: position + 8)
      let storedSize = try reader.integer(4, at: position + 20)
      let size = try reader.integer(4, at: position + 24)
      guard flags & 1 == 0 else { throw .archive(path: path, reason: "it is encrypted") }
      guard max(storedSize, size) < Int(UInt32.max) else {
        throw .archive(path: path, reason: "an array is larger than 4 GiB")
      }
      let nameLength = try reader.integer(2, at: position + 28)
      let name = try reader.bytes(nameLength, at: position + 46)
      entries.append(
        Entry(
          name: String(decoding: name, as: UTF8.self), size: size,
          method: try reader.integer(2, at: position + 10),
          checksum: UInt32(try reader.integer(4, at: position + 16)), storedSize: storedSize,
          position: try reader.integer(4, at: position + 42)))
      position +=
        try 46 + nameLength + reader.integer(2, at: position + 30)
        + reader.integer(2, at: position + 32)
    }
    guard position == end else {
      throw .archive(path: path, reason: "its directory has not the length that it should have")
    }
    self.entries = entries
  }

  /// The entry's bytes, which have its checksum.
  func contents(of entry: Entry) throws(NumpyError) -> [UInt8] {
    let reader = Reader(file: file, path: path)
    try reader.require([0x50, 0x4B, 3, 4], at: entry.position, "the header of \(entry.name)")
    let start =
      try entry.position + 30 + reader.integer(2, at: entry.position + 26)
      + reader.integer(2, at: entry.position + 28)
    let stored = try reader.bytes(entry.storedSize, at: start)
    let contents: [UInt8]?
    switch entry.method {
    case 0: contents = stored.count == entry.size ? Array(stored) : nil
    case 8: contents = inflated(stored, size: entry.size)
    default:
      throw .archive(
        path: path, reason: "\(entry.name) is compressed in a way (\(entry.method)) nobody expects")
    }
    guard let contents, checksum(of: contents) == entry.checksum else {
      throw .archive(path: path, reason: "\(entry.name) is damaged")
    }
    return contents
  }
}

/// Reads of a file's bytes, none outside it.
private struct Reader {
  let file: [UInt8]
  let path: String

  /// The record at the file's end, behind which there may be a comment.
  func endRecord() throws(NumpyError) -> Int {
    let last = file.count - 22
    for position in stride(from: last, through: max(last - 65_535, 0), by: -1)
    where file[position..<position + 4].elementsEqual([0x50, 0x4B, 5, 6]) {
      return position
    }
    throw .archive(path: path, reason: "it is no whole zip file, as a .npz file is")
  }

  func bytes(_ count: Int, at position: Int) throws(NumpyError) -> ArraySlice<UInt8> {
    guard position >= 0, position <= file.count, count <= file.count - position else {
      throw .archive(path: path, reason: "it breaks off, or points past its end")
    }
    return file[position..<position + count]
  }

  /// An unsigned little-endian number.
  func integer(_ count: Int, at position: Int) throws(NumpyError) -> Int {
    try bytes(count, at: position).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  func require(_ signature: [UInt8], at position: Int, _ what: String) throws(NumpyError) {
    guard try bytes(4, at: position).elementsEqual(signature) else {
      throw .archive(path: path, reason: "\(what) is not where it should be")
    }
  }
}

/// Undoes deflate; nil if the data is damaged or not of this size.
private func inflated(_ data: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
  // Deflate makes nothing smaller than a 1032nd, so a false promise takes no memory.
  guard size <= 1032 * data.count + 1032 else { return nil }
  var stream = unsafe z_stream()
  guard unsafe inflate_begin_raw(&stream) == Z_OK else { return nil }
  defer { unsafe inflateEnd(&stream) }
  var input = Array(data)
  var output = [UInt8](repeating: 0, count: size)
  let isWhole = unsafe input.withUnsafeMutableBufferPointer { input in
    unsafe output.withUnsafeMutableBufferPointer { output in
      unsafe stream.next_in = input.baseAddress
      unsafe stream.avail_in = UInt32(input.count)
      unsafe stream.next_out = output.baseAddress
      unsafe stream.avail_out = UInt32(output.count)
      return unsafe inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
    }
  }
  return isWhole ? output : nil
}

private func checksum(of bytes: [UInt8]) -> UInt32 {
  unsafe bytes.withUnsafeBufferPointer {
    unsafe UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
  }
}
