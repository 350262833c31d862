import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

/// What other programs and the rights to files may do to a log in use.
@Suite struct AccessTests {
  let test: TestLog

  init() throws {
    test = try TestLog()
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 4)]))
  }

  @Test func `while another program writes, a commit is refused, reading is not`() throws {
    let writer = try EventLog(path: test.log.path, access: .writing, patience: 0)
    let other = try DatabaseQueue(path: test.log.path)
    try other.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      let before = try test.events()
      #expect(throws: EventLogError.locked(path: test.log.path)) {
        try writer.commit(test.result(1, paths: ["/b.wav"]))
      }
      #expect(try test.events() == before)
      let reader = try EventLog(path: test.log.path, access: .reading, patience: 0)
      var count = 0
      try reader.forEachEvent { _ in count += 1 }
      #expect(count == 1)
      try db.execute(sql: "COMMIT")
    }
    try writer.commit(test.result(1, paths: ["/b.wav"], events: [Sample.event(from: 1, to: 2)]))
    #expect(try test.events().count == 2, "once the other is done, all is as before")
  }

  @Test func `a log that another program keeps for itself cannot be opened, and loses nothing`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("log.sqlite")
    do {
      let log = try EventLog(path: path, access: .creating)
      _ = try log.registerSamples()
    }
    do {
      let other = try DatabaseQueue(path: path)
      try other.inDatabase { db in
        try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        for access in [EventLog.Access.reading, .writing, .creating] {
          #expect(throws: EventLogError.locked(path: path)) {
            _ = try EventLog(path: path, access: access, patience: 0)
          }
        }
        try db.execute(sql: "COMMIT")
      }
    }
    let log = try EventLog(path: path, access: .reading, patience: 0)
    #expect(try log.bundle(digest: Sample.digest) != nil)
  }

  /// A closed log of one event, in a folder whose rights are then changed.
  private func closedLog(
    file: Int, folder rights: Int, _ body: (_ path: String) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("log.sqlite")
    do {
      let log = try EventLog(path: path, access: .creating)
      let (bundle, settings) = try log.registerSamples()
      try log.add(
        paths: ["/a/1.wav"], bundle: bundle, settings: settings,
        events: [Sample.event(from: 1, to: 4)])
    }
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: file], ofItemAtPath: path)
    try files.setAttributes([.posixPermissions: rights], ofItemAtPath: folder.url.path)
    defer { try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.path) }
    let before = try Data(contentsOf: URL(filePath: path))
    try asOrdinaryUser { try body(path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test(arguments: [(0o444, 0o555), (0o644, 0o555), (0o444, 0o777)])
  func `a log that may not be written can be read, and refuses to be written`(
    file: Int, folder: Int
  ) throws {
    try closedLog(file: file, folder: folder) { path in
      for spelling in [path, "/" + path] {
        let log = try EventLog(path: spelling, access: .reading, patience: 0)
        var count = 0
        try log.forEachEvent { _ in count += 1 }
        #expect(count == 1)
      }
      for access in [EventLog.Access.writing, .creating] {
        #expect(throws: EventLogError.readOnly(path: path)) {
          let log = try EventLog(path: path, access: access, patience: 0)
          try log.note(Incident(happenedAt: 1, kind: "test", text: ""))
        }
      }
    }
  }

  @Test func `a log that may not even be read says so`() throws {
    try closedLog(file: 0o000, folder: 0o755) { path in
      for access in [EventLog.Access.reading, .writing, .creating] {
        #expect {
          _ = try EventLog(path: path, access: access, patience: 0)
        } throws: { error in
          guard case EventLogError.cannotOpen(path, _) = error else { return false }
          return true
        }
      }
    }
  }

  @Test func `no log can be made in a folder that may not be written`() throws {
    try closedLog(file: 0o644, folder: 0o555) { path in
      #expect(throws: EventLogError.self) {
        _ = try EventLog(path: path + "2", access: .creating, patience: 0)
      }
      #expect(!FileManager.default.fileExists(atPath: path + "2"))
    }
  }
}
