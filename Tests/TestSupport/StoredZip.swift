/// A zip file of what it is given, nothing compressed.
///
/// Source: PKWARE, *APPNOTE.TXT*, 4.3.
public struct StoredZip {
  public private(set) var bytes: [UInt8] = []

  public init(_ files: [(name: String, contents: [UInt8])]) {
    var directory: [UInt8] = []
    for (name, contents) in files {
      let position = bytes.count
      // Version 2.0, no flags, stored, no time; checksum, both sizes, length of the name, nothing else.
      let common =
        number(20, 2) + number(0, 8) + number(Int(checksum(of: contents)), 4)
        + number(contents.count, 4) + number(contents.count, 4) + number(name.utf8.count, 2)
        + number(0, 2)
      bytes += [0x50, 0x4B, 3, 4] + common + Array(name.utf8) + contents
      directory += [0x50, 0x4B, 1, 2] + number(20, 2) + common + number(0, 10)
      directory += number(position, 4) + Array(name.utf8)
    }
    let start = bytes.count
    bytes += directory + [0x50, 0x4B, 5, 6] + number(0, 4)
    bytes += number(files.count, 2) + number(files.count, 2)
    bytes += number(directory.count, 4) + number(start, 4) + number(0, 2)
  }
}

private func number(_ value: Int, _ size: Int) -> [UInt8] {
  (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
}

/// CRC-32 as zip files have it.
private func checksum(of bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(~0) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
}
