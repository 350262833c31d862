import EventDetection
import Foundation
import GRDB

extension EventLog {
  /// Looks whether a log is sound, while others go on reading and writing. Changes nothing.
  /// - Throws: Why nothing can be said of it: it is not there, locked, newer, or another program's.
  ///   Damage is no error here but what is told.
  public static func check(
    path: String, _ thoroughness: LogCheck.Thoroughness = .quick, patience: Double = 10
  ) throws(EventLogError) -> LogCheck {
    try requireFile(path)
    var result = LogCheck(bytes: LogFiles(path).size, problems: [])
    do throws(EventLogError) {
      let queue = try openUnchanged(path: path, patience: patience)
      let state = try translated(path: path) { try inspect(queue) }
      guard state.application == applicationID || state.hasLogTables else {
        throw .notALog(path: path)
      }
      guard state.version <= schemaVersion else {
        throw .newer(path: path, version: state.version, supported: schemaVersion)
      }
      result.version = state.version
      if state.application != applicationID { result.problems.append(.mark(state.application)) }
      if state.version < 1 { result.problems.append(.version(state.version)) }
      try translated(path: path) {
        try queue.read { db in
          // Each by itself: what one cannot read, another may.
          for look in [
            pages(thoroughness), schema(state.version), references, positions,
            dailyCounts(state.version),
          ] {
            do {
              result.problems += try look(db)
            } catch let error as DatabaseError where error.resultCode != .SQLITE_BUSY {
              result.problems.append(.unreadable(reason: error.message ?? "\(error.resultCode)"))
            }
          }
        }
      }
    } catch .corrupt(_, let reason) {
      result.problems.append(.unreadable(reason: reason))
    } catch .notALog where !isSQLite(path) {
      result.problems.append(.unreadable(reason: "not a SQLite file, or not any more"))
    }
    return result
  }

  static func requireFile(_ path: String) throws(EventLogError) {
    guard !path.isEmpty else { throw .unnamed }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .missing(path: path) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .folder(path: path)
    default: throw .notAFile(path: path)
    }
  }

  private static func openUnchanged(
    path: String, patience: Double
  ) throws(EventLogError) -> DatabaseQueue {
    let lock = try FolderLock(forLog: path, .shared, patience: patience)
    defer { _ = lock }
    return try openUnjudged(path: path, patience: patience)
  }

  /// Whether SQLite knows the file as one of its own.
  private static func isSQLite(_ path: String) -> Bool {
    do throws(EventLogError) {
      _ = try openUnchanged(path: path, patience: 1)
      return true
    } catch {
      return false
    }
  }

  private typealias Look = (Database) throws -> [LogProblem]

  private static func pages(_ thoroughness: LogCheck.Thoroughness) -> Look {
    { db in
      let pragma = thoroughness == .quick ? "quick_check" : "integrity_check"
      // SQLite tells a hundred at most.
      return try String.fetchAll(db, sql: "PRAGMA \(pragma)").filter { $0 != "ok" }
        .map(LogProblem.damaged)
    }
  }

  /// What a new log of the version has.
  private static func schema(_ version: Int) -> Look {
    { db in
      let sql = "SELECT type, name FROM sqlite_master ORDER BY type, name"
      let present = Set(try Row.fetchAll(db, sql: sql))
      let identifiers = DatabaseMigrator.eventLog.migrations
      guard identifiers.indices.contains(version - 1) else { return [] }
      let fresh = try DatabaseQueue()
      try DatabaseMigrator.eventLog.migrate(fresh, upTo: identifiers[version - 1])
      return try fresh.read { try Row.fetchAll($0, sql: sql) }.filter { !present.contains($0) }
        .map {
          .missing(kind: try $0.decode(forColumn: "type"), name: try $0.decode(forColumn: "name"))
        }
    }
  }

  private static let references: @Sendable (Database) throws -> [LogProblem] = { db in
    try Row.fetchAll(
      db,
      sql: """
        SELECT "table", parent, count(*) AS rows FROM pragma_foreign_key_check GROUP BY 1, 2
        """
    ).map {
      .orphans(
        table: try $0.decode(forColumn: "table"), parent: try $0.decode(forColumn: "parent"),
        rows: try $0.decode(forColumn: "rows"))
    }
  }

  /// What readers refuse as ``GRDB/Row/position(forColumn:)`` and ``SampleRange`` do.
  private static let positions: @Sendable (Database) throws -> [LogProblem] = { db in
    try SampleRange.stored.compactMap { table, column in
      let rows = try Int.fetchOne(
        db, sql: "SELECT count(*) FROM \(table) WHERE \(column) NOT BETWEEN 0 AND ?",
        arguments: [SampleRange.endOfPositions - 1])
      guard let rows, rows > 0 else { return nil }
      return .senseless(table: table, column: column, rows: rows)
    }
  }

  private static func dailyCounts(_ version: Int) -> Look {
    let hasPeaks = version >= 3
    let counted = hasPeaks ? Schema3.dailyCountsAnew : Schema1.dailyCountsAnew
    let peak = hasPeaks ? "OR daily_count.peak IS NOT counted.peak" : ""
    return { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*) AS wrong, ifnull(min(day), '') AS day FROM (
            SELECT day FROM daily_count FULL JOIN (\(counted)) AS counted USING (day, class)
            WHERE daily_count.events IS NOT counted.events \(peak))
          """)
      guard let row, let wrong: Int = try row.decode(forColumn: "wrong"), wrong > 0 else {
        return []
      }
      return [.dailyCounts(wrong: wrong, day: try row.decode(forColumn: "day"))]
    }
  }
}
