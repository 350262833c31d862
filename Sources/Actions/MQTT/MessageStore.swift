import Foundation
import GRDB

/// A message that waits for a broker.
struct StoredMessage: Hashable, Sendable {
  /// Its place in the order.
  var sequence: Int64
  /// Below the station's topic.
  var subtopic: String
  var payload: Data
}

/// Messages on disk, in their order: a SQLite file, because that survives a `kill -9` and a power cut at
/// any moment.
///
/// A file that is damaged is moved aside, and a new one is begun: messages of the past must not silence
/// the station.
struct MessageStore: Sendable {
  let queue: DatabaseQueue
  /// Where a damaged file was moved to.
  let damaged: String?

  /// - Throws: ``ActionError/store(path:reason:)``, ``ActionError/storeInUse(path:)``.
  init(path: String) throws(ActionError) {
    guard !path.isEmpty, !path.contains("\0") else { throw .path(path) }
    // To SQLite, ":memory:" and "file:x" are no names of files.
    let file = path.hasPrefix("/") ? path : "./" + path
    do {
      queue = try Self.open(file)
      damaged = nil
    } catch {
      guard let error = error as? DatabaseError, Self.isDamage(error) else {
        throw Self.translated(error, path)
      }
      do {
        damaged = try Self.moveAside(file)
        queue = try Self.open(file)
      } catch {
        throw Self.translated(error, path)
      }
    }
  }

  private static func open(_ path: String) throws -> DatabaseQueue {
    var configuration = GRDB.Configuration()
    configuration.busyMode = .timeout(1)
    configuration.prepareDatabase { db in
      // Two stations would send each other's messages. With it, no file of shared memory is needed.
      try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
      try db.execute(sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS message (
            sequence INTEGER PRIMARY KEY,
            subtopic TEXT NOT NULL,
            payload BLOB NOT NULL
          ) STRICT
          """)
      _ = try size(db)
    }
    return queue
  }

  private static func isDamage(_ error: DatabaseError) -> Bool {
    // SQL that makes no sense to it is another program's table of that name.
    [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
  }

  private static func moveAside(_ path: String) throws -> String {
    let place =
      (1...).lazy.map { "\(path).damaged-\($0)" }
      .first { !FileManager.default.fileExists(atPath: $0) } ?? path
    try FileManager.default.moveItem(atPath: path, toPath: place)
    // What belongs to the old one must not be taken for the new one's.
    for end in ["-wal", "-journal"] where FileManager.default.fileExists(atPath: path + end) {
      try FileManager.default.moveItem(atPath: path + end, toPath: place + end)
    }
    return place
  }

  private static func translated(_ error: any Error, _ path: String) -> ActionError {
    guard let error = error as? DatabaseError else {
      return .store(path: path, reason: error.localizedDescription)
    }
    return switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: .storeInUse(path: path)
    case .SQLITE_FULL: .store(path: path, reason: "no space is left")
    default: .store(path: path, reason: error.message ?? "SQLite error \(error.resultCode)")
    }
  }

  struct Size: Equatable {
    var messages: Int
    var bytes: Int
    /// The highest sequence; 0 for an empty store.
    var last: Int64
  }

  func size() throws -> Size { try queue.read(Self.size) }

  private static func size(_ db: Database) throws -> Size {
    let row = try Row.fetchOne(
      db,
      sql: "SELECT count(*), ifnull(sum(length(payload)), 0), ifnull(max(sequence), 0) FROM message"
    )
    return Size(messages: row?[0] ?? 0, bytes: row?[1] ?? 0, last: row?[2] ?? 0)
  }

  /// Adds messages, all or none, and drops the oldest of all if there are too many.
  /// - Returns: The size afterwards.
  func add(_ messages: [StoredMessage], mostMessages: Int, mostBytes: Int) throws -> (
    Size, dropped: Int
  ) {
    try queue.write { db in
      for message in messages {
        try db.execute(
          sql: "INSERT INTO message (sequence, subtopic, payload) VALUES (?, ?, ?)",
          arguments: [message.sequence, message.subtopic, message.payload])
      }
      var size = try Self.size(db)
      var dropped = 0
      while size.messages > mostMessages || (size.bytes > mostBytes && size.messages > 1) {
        try db.execute(
          sql: """
            DELETE FROM message WHERE sequence IN
              (SELECT sequence FROM message ORDER BY sequence LIMIT max(1, ?))
            """, arguments: [size.messages - mostMessages])
        dropped += db.changesCount
        size = try Self.size(db)
      }
      return (size, dropped)
    }
  }

  /// The first messages after one, in their order.
  func messages(after sequence: Int64, limit: Int) throws -> [StoredMessage] {
    try queue.read { db in
      try Row.fetchAll(
        db,
        sql:
          "SELECT sequence, subtopic, payload FROM message WHERE sequence > ? ORDER BY sequence LIMIT ?",
        arguments: [sequence, limit]
      ).map { StoredMessage(sequence: $0[0], subtopic: $0[1], payload: $0[2]) }
    }
  }

  func remove(_ sequences: some Collection<Int64>) throws {
    try queue.write { db in
      for sequence in sequences {
        try db.execute(sql: "DELETE FROM message WHERE sequence = ?", arguments: [sequence])
      }
    }
  }

  func close() throws { try queue.close() }
}
