import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct MigratingCopyTests {
  let folder: TemporaryFolder
  let path: String

  /// A log as the first version left it.
  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.sqlite")
    let pool = try DatabasePool(path: path)
    try DatabaseMigrator.eventLog.migrate(pool, upTo: DatabaseMigrator.eventLog.migrations[0])
    try pool.write { db in
      for number in 0..<50 {
        try db.execute(
          sql: "INSERT INTO incident (happened_at, kind, text) VALUES (?, 'test', 'x')",
          arguments: [number])
        try db.execute(
          sql: """
            INSERT INTO file (path, bytes, modified, seen_at, error, current)
            VALUES (?, 1, 2, 3, 'broken', 0)
            """,
          arguments: ["/\(number).wav"])
      }
    }
    try pool.close()
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
  }

  private func rows(_ name: String) throws -> LogContents {
    try LogContents(of: folder.url.appending(path: name))
  }

  @Test func `an older log is brought up to date on a copy, and the old file is kept`() throws {
    let before = try rows("log.sqlite")
    let log = try EventLog(path: path, access: .writing)
    _ = try log.registerSamples()
    #expect(try names() == ["log.sqlite", "log.v1.sqlite"])
    #expect(try rows("log.v1.sqlite") == before)
    #expect(try EventLog.check(path: folder.path("log.v1.sqlite")).version == 1)
    let check = try EventLog.check(path: path, .thorough)
    #expect(check.problems == [] && check.version == schemaVersion)
    #expect(try rows("log.sqlite").count("incident") == 50)
  }

  @Test func `reading an older log changes nothing`() throws {
    let log = try EventLog(path: path, access: .reading)
    try log.forEachFailedFile { _ in }
    #expect(try names() == ["log.sqlite"])
  }

  @Test func `a migration that loses rows or fails leaves the log as it was, and says so`() throws {
    let before = try Data(contentsOf: URL(filePath: path))
    var losing = DatabaseMigrator()
    losing.registerMigration(DatabaseMigrator.eventLog.migrations[0]) { _ in }
    losing.registerMigration("2") { try $0.execute(sql: "DELETE FROM incident WHERE id = 7") }
    var failing = DatabaseMigrator()
    failing.registerMigration(DatabaseMigrator.eventLog.migrations[0]) { _ in }
    failing.registerMigration("2") { try $0.execute(sql: "SELECT nonsense") }
    for (migrator, reason) in [
      (losing, "incident had 50 rows before and 49 after"), (failing, "no such column: nonsense"),
    ] {
      #expect(throws: EventLogError.notMigrated(path: path, version: 1, reason: reason)) {
        try EventLog.migrateOnCopy(path: path, patience: 0, migrator: migrator)
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      #expect(try names() == ["log.sqlite"])
    }
  }

  @Test func `a log that another process has open is not migrated behind its back`() throws {
    let other = try DatabasePool(path: path)
    try other.write { try $0.execute(sql: "DELETE FROM incident WHERE id = 1") }
    #expect(throws: EventLogError.locked(path: path)) {
      _ = try EventLog(path: path, access: .writing, patience: 0)
    }
    try other.close()
    _ = try EventLog(path: path, access: .writing, patience: 0)
    #expect(try rows("log.sqlite").count("incident") == 49)
  }

  @Test func `nobody opens a log while another file is put in its place`() throws {
    do {
      let lock = try FolderLock(forLog: path, .exclusive, patience: 0)
      defer { _ = lock }
      for access in [EventLog.Access.reading, .writing] {
        #expect(throws: EventLogError.locked(path: path)) {
          _ = try EventLog(path: path, access: access, patience: 0)
        }
      }
      #expect(throws: EventLogError.locked(path: path)) {
        _ = try EventLog.check(path: path, patience: 0)
      }
    }
    _ = try EventLog(path: path, access: .reading, patience: 0)
    _ = try EventLog(path: path, access: .writing, patience: 0)
  }

  @Test func `of several that open an older log at once all write to the new one`() async throws {
    let older = try Data(contentsOf: URL(filePath: path))
    for round in 0..<10 {
      let folder = try TemporaryFolder()
      let path = folder.path("log.sqlite")
      try older.write(to: URL(filePath: path))
      let errors = await withTaskGroup(of: String?.self) { group in
        for number in 0..<4 {
          group.addTask {
            do {
              try EventLog(path: path, access: .writing)
                .note(Incident(happenedAt: Int64(number), kind: "at once", text: ""))
              return nil
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: [String]()) { if let error = $1 { $0.append(error) } }
      }
      #expect(errors == [], "round \(round)")
      let log = try LogContents(of: folder.url.appending(path: "log.sqlite"))
      #expect(log.count("incident") == 54, "round \(round)")
      #expect(LogFiles.exists(folder.path("log.v1.sqlite")))
      #expect(!LogFiles.exists(folder.path("log.v1-2.sqlite")))
    }
  }
}
