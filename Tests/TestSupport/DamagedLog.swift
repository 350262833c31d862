public import Foundation
import GRDB

/// Puts values into an event log that only a damaged card, or another program, can have put there.
/// - Parameters:
///   - url: Of a log that nobody has open.
///   - table: Loses its constraints, but for its keys.
///   - change: What follows `UPDATE table SET`.
public func damageLog(_ url: URL, table: String, _ change: String) throws {
  var configuration = Configuration()
  configuration.foreignKeysEnabled = false
  configuration.prepareDatabase { try $0.execute(sql: "PRAGMA ignore_check_constraints = ON") }
  try DatabaseQueue(path: url.path, configuration: configuration).inDatabase { db in
    try db.execute(
      sql: """
        PRAGMA writable_schema = ON;
        UPDATE sqlite_master
          SET sql = replace(replace(replace(replace(
            sql, 'IS NOT NULL', 'NOTNULL'), ' NOT NULL', ''), 'STRICT, ', ''), ') STRICT', ')')
          WHERE type = 'table' AND name = '\(table)';
        PRAGMA writable_schema = RESET
        """)
  }
  try DatabaseQueue(path: url.path, configuration: configuration).write { db in
    // A card does not tell them of it.
    let triggers = try Row.fetchAll(
      db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
    try db.execute(sql: "UPDATE \(table) SET \(change)")
    for trigger in triggers { try db.execute(sql: trigger["sql"]) }
  }
}
