import GRDB

/// Marks a SQLite file as an event log: "EARS" in ASCII.
let applicationID: Int32 = 0x4541_5253

/// The number of migrations, kept in the file as `user_version`.
let schemaVersion = 3

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
    migrator.registerMigration("2 files are known by their edges too") { db in
      // SHA-256 of the first and last bytes: size and time alone do not tell two recorders apart that
      // keep the same schedule and whose cards are read at the same place. NULL in files seen before.
      try db.execute(sql: "ALTER TABLE file ADD COLUMN edges TEXT; PRAGMA user_version = 2")
    }
    migrator.registerMigration("3 years of a station") { db in
      try db.execute(sql: Schema3.clips)
      try db.execute(sql: Schema3.streams)
      try db.execute(sql: Schema3.gaps)
      try db.execute(sql: Schema3.dailyCounts)
      try db.execute(sql: "PRAGMA user_version = 3")
    }
    return migrator
  }()
}
