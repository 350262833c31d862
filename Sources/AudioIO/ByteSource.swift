/// Where headers are read from: a file, or bytes in memory. The parsers see no difference, so what
/// is fuzzed in memory is what runs on files.
enum ByteSource {
  case file(ReadableFile)
  case memory([UInt8])

  var size: Int64 {
    switch self {
    case .file(let file): file.size
    case .memory(let bytes): Int64(bytes.count)
    }
  }

  /// `count` bytes from `offset` on, fewer at the end, none for an offset outside.
  func bytes(at offset: Int64, count: Int) throws(AudioError) -> [UInt8] {
    guard offset >= 0, offset < size, count > 0 else { return [] }
    let count = Int(min(Int64(count), size - offset))
    switch self {
    case .memory(let bytes):
      return Array(bytes[Int(offset)..<Int(offset) + count])
    case .file(let file):
      var failure: AudioError?
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        do throws(AudioError) {
          initialized = unsafe try file.read(
            into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        } catch {
          failure = error
          initialized = 0
        }
      }
      if let failure { throw failure }
      return bytes
    }
  }
}

/// Integers and four-letter codes in bytes; `nil` where they would lie outside.
extension [UInt8] {
  func integer<Value: FixedWidthInteger & UnsignedInteger>(
    at offset: Int, bigEndian: Bool = false
  ) -> Value? {
    let width = Value.bitWidth / 8
    guard offset >= 0, offset <= count - width else { return nil }
    var value: Value = 0
    for k in 0..<width {
      value |= Value(self[offset + k]) << Value(8 * (bigEndian ? width - 1 - k : k))
    }
    return value
  }

  func code(at offset: Int) -> FourCharacterCode? {
    guard let value: UInt32 = integer(at: offset, bigEndian: true) else { return nil }
    return FourCharacterCode(value)
  }
}

/// The name of a RIFF or AIFF chunk.
struct FourCharacterCode: Hashable, ExpressibleByStringLiteral {
  let value: UInt32

  init(_ value: UInt32) { self.value = value }

  init(stringLiteral text: StaticString) {
    value = text.withUTF8Buffer { letters in
      unsafe letters.reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// Whether all four are printable ASCII, as those of every chunk ever registered.
  var isPrintable: Bool {
    (0..<4).allSatisfy { (0x20...0x7E).contains(value >> (8 * UInt32($0)) & 0xFF) }
  }
}
