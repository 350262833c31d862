import Foundation
import GRDB

extension EventLog {
  /// Brings a log of an earlier version up to date: on a copy, whose rows are counted before and after.
  /// The old file is kept as `NAME.vVERSION.sqlite`, and on any failure it is where it was, as it was.
  ///
  /// No other process may have the log open: it would go on writing to the old file.
  static func migrateOnCopy(
    path: String, patience: Double, migrator: DatabaseMigrator = .eventLog
  ) throws(EventLogError) {
    let lock = try FolderLock(forLog: path, .exclusive, patience: patience)
    defer { _ = lock }
    // Another process may have done it meanwhile.
    let state = try translated(path: path) {
      try inspect(DatabaseQueue(path: file(path), configuration: reading(patience: patience)))
    }
    guard state.application == applicationID, (1..<schemaVersion).contains(state.version) else {
      return
    }
    let unfinished = LogFiles(path + ".migration-unfinished")
    unfinished.removeUnfinished()
    defer { unfinished.removeUnfinished() }
    do {
      var configuration = writing(patience: patience)
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
      let old = try DatabaseQueue(path: file(path), configuration: configuration)
      try old.inDatabase { db in
        // From here on nobody else has the file open.
        try db.execute(sql: "BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
        let before = try rowCounts(db)
        let new = try DatabaseQueue(path: file(unfinished.path))
        try new.writeWithoutTransaction {
          try db.backup(to: $0)
          try $0.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
        }
        try migrator.migrate(new)
        let after = try new.read(rowCounts)
        for (table, rows) in before.sorted(by: { $0.key < $1.key }) where after[table] != rows {
          throw EventLogError.notMigrated(
            path: path, version: state.version,
            reason: "\(table) had \(rows) rows before and \(after[table] ?? 0) after")
        }
        try new.close()
        let name = path.hasSuffix(".sqlite") ? String(path.dropLast(7)) : path
        try LogFiles(path).keep(as: LogFiles.free("\(name).v\(state.version)", ".sqlite"))
        try unfinished.move(to: path)
      }
      try old.close()
    } catch let error as EventLogError {
      throw error
    } catch let error as DatabaseError {
      let error = EventLogError(error, path: path)
      if case .locked = error { throw error }
      throw .notMigrated(path: path, version: state.version, reason: error.reason)
    } catch {
      throw .notMigrated(path: path, version: state.version, reason: "\(error)")
    }
  }

  /// Rows of each table; what GRDB notes of migrations is no row of the log's.
  private static func rowCounts(_ db: Database) throws -> [String: Int] {
    let tables = try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
        """)
    return try tables.reduce(into: [:]) { counts, table in
      counts[table] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)")
    }
  }
}

extension EventLogError {
  fileprivate var reason: String {
    switch self {
    case .full: "no space left"
    case .corrupt(_, let reason), .inputOutput(_, let reason), .cannotOpen(_, let reason),
      .refused(_, let reason), .failed(_, _, let reason):
      reason
    default: "\(self)"
    }
  }
}
