import EventDetection
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

/// How a log is looked through when a station starts.
@Suite struct ExaminationTests {
  /// The path of a closed log with some rows.
  private func makeLog() throws -> (TemporaryFolder, String) {
    let test = try TestLog()
    for number in 0..<30 {
      try test.log.commit(
        test.result(
          number, paths: ["/\(number).wav"],
          events: (0..<50).map { Sample.event($0 % 3, from: Double($0), to: Double($0) + 1) }))
    }
    let folder = try TemporaryFolder()
    _ = try test.log.backUp(to: folder.path("log.sqlite"))
    return (folder, folder.path("log.sqlite"))
  }

  @Test func `all tables of a log are looked at, those that grow without end last`() throws {
    let (folder, path) = try makeLog()
    let names = try DatabaseQueue(path: path).read {
      try String.fetchSet(
        $0, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'grdb_%'")
    }
    let opened = try EventLog.openForStation(path: path, now: 0, lookingFor: 0)
    #expect(Set(opened.unexamined) == names)
    #expect(opened.unexamined.suffix(3) == ["score", "candidate", "event"])
    #expect(opened.description.hasSuffix("event. `earshot log check` looks at all of it."))
    #expect(opened.salvage == nil)
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: ["event", "taxon", "gap", "daily_count", "event_by_time"])
  func `damage in any table or index is found, and salvaged`(table: String) throws {
    let (folder, path) = try makeLog()
    let root = try DatabaseQueue(path: path).read {
      try Int.fetchOne(
        $0, sql: "SELECT rootpage FROM sqlite_master WHERE name = ?", arguments: [table])
    }
    let page = try #require(root)
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: Data(repeating: 7, count: 4096))
    try bytes.write(to: URL(filePath: path))
    let opened = try EventLog.openForStation(path: path, now: 0)
    #expect(opened.salvage != nil && opened.unexamined == [])
    #expect(opened.description == opened.salvage?.description)
    #expect(try EventLog.check(path: path).problems == [])
    withExtendedLifetime(folder) {}
  }

  @Test
  func `a sound log is not salvaged, by the command neither, and one that is not there is told`()
    throws
  {
    let (folder, path) = try makeLog()
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(try EventLog.salvage(path: path, now: 0) == nil)
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    let nowhere = folder.path("none.sqlite")
    #expect(throws: EventLogError.missing(path: nowhere)) {
      _ = try EventLog.salvage(path: nowhere, now: 0)
    }
  }
}
