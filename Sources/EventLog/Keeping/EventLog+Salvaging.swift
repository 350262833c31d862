import Foundation
import GRDB

extension EventLog {
  /// - Parameter limit: Seconds to look for damage; `nil` for as long as it takes.
  /// - Returns: What became of the log if it was damaged, and the tables that were not looked at.
  static func salvageIfDamaged(
    path: String, now: Int64, patience: Double, limit: Double?
  ) throws(EventLogError) -> (salvage: Salvage?, unexamined: [String]) {
    guard !path.isEmpty else { throw .unnamed }
    var state = try condition(path: path, patience: patience, limit: limit, isLocked: false)
    guard case .damaged = state else { return (nil, state.unexamined) }
    let lock = try FolderLock(forLog: path, .exclusive, patience: patience)
    defer { _ = lock }
    // Another process may have done it meanwhile.
    state = try condition(path: path, patience: patience, limit: limit, isLocked: true)
    guard case .damaged(let reason, let traces) = state else { return (nil, state.unexamined) }
    guard traces != .none else { throw .notALog(path: path) }
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
    try fill(unfinished, from: path, now: now, patience: patience, &salvage)
    // What has not one row of a log was none.
    guard traces == .found || ["bundle", "recording", "event"].contains(where: salvage.hasSaved)
    else { throw .notALog(path: path) }
    try LogFiles(path).setAside(as: salvage.setAside)
    try unfinished.move(to: path)
    return (salvage, [])
  }

  private static func fill(
    _ unfinished: LogFiles, from path: String, now: Int64, patience: Double,
    _ salvage: inout Salvage
  ) throws(EventLogError) {
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
            Incident(happenedAt: now, kind: "log_salvaged", text: salvage.description), in: db)
        }
      }
      try target.close()
    }
  }

  /// What a file is that a station is to go on with.
  private enum Condition {
    /// A log, or nothing yet.
    case sound(unexamined: [String])
    case damaged(reason: String, LogTraces)

    var unexamined: [String] {
      if case .sound(let unexamined) = self { unexamined } else { [] }
    }
  }

  /// - Parameter isLocked: Whether the caller holds the folder's lock.
  /// - Throws: Also if the file is another program's, or a newer earshot's.
  private static func condition(
    path: String, patience: Double, limit: Double?, isLocked: Bool
  ) throws(EventLogError) -> Condition {
    let files = LogFiles(path)
    // SQLite takes writes beside an empty file for another's, and removes them.
    guard LogFiles.size(path) > 0 else {
      return files.hasUnfinishedWrites
        ? .damaged(reason: "nothing is left but what was written last", .found)
        : .sound(unexamined: [])
    }
    try requireFile(path)
    func damaged(_ reason: String) throws(EventLogError) -> Condition {
      let traces = LogTraces(of: path)
      guard traces != .none else { throw .notALog(path: path) }
      return .damaged(reason: reason, traces)
    }
    // SQLite takes less than its smallest page for an empty file.
    guard LogFiles.size(path) >= 512 || files.hasUnfinishedWrites else {
      return try damaged("less than a page of it is left")
    }
    let state: State
    let queue: DatabaseQueue
    do throws(EventLogError) {
      if isLocked {
        rollBackInterruptedWrite(path: path, patience: patience)
        queue = try openUnjudged(path: path, patience: patience)
      } else {
        queue = try openInPlace(path: path, patience: patience)
      }
      state = try translated(path: path) { try inspect(queue) }
    } catch .corrupt(_, let reason) {
      return try damaged(reason)
    } catch .notALog {
      return try damaged("not a SQLite file any more")
    }
    guard state.hasLogTables else {
      try check(state, path: path, mayBeEmpty: true)
      return .sound(unexamined: [])
    }
    guard state.application == applicationID else {
      return .damaged(reason: "its mark is lost", .found)
    }
    guard state.version > 0 else { return .damaged(reason: "its version is lost", .found) }
    try check(state, path: path, mayBeEmpty: false)
    let examination = try translated(path: path) {
      let examination = try LogExamination(of: queue, limit: limit)
      try queue.close()
      return examination
    }
    guard let damage = examination.damage else {
      return .sound(unexamined: examination.unexamined)
    }
    return .damaged(reason: damage, .found)
  }
}
