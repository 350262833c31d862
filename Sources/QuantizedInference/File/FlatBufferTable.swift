/// One table of a ``FlatBuffer``: fields by number, absent ones taking their default.
package struct FlatBufferTable {
  package let buffer: FlatBuffer
  /// The byte at which the table starts.
  package let position: Int
  private let size: Int
  private let slots: Range<Int>

  init(_ buffer: FlatBuffer, at position: Int) throws(ModelError) {
    try buffer.count(8, at: position)
    let distance = Int(try buffer.integer(Int32.self, at: position, "a table"))
    let vtable = position - distance
    guard vtable >= 0, vtable <= buffer.bytes.count - 4 else {
      throw .malformed(byte: position, reason: "the vtable of a table lies outside the file")
    }
    let vtableSize = Int(try buffer.integer(UInt16.self, at: vtable, "the vtable of a table"))
    size = Int(try buffer.integer(UInt16.self, at: vtable + 2, "the vtable of a table"))
    guard vtableSize >= 4, vtableSize.isMultiple(of: 2), vtableSize <= buffer.bytes.count - vtable
    else {
      throw .malformed(byte: vtable, reason: "a vtable cannot be \(vtableSize) bytes long here")
    }
    guard size >= 4, size <= buffer.bytes.count - position else {
      throw .malformed(byte: vtable + 2, reason: "a table cannot be \(size) bytes long here")
    }
    self.buffer = buffer
    self.position = position
    slots = vtable + 4..<vtable + vtableSize
  }

  /// Where a field of `width` bytes lies, or nil if it is absent.
  private func field(_ number: Int, width: Int) throws(ModelError) -> Int? {
    let slot = slots.lowerBound + 2 * number
    guard slot < slots.upperBound else { return nil }
    let offset = Int(try buffer.integer(UInt16.self, at: slot, "a vtable"))
    guard offset != 0 else { return nil }
    guard offset >= 4, offset + width <= size else {
      throw .malformed(byte: slot, reason: "a field's offset \(offset) points outside its table")
    }
    return position + offset
  }

  package func integer<T: FixedWidthInteger>(_ number: Int, default value: T) throws(ModelError)
    -> T
  {
    guard let position = try field(number, width: T.bitWidth / 8) else { return value }
    return try buffer.integer(T.self, at: position, "a field")
  }

  func float(_ number: Int, default value: Float) throws(ModelError) -> Float {
    Float(bitPattern: try integer(number, default: value.bitPattern))
  }

  /// The bytes of a scalar of so many, or nil if it is absent.
  package func scalar(_ number: Int, width: Int) throws(ModelError) -> [UInt8]? {
    try field(number, width: width).map { Array(buffer.bytes[$0..<$0 + width]) }
  }

  /// The fields that are there, by number.
  package func presentFields() throws(ModelError) -> [Int] {
    var present: [Int] = []
    for number in 0..<slots.count / 2 where try field(number, width: 1) != nil {
      present.append(number)
    }
    return present
  }

  func flag(_ number: Int) throws(ModelError) -> Bool {
    try integer(number, default: UInt8(0)) != 0
  }

  /// Whether the field is there at all.
  func holds(_ number: Int) throws(ModelError) -> Bool { try field(number, width: 1) != nil }

  package func table(_ number: Int, _ what: String) throws(ModelError) -> FlatBufferTable? {
    guard let position = try field(number, width: 4) else { return nil }
    return try FlatBufferTable(buffer, at: buffer.offset(at: position, to: what))
  }

  /// Where the elements of a vector lie, or nil if it is absent. Nothing is read of them.
  package func elements(_ number: Int, size: Int, _ what: String) throws(ModelError) -> Range<Int>?
  {
    guard let position = try field(number, width: 4) else { return nil }
    return try buffer.elements(
      at: buffer.offset(at: position, to: what), elementSize: size, what)
  }

  /// A vector of integers, or nil if it is absent.
  package func integers<T: FixedWidthInteger>(_ number: Int, of _: T.Type, _ what: String)
    throws(ModelError) -> [T]?
  {
    let width = T.bitWidth / 8
    guard let range = try elements(number, size: width, what) else { return nil }
    try buffer.count(range.count, at: range.lowerBound)
    var values: [T] = []
    values.reserveCapacity(range.count / width)
    for position in stride(from: range.lowerBound, to: range.upperBound, by: width) {
      values.append(try buffer.integer(T.self, at: position, what))
    }
    return values
  }

  func floats(_ number: Int, _ what: String) throws(ModelError) -> [Float]? {
    try integers(number, of: UInt32.self, what)?.map { Float(bitPattern: $0) }
  }

  /// Text, faulty UTF-8 repaired; empty if it is absent.
  package func text(_ number: Int, _ what: String) throws(ModelError) -> String {
    guard let range = try elements(number, size: 1, what) else { return "" }
    try buffer.count(range.count, at: range.lowerBound)
    return String(decoding: buffer.bytes[range], as: UTF8.self)
  }

  /// A vector of tables; empty if it is absent.
  package func tables(_ number: Int, _ what: String) throws(ModelError) -> [FlatBufferTable] {
    guard let range = try elements(number, size: 4, what) else { return [] }
    try buffer.count(range.count, at: range.lowerBound)
    var tables: [FlatBufferTable] = []
    tables.reserveCapacity(range.count / 4)
    for position in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      tables.append(try FlatBufferTable(buffer, at: buffer.offset(at: position, to: what)))
    }
    return tables
  }
}
