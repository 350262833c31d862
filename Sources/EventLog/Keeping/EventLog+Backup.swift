import Foundation
import GRDB

/// What a backup took.
public struct LogBackup: Hashable, Sendable {
  /// SQLite's pages that were copied: all that the log has.
  public var pages: Int
  /// Size of the copy.
  public var bytes: Int64
  /// How long it took, with the check of the copy.
  public var seconds: Double
}

extension EventLog {
  /// Copies the log, as it is now, into a file of its own, while others go on reading and writing.
  ///
  /// The copy has its name only when it is whole, checked and on the disk. It is a log like any other,
  /// without files beside it: put back in the log's place it goes on from there.
  ///
  /// - Parameters:
  ///   - target: The file to be made.
  ///   - replacing: Whether a file that is there is replaced, once the new one is whole.
  /// - Throws: ``EventLogError/exists(path:)``, or why the copy could not be made; then what was at
  ///   `target` is as it was.
  public func backUp(
    to target: String, replacing: Bool = false
  ) throws(EventLogError) -> LogBackup {
    let start = ContinuousClock.now
    try requirePlace(target, replacing: replacing)
    let unfinished = LogFiles(target + ".unfinished-\(getpid())")
    unfinished.removeUnfinished()
    defer { unfinished.removeUnfinished() }
    let pages = try copy(to: unfinished.path, named: target)
    // Somebody may have put a file there meanwhile.
    try requirePlace(target, replacing: replacing)
    try unfinished.move(to: target)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return LogBackup(pages: pages, bytes: LogFiles(target).size, seconds: seconds)
  }

  private func requirePlace(_ target: String, replacing: Bool) throws(EventLogError) {
    guard !target.isEmpty else { throw .unnamed }
    // Beside no file, too: SQLite would take them for writes to the new one.
    guard !LogFiles(target).hasUnfinishedWrites else { throw .inUse(path: target) }
    var status = stat()
    guard unsafe stat(target, &status) == 0 else { return }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .folder(path: target) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: target) }
    guard replacing else { throw .exists(path: target) }
    var own = stat()
    guard unsafe stat(path, &own) == 0,
      own.st_dev != status.st_dev || own.st_ino != status.st_ino
    else { throw .refused(path: target, reason: "a log is no backup of itself") }
  }

  /// - Returns: The number of pages.
  private func copy(to unfinished: String, named target: String) throws(EventLogError) -> Int {
    let copy = try Self.translated(path: target) {
      try DatabaseQueue(
        path: Self.file(unfinished), configuration: Self.writing(patience: 0))
    }
    var pages = 0
    do {
      try database.backup(to: copy) { pages = $0.totalPageCount }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
      throw .full(path: target)
    } catch {
      try Self.translated(path: path) { throw error }
    }
    let problem = try Self.translated(path: target) {
      try copy.inDatabase { db in
        // A file alone: without others beside it, and readable where nothing can be written.
        try db.execute(sql: "PRAGMA journal_mode = DELETE")
        return try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
      }
    }
    guard problem == "ok" else { throw .corrupt(path: path, reason: problem) }
    try Self.translated(path: target) { try copy.close() }
    return pages
  }
}
