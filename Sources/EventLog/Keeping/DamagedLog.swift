import Foundation
import GRDB

/// A damaged log, brought to a state in which SQLite reads some of it.
///
/// The first page says what kind of file it is and where its tables are; without it nothing is found. But
/// logs begin alike, since the same migrations made them: a new log's first page fits, and so do the
/// other pages on which tables are described, unless the file was packed anew by other hands.
struct DamagedLog: ~Copyable {
  private let path: String
  /// A copy, made only if the file must be changed to be read.
  private let scratch: LogFiles

  init(path: String, scratch: String) {
    self.path = path
    self.scratch = LogFiles(scratch)
  }

  deinit { scratch.removeUnfinished() }

  /// Hands `body` the log in the state in which most tables are found; `nil` if none is.
  ///
  /// The damaged file is not changed, nor any writes beside it.
  func read<Value>(_ body: (Database?) throws -> Value) throws -> Value {
    // SQLite removes the writes beside an empty file.
    var best = LogFiles.size(path) > 0 ? Self.open(path) : nil
    if best?.tables != SalvagedTable.all.count, try makeScratch() {
      // One after the other: each is a change to the same copy.
      for graft in try Self.grafts(scratch.path, hasWAL: scratch.hasUnfinishedWrites) {
        if let tables = best?.tables, tables == SalvagedTable.all.count { break }
        try apply(graft)
        guard let other = Self.open(scratch.path), other.tables > best?.tables ?? 0 else {
          continue
        }
        best = other
      }
    }
    guard let best else { return try body(nil) }
    defer { try? best.queue.close() }
    // Not in a transaction: GRDB would tell at its end the errors that are passed over.
    return try best.queue.unsafeRead(body)
  }

  private static func open(_ path: String) -> (queue: DatabaseQueue, tables: Int)? {
    var configuration = EventLog.reading(patience: 0)
    configuration.prepareDatabase { db in
      // What is wrong with the description of one table is no reason not to read the others.
      try db.execute(sql: "PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON")
    }
    guard
      let queue = try? DatabaseQueue(path: EventLog.file(path), configuration: configuration),
      let tables = try? queue.read({ db in
        SalvagedTable.all.count { (try? db.makeStatement(sql: "SELECT * FROM \($0.name)")) != nil }
      }),
      tables > 0
    else { return nil }
    return (queue, tables)
  }

  /// - Returns: Whether the file could be read at all.
  private func makeScratch() throws -> Bool {
    scratch.removeUnfinished()
    do {
      if LogFiles.size(path) == 0 {
        try Data().write(to: URL(filePath: EventLog.file(scratch.path)))
      }
      for end in ["", "-wal"] where LogFiles.size(path + end) > 0 {
        try FileManager.default.copyItem(atPath: path + end, toPath: scratch.path + end)
      }
      return true
    } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
      throw EventLogError.full(path: path)
    } catch {
      return false
    }
  }

  private static let pageSize = 4096

  /// Pages of a new log, by their place.
  private typealias Graft = [(place: Int, page: Data)]

  /// What to try, the least first.
  private static func grafts(_ path: String, hasWAL: Bool) throws -> [Graft] {
    let logs = try (1...schemaVersion).reversed().map { version in
      try newLog(version: version, beside: path, hasWAL: hasWAL)
    }
    let damaged = try FileHandle(forReadingFrom: URL(filePath: EventLog.file(path)))
    defer { try? damaged.close() }
    return logs.map { [$0[0]] }
      + logs.filter { log in
        // One of the others, if it is whole, tells whether the tables are where they are in a new log.
        log.dropFirst().contains { place, page in
          (try? damaged.seek(toOffset: UInt64(place))) != nil
            && (try? damaged.read(upToCount: pageSize)) == page
        }
      }
  }

  /// The pages of a new log on which tables are described, the first first.
  private static func newLog(version: Int, beside path: String, hasWAL: Bool) throws -> Graft {
    let files = LogFiles(path + "-new")
    files.removeUnfinished()
    defer { files.removeUnfinished() }
    let queue = try DatabaseQueue(path: EventLog.file(files.path))
    let migrations = DatabaseMigrator.eventLog.migrations
    try DatabaseMigrator.eventLog.migrate(queue, upTo: migrations[version - 1])
    let roots = try queue.read { try Int.fetchSet($0, sql: "SELECT rootpage FROM sqlite_master") }
    try queue.close()
    let bytes = try Data(contentsOf: URL(filePath: EventLog.file(files.path)))
    return (0..<bytes.count / pageSize).filter { !roots.contains($0 + 1) }.map { index in
      var page = Data(bytes[index * pageSize..<(index + 1) * pageSize])
      if index == 0 {
        // https://www.sqlite.org/fileformat2.html#the_database_header: WAL or not; no free pages; the
        // number of pages is that of the file, because the counters at 24 and 92 differ.
        page.replaceSubrange(18..<20, with: hasWAL ? [2, 2] : [1, 1])
        page.replaceSubrange(24..<28, with: [0, 0, 0, 1])
        page.replaceSubrange(32..<40, with: repeatElement(0, count: 8))
        page.replaceSubrange(92..<96, with: repeatElement(0, count: 4))
      }
      return (index * pageSize, page)
    }
  }

  private func apply(_ graft: Graft) throws {
    let handle = try FileHandle(forWritingTo: URL(filePath: EventLog.file(scratch.path)))
    defer { try? handle.close() }
    for (place, page) in graft {
      try handle.seek(toOffset: UInt64(place))
      try handle.write(contentsOf: page)
    }
  }
}
