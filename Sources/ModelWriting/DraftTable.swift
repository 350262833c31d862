/// A FlatBuffers table about to be written: its fields by their number in the schema.
///
/// A field that is not set reads back as the schema's default.
///
///     var code = DraftTable()
///     code.set(2, to: Int32(3))
///     let bytes = code.serialized(identifier: "TFL3")
///
/// Source: the FlatBuffers internals document, flatbuffers.dev/internals.
struct DraftTable: Hashable, Sendable {
  enum Field: Hashable, Sendable {
    /// A scalar in little-endian bytes, aligned to its own size.
    case scalar([UInt8])
    /// A vector of scalars; `alignment` is that of its first element.
    case vector(count: Int, bytes: [UInt8], alignment: Int)
    case string(String)
    case table(DraftTable)
    case tables([DraftTable])
  }

  private(set) var fields: [Int: Field] = [:]

  mutating func set(_ field: Int, to value: Field) {
    fields[field] = value
  }

  mutating func set(_ field: Int, to value: some FixedWidthInteger) {
    fields[field] = .scalar(littleEndianBytes(value))
  }

  mutating func set(_ field: Int, to value: Float) {
    fields[field] = .scalar(littleEndianBytes(value.bitPattern))
  }

  mutating func set(_ field: Int, to value: Bool) {
    fields[field] = .scalar([value ? 1 : 0])
  }

  mutating func set(_ field: Int, to values: [some FixedWidthInteger]) {
    let width = values.first.map { $0.bitWidth / 8 } ?? 4
    fields[field] = .vector(
      count: values.count, bytes: values.flatMap { littleEndianBytes($0) }, alignment: width)
  }

  mutating func set(_ field: Int, to values: [Float]) {
    set(field, to: values.map(\.bitPattern))
  }

  /// The whole buffer with this table as its root.
  /// - Parameter identifier: The four characters that tell the format.
  func serialized(identifier: String) -> [UInt8] {
    var writer = FlatBufferWriter(identifier: identifier)
    writer.appendRoot(self)
    return writer.bytes
  }
}

/// The two's complement bytes of `value`, lowest first.
package func littleEndianBytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}
