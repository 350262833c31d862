import GRDB

/// Marks a SQLite file as an event log: "EARS" in ASCII.
let applicationID: Int32 = 0x4541_5253

/// The number of migrations, kept in the file as `user_version`.
let schemaVersion = 1

extension DatabaseMigrator {
  /// Landed migrations are history: never edited, renamed or reordered. Each ends by setting
  /// `user_version` to its number.
  static let eventLog: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 bundles, recordings, analyses, events") { db in
      try db.execute(sql: Schema1.tables)
      try db.execute(sql: Schema1.dailyCounts)
      try db.execute(sql: Schema1.views)
      try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
    }
    return migrator
  }()
}
