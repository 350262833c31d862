/// The bytes of a FlatBuffer and a limit on how much of them is read. Every offset, length and
/// position is checked before use; what does not fit throws ``ModelError/malformed(byte:reason:)``
/// with the byte where the offending value lies.
///
/// Tables and vectors of a FlatBuffer may be shared, so a small file can describe a large amount
/// of reading. Each vector that is read counts against a limit of a few times the file's size:
/// reading takes time and memory in proportion to the file, whatever it holds.
///
/// Source: *FlatBuffer Internals*, flatbuffers.dev.
package final class FlatBuffer {
  package let bytes: [UInt8]
  private var readable: Int

  /// - Throws: If the file is longer than the 2³¹ − 1 bytes that FlatBuffers' offsets reach.
  package init(bytes: [UInt8]) throws(ModelError) {
    guard bytes.count <= Int(Int32.max) else {
      throw .malformed(byte: Int(Int32.max), reason: "the file is longer than 2^31 - 1 bytes")
    }
    self.bytes = bytes
    // Writers share equal tables and strings; four times the size allows for that and no more.
    readable = 4 * bytes.count + 4096
  }

  /// The root table, behind the file's first offset.
  package func root() throws(ModelError) -> FlatBufferTable {
    try FlatBufferTable(self, at: offset(at: 0, to: "root table"))
  }

  /// A little-endian integer at any position, aligned or not.
  func integer<T: FixedWidthInteger>(_: T.Type, at position: Int, _ what: String)
    throws(ModelError) -> T
  {
    let size = T.bitWidth / 8
    guard position >= 0, position <= bytes.count - size else {
      throw .malformed(byte: position, reason: "\(what) lies outside the file")
    }
    var value: T = 0
    for index in (0..<size).reversed() {
      value = value << 8 | T(truncatingIfNeeded: bytes[position + index])
    }
    return value
  }

  /// Follows the unsigned offset at `position`; the target has room for at least four bytes.
  func offset(at position: Int, to what: String) throws(ModelError) -> Int {
    let distance = Int(try integer(UInt32.self, at: position, "the offset of the \(what)"))
    guard distance >= 4, position + distance <= bytes.count - 4 else {
      throw .malformed(
        byte: position, reason: "the offset \(distance) of the \(what) points outside the file")
    }
    return position + distance
  }

  /// Where the elements of the vector at `position` lie.
  func elements(at position: Int, elementSize: Int, _ what: String) throws(ModelError)
    -> Range<Int>
  {
    let count = Int(try integer(UInt32.self, at: position, "the length of the \(what)"))
    let start = position + 4
    guard count <= (bytes.count - start) / elementSize else {
      throw .malformed(
        byte: position, reason: "\(count) elements of the \(what) reach past the end of the file")
    }
    return start..<start + count * elementSize
  }

  /// Counts bytes that are about to be read as values.
  func count(_ bytes: Int, at position: Int) throws(ModelError) {
    readable -= bytes
    guard readable >= 0 else {
      throw .malformed(
        byte: position, reason: "the file refers to the same bytes over and over again")
    }
  }
}
