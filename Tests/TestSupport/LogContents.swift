public import Foundation
import GRDB

/// All rows of an event log but when each file was seen, so that two logs can be compared.
public struct LogContents: Equatable, CustomStringConvertible {
  /// By table, each row as text with its column names, in the order of the rows' identifiers.
  public let rows: [String: [String]]

  public init(of url: URL) throws {
    var configuration = Configuration()
    configuration.readonly = true
    rows = try DatabaseQueue(path: url.path, configuration: configuration).read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'grdb_%'")
      var rows: [String: [String]] = [:]
      for table in tables {
        rows[table] = try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1, 2").map { row in
          row.filter { $0.0 != "seen_at" }.map { "\($0.0)=\($0.1.description)" }
            .joined(separator: " ")
        }
      }
      return rows
    }
  }

  /// Rows of a table.
  public func count(_ table: String) -> Int { rows[table]?.count ?? 0 }

  public var description: String {
    rows.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.count)" }
      .joined(separator: ", ")
  }
}
