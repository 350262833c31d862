import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct OpeningTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.sqlite")
  }

  /// Makes a log with one event, closed again.
  private func makeLog() throws {
    let log = try EventLog(path: path, access: .creating)
    let (bundle, settings) = try log.registerSamples()
    try log.add(
      paths: ["/a/1.wav"], bundle: bundle, settings: settings,
      events: [Sample.event(from: 1, to: 4)])
  }

  private func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

  private func eventCount() throws -> Int {
    var count = 0
    try EventLog(path: path, access: .reading).forEachEvent { _ in count += 1 }
    return count
  }

  /// The error with which the log is refused for reading, writing and creating, if all are the same.
  private func refusal() throws -> EventLogError? {
    var refusals: Set<String> = []
    var last: EventLogError?
    for access in [EventLog.Access.reading, .writing, .creating] {
      do throws(EventLogError) {
        _ = try EventLog(path: path, access: access, patience: 0)
        refusals.insert("none")
      } catch {
        refusals.insert("\(error)")
        last = error
      }
    }
    return refusals.count == 1 ? last : nil
  }

  @Test func `only creating makes a log, and reading or writing says that there is none`() throws {
    for access in [EventLog.Access.reading, .writing] {
      #expect(throws: EventLogError.missing(path: path)) {
        _ = try EventLog(path: path, access: access)
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    try makeLog()
    #expect(try eventCount() == 1)
    _ = try EventLog(path: path, access: .creating)
    #expect(try eventCount() == 1, "a log that is there is kept")
  }

  @Test func `a log is told by its first bytes, and is made to last`() throws {
    try makeLog()
    #expect(try bytes().prefix(15) == Data("SQLite format 3".utf8))
    #expect(try bytes()[68..<72] == Data("EARS".utf8))
    let log = try EventLog(path: path, access: .writing)
    let modes = try DatabaseQueue(path: log.path).read {
      try String.fetchOne($0, sql: "PRAGMA journal_mode")
    }
    #expect(modes == "wal")
  }

  @Test func `a folder that is not there is named`() throws {
    let lost = folder.path("none/log.sqlite")
    #expect {
      _ = try EventLog(path: lost, access: .creating)
    } throws: { error in
      guard case EventLogError.cannotOpen(let path, _) = error else { return false }
      return path == lost
    }
  }

  @Test(arguments: ["?mode=memory", "#1", "100%", "a b", "file:x", ":memory:", "ü"])
  func `a log may have any name, and is in the file of that name`(name: String) throws {
    let odd = folder.path(name)
    let log = try EventLog(path: odd, access: .creating)
    _ = try log.registerSamples()
    #expect(FileManager.default.fileExists(atPath: odd))
    let reader = try EventLog(path: odd, access: .reading)
    #expect(try reader.bundle(digest: Sample.digest) != nil)
  }

  @Test func `a log of the first version is read as it is, and brought up to date when written`()
    throws
  {
    let first = try DatabaseQueue(path: path)
    try DatabaseMigrator.eventLog.migrate(first, upTo: DatabaseMigrator.eventLog.migrations[0])
    try first.write { db in
      try db.execute(
        sql: """
          INSERT INTO recording (id, sha256, bytes, sample_rate, channels, frames)
            VALUES (1, ?, 1000, 48000, 1, 2880000);
          INSERT INTO file (path, bytes, modified, seen_at, recording, current)
            VALUES ('/a/1.wav', 1000, 5, 1, 1, 1)
          """,
        arguments: [Sample.sha256(0)])
    }
    try first.close()
    let old = try #require(
      try EventLog(path: path, access: .reading).file(at: "/a/1.wav"))
    #expect(old.file.edges == nil && old.content == .recording(sha256: Sample.sha256(0)))
    let log = try EventLog(path: path, access: .writing)
    let seen = SeenFile(path: "/a/1.wav", bytes: 1, modified: 2, seenAt: 3, edges: "abc")
    #expect(try log.note(seen, sha256: Sample.sha256(0)))
    #expect(try log.file(at: "/a/1.wav")?.file == seen)
  }

  @Test func `whoever makes a log while others do, all of them can write to it`() async throws {
    for round in 0..<20 {
      let path = folder.path("\(round).sqlite")
      let errors = await withTaskGroup(of: String?.self) { group in
        for _ in 0..<4 {
          group.addTask {
            do {
              _ = try EventLog(path: path, access: .creating).registerSamples()
              return nil
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: [String]()) { if let error = $1 { $0.append(error) } }
      }
      #expect(errors == [], "round \(round)")
    }
  }

  @Test(arguments: ["no log at all", "SQLite format 2\0 was long ago", "RIFF____WAVEfmt "])
  func `a file that is no database is refused and stays as it is`(text: String) throws {
    try Data(String(repeating: text, count: 300).utf8).write(to: URL(filePath: path))
    let before = try bytes()
    #expect(try refusal() == .notALog(path: path))
    #expect(try bytes() == before)
  }

  @Test func `a folder or a pipe in the log's place is refused, and so is an empty path`() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    #expect(try refusal() == .folder(path: path))
    try FileManager.default.removeItem(atPath: path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(try refusal() == .notAFile(path: path))
    for access in [EventLog.Access.reading, .writing, .creating] {
      #expect(throws: EventLogError.unnamed) { _ = try EventLog(path: "", access: access) }
    }
  }

  @Test func `another program's database is refused and stays as it is`() throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE event (id INTEGER)") }
    let before = try bytes()
    #expect(try refusal() == .notALog(path: path))
    #expect(try bytes() == before)
  }

  @Test func `an empty file becomes a log when one is to be made, and only then`() throws {
    try Data().write(to: URL(filePath: path))
    for access in [EventLog.Access.reading, .writing] {
      #expect(throws: EventLogError.notALog(path: path)) {
        _ = try EventLog(path: path, access: access)
      }
    }
    #expect(try bytes().isEmpty)
    try makeLog()
    #expect(try eventCount() == 1)
  }

  @Test func `a newer earshot's log is refused and stays as it is`() throws {
    try makeLog()
    try DatabaseQueue(path: path).write { try $0.execute(sql: "PRAGMA user_version = 4") }
    let before = try bytes()
    #expect(try refusal() == .newer(path: path, version: 4, supported: 3))
    #expect(try bytes() == before)
  }

  @Test func `a log opened for reading refuses to be written`() throws {
    try makeLog()
    let reader = try EventLog(path: path, access: .reading)
    #expect(throws: EventLogError.readOnly(path: path)) {
      try reader.note(Incident(happenedAt: 1, kind: "test", text: ""))
    }
    #expect(try eventCount() == 1)
  }
}
