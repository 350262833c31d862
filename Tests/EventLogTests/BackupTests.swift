import EventDetection
import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct BackupTests {
  let test: TestLog

  init() throws {
    test = try TestLog()
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 4)]))
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: test.folder.url.path).sorted()
      .filter { !$0.hasPrefix("log.sqlite-") }
  }

  @Test func `a backup has every row, is a sound log in one file, and tells its size`() throws {
    let target = test.folder.path("copy.sqlite")
    let backup = try test.log.backUp(to: target)
    #expect(
      try LogContents(of: URL(filePath: target)) == LogContents(of: URL(filePath: test.log.path)))
    #expect(try EventLog.check(path: target, .thorough).isSound)
    let attributes = try FileManager.default.attributesOfItem(atPath: target)
    #expect(attributes[.size] as? Int64 == backup.bytes)
    #expect(backup.pages * 4096 == Int(backup.bytes) && backup.seconds > 0)
    #expect(try names() == ["copy.sqlite", "log.sqlite"])
  }

  @Test func `a log that is opened for reading is backed up too, and a backup goes on as a log`()
    throws
  {
    let target = test.folder.path("copy.sqlite")
    _ = try EventLog(path: test.log.path, access: .reading).backUp(to: target)
    let copy = try EventLog(path: target, access: .writing)
    let (bundle, settings) = try copy.registerSamples()
    try copy.add(7, paths: ["/7.wav"], bundle: bundle, settings: settings)
    #expect(try LogContents(of: URL(filePath: target)).count("recording") == 2)
  }

  @Test func `a backup in the middle of writing is one state of the log`() async throws {
    let log = test.log
    let (bundle, settings) = try log.registerSamples()
    let writing = Task.detached {
      for number in 1...150 {
        try log.add(
          number, paths: ["/\(number).wav"], bundle: bundle, settings: settings,
          events: [Sample.event(from: 1, to: 2), Sample.event(2, from: 3, to: 4)])
      }
    }
    for number in 0..<6 {
      let target = test.folder.path("\(number).sqlite")
      _ = try log.backUp(to: target)
      #expect(try EventLog.check(path: target, .thorough).problems == [], "backup \(number)")
      let rows = try LogContents(of: URL(filePath: target))
      // The first recording was committed with one event.
      #expect(rows.count("event") == rows.count("recording") * 2 - 1, "backup \(number)")
    }
    try await writing.value
    #expect(try LogContents(of: URL(filePath: log.path)).count("recording") == 151)
  }

  @Test func `a file that is there is replaced only on demand, and a log never by itself`() throws {
    let target = test.folder.path("copy.sqlite")
    try Data("mine".utf8).write(to: URL(filePath: target))
    #expect(throws: EventLogError.exists(path: target)) { _ = try test.log.backUp(to: target) }
    #expect(try Data(contentsOf: URL(filePath: target)) == Data("mine".utf8))
    _ = try test.log.backUp(to: target, replacing: true)
    #expect(try EventLog.check(path: target).isSound)
    #expect(throws: EventLogError.self) {
      _ = try test.log.backUp(to: test.log.path, replacing: true)
    }
    #expect(throws: EventLogError.folder(path: test.folder.url.path)) {
      _ = try test.log.backUp(to: test.folder.url.path, replacing: true)
    }
    #expect(throws: EventLogError.unnamed) { _ = try test.log.backUp(to: "") }
    #expect(try names() == ["copy.sqlite", "log.sqlite"])
  }

  @Test func `a log that somebody has open is not replaced by a backup`() throws {
    let target = test.folder.path("other.sqlite")
    let other = try EventLog(path: target, access: .creating)
    _ = try other.registerSamples()
    #expect(throws: EventLogError.inUse(path: target)) {
      _ = try test.log.backUp(to: target, replacing: true)
    }
    #expect(try other.bundle(digest: Sample.digest) != nil)
  }

  @Test func `a damaged log is not backed up, and the last backup stays`() throws {
    let target = test.folder.path("copy.sqlite")
    _ = try test.log.backUp(to: target)
    let damaged = test.folder.path("damaged.sqlite")
    let before = try Data(contentsOf: URL(filePath: target))
    let page = try #require(
      try DatabaseQueue(path: target).read {
        try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'score'")
      })
    var bytes = before
    bytes.replaceSubrange(
      (page - 1) * 4096..<page * 4096, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: URL(filePath: damaged))
    let log = try EventLog(path: damaged, access: .reading)
    #expect {
      _ = try log.backUp(to: target, replacing: true)
    } throws: { error in
      guard case EventLogError.corrupt(damaged, _) = error else { return false }
      return true
    }
    #expect(try Data(contentsOf: URL(filePath: target)) == before)
    #expect(try !names().contains { $0.contains("unfinished") })
  }
}
