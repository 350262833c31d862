import EventLog
import Foundation
import GRDB
import TestSupport
import Testing

@Suite struct CheckTests {
  let test: TestLog
  /// A log of one file.
  let path: String

  init() throws {
    test = try TestLog()
    for number in 0..<3 {
      try test.log.commit(
        test.result(
          number, paths: ["/\(number).wav"],
          events: (0..<40).map { Sample.event($0 % 3, from: Double($0), to: Double($0) + 1) },
          candidates: [Sample.candidate(from: 41, to: 42)]))
    }
    path = test.folder.path("copy.sqlite")
    _ = try test.log.backUp(to: path)
  }

  private func problems(_ thoroughness: LogCheck.Thoroughness = .quick) throws -> [LogProblem] {
    try EventLog.check(path: path, thoroughness, patience: 0).problems
  }

  private func sql(_ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    try DatabaseQueue(path: path, configuration: configuration).inDatabase {
      try $0.execute(sql: sql)
    }
  }

  @Test func `a sound log is sound, also while it is open`() throws {
    for path in [path, test.log.path] {
      for thoroughness in [LogCheck.Thoroughness.quick, .thorough] {
        let check = try EventLog.check(path: path, thoroughness)
        #expect(check.problems == [] && check.isSound && check.version == 3 && check.bytes > 4096)
      }
    }
  }

  @Test func `rows that refer to nothing are told with their number`() throws {
    try sql("DELETE FROM taxon WHERE common_name = 'Wind'; DELETE FROM recording WHERE id = 2")
    let problems = try problems()
    #expect(problems.contains(.orphans(table: "class", parent: "taxon", rows: 1)))
    #expect(problems.contains(.orphans(table: "analysis", parent: "recording", rows: 1)))
  }

  @Test(arguments: [
    ("UPDATE daily_count SET events = events + 1 WHERE class = 2", "2024-06-01"),
    ("DELETE FROM daily_count WHERE class = 2", "2024-06-01"),
    ("UPDATE daily_count SET peak = peak / 2 WHERE class = 2", "2024-06-01"),
    ("INSERT INTO daily_count VALUES ('2024-05-01', 2, 3, 0.5)", "2024-05-01"),
  ])
  func `daily counts that are not those of the events are told`(
    change: String, day: String
  ) throws {
    try sql(change)
    #expect(try problems() == [.dailyCounts(wrong: 1, day: day)])
  }

  @Test(arguments: [
    ("analysis", "done_through_sample", 3), ("recording", "frames", 3), ("anchor", "sample", 3),
    ("candidate", "end_sample", 3), ("event", "end_sample", 120),
  ])
  func `places that no recording has are told`(table: String, column: String, rows: Int) throws {
    try sql("UPDATE \(table) SET \(column) = 9223372036854775807")
    #expect(try problems() == [.senseless(table: table, column: column, rows: rows)])
  }

  @Test func `a table, an index or a trigger that is not there is told`() throws {
    try sql("DROP INDEX gap_by_time; DROP TRIGGER event_is_added; DROP VIEW daily")
    #expect(
      try problems() == [
        .missing(kind: "index", name: "gap_by_time"),
        .missing(kind: "trigger", name: "event_is_added"), .missing(kind: "view", name: "daily"),
      ])
  }

  @Test func `a lost mark and a lost version are told, another program's file is refused`() throws {
    try sql("PRAGMA application_id = 7; PRAGMA user_version = 0")
    #expect(try problems() == [.mark(7), .version(0)])
    let other = test.folder.path("other.sqlite")
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE event (id INTEGER)") }
    #expect(throws: EventLogError.notALog(path: other)) { _ = try EventLog.check(path: other) }
  }

  @Test func `a value that breaks a table's rules is told`() throws {
    try damageLog(URL(filePath: path), table: "recording", "frames = NULL WHERE id = 2")
    // With the rules back in their place.
    try sql(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_master SET sql = replace(sql, 'frames INTEGER', 'frames INTEGER NOT NULL')
        WHERE name = 'recording';
      PRAGMA writable_schema = RESET
      """)
    #expect(try problems() == [.damaged("NULL value in recording.frames")])
  }

  @Test func `an index without an entry is found by looking thoroughly`() throws {
    try sql("INSERT INTO incident (happened_at, kind, text) VALUES (1, 'a', 'b')")
    let root = try DatabaseQueue(path: path).read {
      try Int.fetchOne(
        $0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'incident_by_time'")
    }
    let page = try #require(root)
    var bytes = try Data(contentsOf: URL(filePath: path))
    // An index leaf without entries: type 10, no free block, no cells, content from the page's end.
    bytes.replaceSubrange(
      (page - 1) * 4096..<(page - 1) * 4096 + 8, with: [10, 0, 0, 0, 0, 0x10, 0, 0])
    try bytes.write(to: URL(filePath: path))
    #expect(try problems() == [])
    #expect(try !problems(.thorough).isEmpty)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 6, 7] as [UInt64])
  func `pages of rubbish, a lost head and a lost end are told`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    switch seed % 4 {
    case 0: bytes.replaceSubrange(0..<100, with: repeatElement(0, count: 100))
    case 1: bytes.removeLast(bytes.count / 3)
    case 2: bytes = bytes.map { _ in UInt8.random(in: 0...255, using: &random) }
    default:
      let page = Int.random(in: 1..<bytes.count / 4096, using: &random)
      for index in page * 4096..<(page + 1) * 4096 {
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
    }
    try Data(bytes).write(to: URL(filePath: path))
    #expect(try !problems(.thorough).isEmpty, "seed \(seed)")
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(bytes), "seed \(seed)")
  }

  @Test func `where no log is, that is an error and no problem of a log`() throws {
    let nowhere = test.folder.path("none.sqlite")
    #expect(throws: EventLogError.missing(path: nowhere)) { _ = try EventLog.check(path: nowhere) }
    #expect(throws: EventLogError.folder(path: test.folder.url.path)) {
      _ = try EventLog.check(path: test.folder.url.path)
    }
    try Data().write(to: URL(filePath: nowhere))
    #expect(throws: EventLogError.notALog(path: nowhere)) { _ = try EventLog.check(path: nowhere) }
  }
}
