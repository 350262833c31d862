import Foundation
import GRDB

extension EventLog {
  static func open(
    path: String, access: Access, patience: Double
  ) throws(EventLogError) -> any DatabaseWriter {
    guard !path.isEmpty else { throw .unnamed }
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      throw status.st_mode & S_IFMT == S_IFDIR ? .folder(path: path) : .notAFile(path: path)
    }
    guard exists || access == .creating else { throw .missing(path: path) }
    if access == .reading {
      return try openForReading(path: path, patience: patience)
    }
    if exists {
      let state = try inspectBeforeWriting(path: path, patience: patience)
      try check(state, path: path, mayBeEmpty: access == .creating)
      if (1..<schemaVersion).contains(state.version) {
        try migrateOnCopy(path: path, patience: patience)
      }
    }
    // SQLite does not wait while two processes turn a new log into a WAL one: it tells one to go.
    let deadline = ContinuousClock.now + .seconds(patience)
    while true {
      do throws(EventLogError) {
        let lock = try FolderLock(forLog: path, .shared, patience: patience)
        defer { _ = lock }
        return try openForWriting(path: path, patience: patience)
      } catch {
        guard case .locked = error, ContinuousClock.now < deadline else { throw error }
        Thread.sleep(forTimeInterval: 0.02)
      }
    }
  }

  /// Looks at a log without a right to write: opening another program's file must not change it.
  private static func inspectBeforeWriting(
    path: String, patience: Double
  ) throws(EventLogError) -> State {
    let lock = try FolderLock(forLog: path, .shared, patience: patience)
    defer { _ = lock }
    rollBackInterruptedWrite(path: path, patience: patience)
    return try translated(path: path) {
      try inspect(DatabaseQueue(path: file(path), configuration: reading(patience: patience)))
    }
  }

  /// Opens a SQLite file for reading, whosever it is, after what a killed process left half written.
  static func openInPlace(
    path: String, patience: Double
  ) throws(EventLogError) -> DatabaseQueue {
    let lock = try FolderLock(forLog: path, .shared, patience: patience)
    defer { _ = lock }
    rollBackInterruptedWrite(path: path, patience: patience)
    return try openUnjudged(path: path, patience: patience)
  }

  private static func openForWriting(
    path: String, patience: Double
  ) throws(EventLogError) -> any DatabaseWriter {
    try translated(path: path) {
      let pool = try DatabasePool(path: file(path), configuration: writing(patience: patience))
      // GRDB lowers it when it turns WAL on; a commit must have reached the disk.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      try migrate(pool)
      return pool
    }
  }

  private static func openForReading(
    path: String, patience: Double
  ) throws(EventLogError) -> any DatabaseWriter {
    let queue = try openInPlace(path: path, patience: patience)
    try check(try translated(path: path) { try inspect(queue) }, path: path, mayBeEmpty: false)
    return queue
  }

  /// Opens a SQLite file for reading, whosever it is, and changes nothing; the caller holds the folder's lock.
  static func openUnjudged(
    path: String, patience: Double
  ) throws(EventLogError) -> DatabaseQueue {
    let configuration = reading(patience: patience)
    do throws(EventLogError) {
      return try translated(path: path) {
        let queue = try DatabaseQueue(path: file(path), configuration: configuration)
        _ = try inspect(queue)
        return queue
      }
    } catch {
      // SQLite reads a WAL file only with a shared-memory file beside it, which a read-only medium
      // does not let it make. Without unfinished writes beside it the file is all there is.
      guard error.isForWantOfWriting(path), !hasUnfinishedWrites(path) else { throw error }
      return try translated(path: path) {
        try DatabaseQueue(path: immutableURI(path), configuration: configuration)
      }
    }
  }

  /// A process that was killed while it made the log, before WAL mode, leaves a rollback journal.
  /// SQLite undoes what it describes for the next connection that may write, and until then refuses
  /// the ones that only read. Where that is not possible, opening the log says why.
  static func rollBackInterruptedWrite(path: String, patience: Double) {
    guard isThere(path + "-journal") else { return }
    _ = try? DatabaseQueue(path: file(path), configuration: writing(patience: patience))
      .read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") }
  }

  static func hasUnfinishedWrites(_ path: String) -> Bool {
    isThere(path + "-wal") || isThere(path + "-journal")
  }

  /// Whether a file exists and is not empty.
  static func isThere(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes.map { $0[.size] as? Int != 0 } ?? false
  }

  /// To SQLite, ":memory:" and "file:x" are no names of files; to a `URL`, "~x" is somebody's folder.
  static func file(_ path: String) -> String { path.hasPrefix("/") ? path : "./" + path }

  private static func immutableURI(_ path: String) -> String {
    // Only "?", "#" and "%" mean something in the path of a SQLite URI.
    let allowed = CharacterSet(charactersIn: "?#%").inverted
    let path = file(path)
    let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    // Two slashes at the start of a path would name a host.
    return "file:" + (path.hasPrefix("/") ? "//" : "") + "\(escaped)?immutable=1"
  }

  static func reading(patience: Double) -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patience)
    return configuration
  }

  static func writing(patience: Double) -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { db in
      // SQLite's own default may have been changed when it was compiled.
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    return configuration
  }

  /// What a file says of itself.
  struct State {
    var application: Int32
    var version: Int
    var hasTables: Bool
    /// Whether the tables of a log are there, whatever its mark.
    var hasLogTables: Bool
  }

  static func inspect(_ database: DatabaseQueue) throws -> State {
    try database.read { db in
      State(
        application: try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        version: try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
        // GRDB makes its table of migrations before the first migration, in a transaction of its own.
        hasTables: try Bool.fetchOne(
          db,
          sql: "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE tbl_name <> 'grdb_migrations')")
          ?? false,
        hasLogTables: try Int.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM sqlite_master
            WHERE type = 'table' AND name IN ('analysis', 'decision', 'event', 'daily_count')
            """) == 4)
    }
  }

  static func check(
    _ state: State, path: String, mayBeEmpty: Bool
  ) throws(EventLogError) {
    // An empty file: a log whose making was interrupted, or one that `touch` made.
    let isEmpty = state.application == 0 && state.version == 0 && !state.hasTables
    if isEmpty && mayBeEmpty { return }
    guard state.application == applicationID else { throw .notALog(path: path) }
    guard state.version <= schemaVersion else {
      throw .newer(path: path, version: state.version, supported: schemaVersion)
    }
  }

  private static func migrate(_ pool: DatabasePool) throws {
    func version() throws -> Int? {
      try pool.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") }
    }
    var known = try version()
    while known != schemaVersion {
      do {
        return try DatabaseMigrator.eventLog.migrate(pool)
      } catch {
        // Another process may have made the same log meanwhile, or a part of it.
        let now = try version()
        guard now != known else { throw error }
        known = now
      }
    }
  }
}

extension EventLogError {
  fileprivate func isForWantOfWriting(_ path: String) -> Bool {
    switch self {
    case .cannotOpen, .readOnly: FileManager.default.isReadableFile(atPath: path)
    default: false
    }
  }
}
