import Foundation
import GRDB

extension EventLog {
  /// Opens a log to write to it, or makes it, whatever state it is in: a station must not stay deaf
  /// because its card is dying.
  ///
  /// A file that is damaged, or no SQLite file any more, is set aside whole under
  /// `NAME.corrupt-YYYYMMDDTHHMMSSZ`. What can be read of it goes into a new log in its place, with an
  /// incident that says so. Another program's database and a newer earshot's log are refused as ever.
  ///
  /// - Parameters:
  ///   - now: Microseconds since 1970 UTC.
  ///   - patience: Seconds to wait for other processes.
  /// - Returns: The log, and what became of the damaged one if there was one.
  public static func openSalvaging(
    path: String, now: Int64, patience: Double = 10
  ) throws(EventLogError) -> (log: EventLog, salvage: Salvage?) {
    let salvage = try salvageIfDamaged(path: path, now: now, patience: patience)
    return (try EventLog(path: path, access: .creating, patience: patience), salvage)
  }

  private static func salvageIfDamaged(
    path: String, now: Int64, patience: Double
  ) throws(EventLogError) -> Salvage? {
    guard !path.isEmpty, try damage(path: path, patience: patience) != nil else { return nil }
    let lock = try FolderLock(forLog: path, patience: patience)
    defer { _ = lock }
    // Another process may have done it meanwhile.
    guard let reason = try damage(path: path, patience: patience) else { return nil }
    let deadline = ContinuousClock.now + .seconds(patience)
    while LogFiles(path).isOpenElsewhere {
      guard ContinuousClock.now < deadline else { throw .locked(path: path) }
      Thread.sleep(forTimeInterval: 0.02)
    }
    let stamp = Date(timeIntervalSince1970: Double(now) / 1e6)
      .formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    var salvage = Salvage(
      setAside: LogFiles.free("\(path).corrupt-\(stamp)"), reason: reason, tables: [])
    let unfinished = LogFiles(path + ".salvage-unfinished")
    unfinished.removeUnfinished()
    defer { unfinished.removeUnfinished() }
    try translated(path: path) {
      let target = try DatabaseQueue(
        path: file(unfinished.path), configuration: writing(patience: patience))
      try DatabaseMigrator.eventLog.migrate(target)
      try DamagedLog(path: path, scratch: path + ".salvage-copy").read { source in
        try target.write { db in
          if let source {
            var rows = RowSalvage(from: source, to: db)
            salvage.tables = try rows.copyAll()
          }
          try note(
            Incident(happenedAt: now, kind: "log-salvaged", text: salvage.description), in: db)
        }
      }
      try target.close()
    }
    try LogFiles(path).setAside(as: salvage.setAside)
    try unfinished.move(to: path)
    return salvage
  }

  /// What is wrong with the file, if it is or was a log; `nil` if nothing, or if there is none.
  private static func damage(
    path: String, patience: Double
  ) throws(EventLogError) -> String? {
    let files = LogFiles(path)
    // SQLite takes writes beside an empty file for another's, and removes them.
    guard LogFiles.size(path) > 0 else {
      return files.hasUnfinishedWrites ? "nothing is left but what was written last" : nil
    }
    try requireFile(path)
    // SQLite takes less than its smallest page for an empty file.
    guard LogFiles.size(path) >= 512 || files.hasUnfinishedWrites else {
      return "less than a page of it is left"
    }
    rollBackInterruptedWrite(path: path, patience: patience)
    let state: State
    let queue: DatabaseQueue
    do throws(EventLogError) {
      queue = try openUnjudged(path: path, patience: patience)
      state = try translated(path: path) { try inspect(queue) }
    } catch .corrupt(_, let reason) {
      return reason
    } catch .notALog {
      return "not a SQLite file any more"
    }
    guard state.hasLogTables else {
      try check(state, path: path, mayBeEmpty: true)
      return nil
    }
    guard state.application == applicationID else { return "its mark is lost" }
    guard state.version > 0 else { return "its version is lost" }
    try check(state, path: path, mayBeEmpty: false)
    return try translated(path: path) {
      let found: String?
      do {
        found = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
        found = error.message ?? "\(error.resultCode)"
      }
      try queue.close()
      return found == "ok" ? nil : found ?? "no answer"
    }
  }
}
