import Foundation
import SystemFiles

/// A table of text with a head: RFC 4180, or cells parted by tabs or semicolons, which the head shows.
///
/// Lines end in LF, CRLF or CR; lines without anything are passed over; a mark of byte order is not part
/// of the first name. A quote in the middle of a cell is a character like others.
struct DelimitedTable: Sendable, Equatable {
  struct Row: Sendable, Equatable {
    /// Where it begins in the file, from 1.
    let line: Int
    /// As many as the head has.
    let cells: [String]
  }

  let path: String
  /// As they are written, without spaces around.
  let columns: [String]
  let rows: [Row]

  /// - Throws: ``LabelledSoundError/unreadable(path:reason:)`` and what ``init(_:path:)`` throws.
  init(contentsOf path: String) throws(LabelledSoundError) {
    let data: Data
    do {
      data = try contents(of: path)
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    try self.init([UInt8](data), path: path)
  }

  init(_ bytes: [UInt8], path: String) throws(LabelledSoundError) {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
      throw .notText(path: path)
    }
    var scanner = CellScanner(bytes, separator: Self.separator(of: bytes), path: path)
    guard let head = try scanner.row() else { throw .emptyTable(path: path) }
    var rows: [Row] = []
    while let row = try scanner.row() {
      guard row.cells.count == head.cells.count else {
        throw .cellCount(
          path: path, line: row.line, found: row.cells.count, expected: head.cells.count)
      }
      rows.append(row)
    }
    self.path = path
    columns = head.cells.map { $0.trimmingCharacters(in: .whitespaces) }
    self.rows = rows
  }

  /// The column that has one of the names, in any case; `nil` if none has.
  /// - Throws: ``LabelledSoundError/repeatedColumn(path:name:)`` where two columns have the same name.
  func column(_ names: [String]) throws(LabelledSoundError) -> Int? {
    for name in names {
      let found = columns.indices.filter { columns[$0].lowercased() == name }
      guard found.count < 2 else { throw .repeatedColumn(path: path, name: columns[found[0]]) }
      if let column = found.first { return column }
    }
    return nil
  }

  /// - Throws: ``LabelledSoundError/missingColumn(path:any:found:)`` too.
  func requiredColumn(_ names: [String]) throws(LabelledSoundError) -> Int {
    guard let column = try column(names) else {
      throw .missingColumn(path: path, any: names, found: columns)
    }
    return column
  }

  /// What parts the cells of the first line: a comma unless it has none.
  private static func separator(of bytes: ArraySlice<UInt8>) -> UInt8 {
    let head = bytes.drop { $0 == 0x0A || $0 == 0x0D }.prefix { $0 != 0x0A && $0 != 0x0D }
    for candidate in ["\t", ",", ";"].map({ UInt8(ascii: $0) }) where head.contains(candidate) {
      return candidate
    }
    return UInt8(ascii: ",")
  }
}

/// Reads a table cell by cell.
private struct CellScanner {
  private let bytes: ArraySlice<UInt8>
  private let separator: UInt8
  private let path: String
  private var position: Int
  private var line = 1

  init(_ bytes: ArraySlice<UInt8>, separator: UInt8, path: String) {
    self.bytes = bytes
    self.separator = separator
    self.path = path
    position = bytes.startIndex
  }

  /// The next line that has anything; `nil` at the end.
  mutating func row() throws(LabelledSoundError) -> DelimitedTable.Row? {
    while atLineEnd, position < bytes.endIndex { takeLineEnd() }
    guard position < bytes.endIndex else { return nil }
    let start = line
    var cells = [try cell()]
    while position < bytes.endIndex, bytes[position] == separator {
      position += 1
      cells.append(try cell())
    }
    takeLineEnd()
    return DelimitedTable.Row(line: start, cells: cells)
  }

  private var atLineEnd: Bool {
    position >= bytes.endIndex || bytes[position] == 0x0A || bytes[position] == 0x0D
  }

  private mutating func takeLineEnd() {
    guard position < bytes.endIndex else { return }
    let first = bytes[position]
    position += 1
    if first == 0x0D, position < bytes.endIndex, bytes[position] == 0x0A { position += 1 }
    line += 1
  }

  private mutating func cell() throws(LabelledSoundError) -> String {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: "\"") else {
      let start = position
      while !atLineEnd, bytes[position] != separator { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    let start = line
    position += 1
    var text: [UInt8] = []
    while true {
      guard position < bytes.endIndex else { throw .openQuote(path: path, line: start) }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        guard position < bytes.endIndex, bytes[position] == byte else { break }
      } else if byte == 0x0A
        || (byte == 0x0D && bytes.dropFirst(position + 1 - bytes.startIndex).first != 0x0A)
      {
        line += 1
      }
      text.append(byte)
      position += 1
    }
    guard atLineEnd || bytes[position] == separator else {
      throw .behindQuote(path: path, line: line)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
