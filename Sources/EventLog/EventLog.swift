import EventDetection
import GRDB

/// The SQLite file of all that was heard: recordings, passes of models over them, their scores, the
/// decisions about those scores, and the events.
///
/// ```swift
/// let log = try EventLog(path: "events.sqlite", access: .creating)
/// let bundle = try log.register(BundleDescription(…))
/// try log.commit(result)
/// try log.forEachEvent { event in print(event.taxon.commonName, event.startLocal ?? "") }
/// ```
///
/// What is written is written whole: a recording with its scores and events is one transaction, and a
/// process killed at any instant leaves either all of it or nothing. The file is in WAL mode with
/// `synchronous = FULL`: a commit has reached the disk when it returns. A recording takes seconds to
/// analyse, so that costs nothing worth having. Other processes may read meanwhile; a second writer
/// waits.
///
/// Values are plain and may be used from any thread. The closure of a `forEach…` method runs while
/// the log is being read, sees one state of it, and must not call the log.
public struct EventLog: Sendable {
  /// What the log is opened for.
  public enum Access: Hashable, Sendable {
    /// Never changes the file.
    case reading
    /// Changes a log that is there.
    case writing
    /// Makes the log if it is not there.
    case creating
  }

  /// As it was given.
  public let path: String
  let database: any DatabaseWriter

  /// Opens the log, after looking whether it is one.
  /// - Parameter patience: Seconds to wait for another process that writes.
  public init(path: String, access: Access, patience: Double = 10) throws(EventLogError) {
    self.path = path
    database = try Self.open(path: path, access: access, patience: patience)
  }

  /// The one place where errors of the database get their meaning.
  static func translated<Value>(
    path: String, _ body: () throws -> Value
  ) throws(EventLogError) -> Value {
    do {
      return try body()
    } catch let error as EventLogError {
      throw error
    } catch let error as DatabaseError {
      throw EventLogError(error, path: path)
    } catch is RowDecodingError {
      throw .senseless(path: path)
    } catch {
      throw .failed(path: path, code: Int(ResultCode.SQLITE_ERROR.rawValue), reason: "\(error)")
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(EventLogError) -> Value {
    try Self.translated(path: path) { try database.read(body) }
  }

  /// One transaction: all of it or nothing.
  func write<Value>(_ body: (Database) throws -> Value) throws(EventLogError) -> Value {
    try Self.translated(path: path) { try database.write(body) }
  }

  /// Reads while `body` lets errors of the caller's own pass through.
  func stream(_ body: (Database) throws -> Void) throws {
    do {
      try database.read(body)
    } catch let error as DatabaseError {
      throw EventLogError(error, path: path)
    } catch is RowDecodingError {
      throw EventLogError.senseless(path: path)
    }
  }
}
