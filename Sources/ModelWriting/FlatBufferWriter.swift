/// Lays tables out in one buffer, a parent before its children: references between objects are
/// unsigned and point forward, so each is filled in once its child has a place. Equal vtables are
/// written once.
struct FlatBufferWriter {
  private(set) var bytes: [UInt8]
  private var vtables: [[UInt8]: Int] = [:]

  init(identifier: String) {
    precondition(identifier.utf8.count == 4, "an identifier has four characters")
    bytes = [0, 0, 0, 0] + Array(identifier.utf8)
  }

  mutating func appendRoot(_ table: DraftTable) {
    refer(from: 0, to: append(table))
  }

  /// - Returns: The table's position: that of its reference to its vtable.
  private mutating func append(_ table: DraftTable) -> Int {
    let layout = TableLayout(table)
    let vtable = append(vtable: layout.vtable)
    pad(to: layout.alignment)
    let start = bytes.count
    bytes += littleEndianBytes(Int32(start - vtable))
    bytes += [UInt8](repeating: 0, count: layout.size - 4)
    for (number, offset) in layout.offsets {
      fill(start + offset, with: table.fields[number])
    }
    return start
  }

  private mutating func append(vtable: [UInt8]) -> Int {
    if let place = vtables[vtable] { return place }
    pad(to: 2)
    let place = bytes.count
    vtables[vtable] = place
    bytes += vtable
    return place
  }

  private mutating func fill(_ place: Int, with field: DraftTable.Field?) {
    switch field {
    case nil: return
    case .scalar(let scalar): bytes.replaceSubrange(place..<place + scalar.count, with: scalar)
    case .vector(let count, let elements, let alignment):
      refer(from: place, to: append(count: count, elements: elements, alignment: alignment))
    case .string(let text):
      refer(from: place, to: append(count: text.utf8.count, elements: Array(text.utf8)))
      bytes.append(0)
    case .table(let table): refer(from: place, to: append(table))
    case .tables(let tables):
      let zeros = [UInt8](repeating: 0, count: tables.count * 4)
      let vector = append(count: tables.count, elements: zeros)
      refer(from: place, to: vector)
      for (index, table) in tables.enumerated() {
        refer(from: vector + 4 + 4 * index, to: append(table))
      }
    }
  }

  /// - Returns: The position of the vector's count, which its elements follow.
  private mutating func append(count: Int, elements: [UInt8], alignment: Int = 4) -> Int {
    pad(to: 4)
    while !(bytes.count + 4).isMultiple(of: alignment) { bytes += [0, 0, 0, 0] }
    let place = bytes.count
    bytes += littleEndianBytes(UInt32(count))
    bytes += elements
    return place
  }

  private mutating func refer(from place: Int, to target: Int) {
    bytes.replaceSubrange(place..<place + 4, with: littleEndianBytes(UInt32(target - place)))
  }

  private mutating func pad(to alignment: Int) {
    while !bytes.count.isMultiple(of: alignment) { bytes.append(0) }
  }
}

/// Where a table's fields lie, widest first so that none needs padding but the narrow ones.
private struct TableLayout {
  private(set) var size = 4
  private(set) var alignment = 4
  /// Field number and offset from the table's start.
  private(set) var offsets: [(number: Int, offset: Int)] = []

  init(_ table: DraftTable) {
    let widths = table.fields.mapValues { field in
      if case .scalar(let bytes) = field { bytes.count } else { 4 }
    }
    for (number, width) in widths.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      size = (size + width - 1) / width * width
      alignment = max(alignment, width)
      offsets.append((number, size))
      size += width
    }
  }

  /// Its own size, the table's size, then each field's offset, 0 where it is absent.
  var vtable: [UInt8] {
    var slots = [UInt16](repeating: 0, count: (offsets.map(\.number).max() ?? -1) + 1)
    for (number, offset) in offsets { slots[number] = UInt16(offset) }
    let header = [UInt16(4 + 2 * slots.count), UInt16(size)]
    return (header + slots).flatMap { littleEndianBytes($0) }
  }
}
