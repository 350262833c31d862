import Foundation
import GRDB

/// Which pages of a SQLite file hold which rows of its tables, read without SQLite.
///
/// Source: https://www.sqlite.org/fileformat2.html
struct Leaves {
  private let bytes: [UInt8]
  private let roots: [String: Int]
  private static let pageSize = 4096

  init(of path: String) throws {
    bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    roots = try DatabaseQueue(path: path).read { db in
      try Row.fetchAll(db, sql: "SELECT name, rootpage FROM sqlite_master WHERE type = 'table'")
        .reduce(into: [:]) { $0[$1["name"]] = $1["rootpage"] }
    }
  }

  /// The leaves of a table with rowids, counted from 1, and the rowids on each.
  func pages(of table: String) -> [(page: Int, ids: [Int64])] {
    leaves(below: roots[table] ?? 0).sorted { $0.page < $1.page }
  }

  /// All pages on which the tables themselves are described, but the first of the file.
  var described: [Int] { leaves(below: 1).map(\.page).filter { $0 != 1 }.sorted() }

  private func leaves(below page: Int) -> [(page: Int, ids: [Int64])] {
    guard page > 0 else { return [] }
    let start = (page - 1) * Self.pageSize
    let header = start + (page == 1 ? 100 : 0)
    let isLeaf = bytes[header] == 13
    let cells = (0..<word(header + 3)).map { cell in
      start + word(header + (isLeaf ? 8 : 12) + cell * 2)
    }
    if isLeaf {
      // Each cell is the length of the row, then its rowid.
      return [(page, cells.map { number(after: number(from: $0).end) })]
    }
    let children = cells.map { word($0) << 16 | word($0 + 2) }
    return (children + [word(header + 8) << 16 | word(header + 10)]).flatMap { leaves(below: $0) }
  }

  private func word(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }

  private func number(after place: Int) -> Int64 { number(from: place).value }

  /// Seven bits a byte, as long as the eighth is set.
  private func number(from place: Int) -> (value: Int64, end: Int) {
    var value: Int64 = 0
    var place = place
    while true {
      value = value << 7 | Int64(bytes[place] & 0x7F)
      place += 1
      if bytes[place - 1] & 0x80 == 0 { return (value, place) }
    }
  }
}
