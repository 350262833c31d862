import EventDetection
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

/// Logs after what cards do to them: pages of rubbish, lost ends, lost heads.
@Suite struct SalvageTests {
  /// The bytes of a closed log with a page of each table at least, and of scores and events many.
  private static let sound = Result { try makeSound() }

  private static func makeSound() throws -> [UInt8] {
    let test = try TestLog()
    for number in 0..<90 {
      let events = (0..<40).map { Sample.event($0 % 3, from: Double($0), to: Double($0) + 1) }
      try test.log.commit(
        test.result(
          number, paths: ["/a/\(number).wav"], events: events,
          candidates: (0..<20).map { Sample.candidate(from: Double($0), to: Double($0) + 2) },
          gaps: [Gap(range: SampleRange(start: 2_800_000, end: 2_880_000), cause: .tail)]))
    }
    for number in 0..<200 {
      try test.log.note(Sample.file("/a/broken\(number).wav"), error: "cut off")
      try test.log.note(Incident(happenedAt: Int64(number), kind: "test", text: "something"))
    }
    try test.sql { db in
      try db.execute(
        sql: """
          INSERT INTO review (event, reviewed_at, reviewer, verdict)
            SELECT id, 5, 'somebody', 'confirmed' FROM event WHERE id % 9 = 0;
          INSERT INTO clip (event, path, bytes, locked)
            SELECT id, '/clips/' || id, 7, 0 FROM event WHERE id % 7 = 0
          """)
    }
    let copy = test.folder.path("copy.sqlite")
    _ = try test.log.backUp(to: copy)
    return [UInt8](try Data(contentsOf: URL(filePath: copy)))
  }

  /// Rows of one table by their keys, as text.
  private typealias Rows = [String: [String: String]]

  private static func rows(_ path: String) throws -> Rows {
    let contents = try LogContents(of: URL(filePath: path)).rows
    return contents.mapValues { rows in
      Dictionary(
        rows.map { row in
          let parts = row.split(separator: " ")
          let isOwned = row.hasPrefix("analysis=") || row.hasPrefix("decision=")
          return (parts.prefix(isOwned ? 3 : 1).joined(separator: " "), row)
        }, uniquingKeysWith: { one, _ in one })
    }
  }

  /// A log of `bytes` in a folder of its own, opened as a station opens it.
  private func salvaged(
    _ bytes: [UInt8], in folder: TemporaryFolder, hint: Comment
  ) throws -> Salvage? {
    let path = folder.path("log.sqlite")
    try Data(bytes).write(to: URL(filePath: path))
    let opened = try EventLog.openForStation(path: path, now: Sample.start, patience: 0)
    let (log, salvage) = (opened.log, opened.salvage)
    #expect(opened.unexamined == [], hint)
    #expect(try EventLog.check(path: path, .thorough).problems == [], hint)
    // It can be written to.
    let (bundle, settings) = try log.registerSamples()
    try log.add(5000, paths: ["/new.wav"], bundle: bundle, settings: settings)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.sorted()
    if let salvage {
      #expect(names == ["log.sqlite", "log.sqlite.corrupt-20240601T040000Z"], hint)
      #expect(salvage.setAside == path + ".corrupt-20240601T040000Z", hint)
      #expect(try Data(contentsOf: URL(filePath: salvage.setAside)) == Data(bytes), hint)
      var incidents: [Incident] = []
      try log.forEachIncident { if $0.kind == "log_salvaged" { incidents.append($0) } }
      #expect(incidents.map(\.text) == [salvage.description], hint)
      #expect(incidents.map(\.happenedAt) == [Sample.start], hint)
    } else {
      #expect(names == ["log.sqlite"], hint)
    }
    return salvage
  }

  @Test func `a sound log is opened as it is, and one that is not there is made`() throws {
    let folder = try TemporaryFolder()
    #expect(try salvaged(Self.sound.get(), in: folder, hint: "sound") == nil)
    #expect(try Self.rows(folder.path("log.sqlite"))["event"]?.count == 90 * 40)
    let path = folder.path("new.sqlite")
    let opened = try EventLog.openForStation(path: path, now: 0)
    #expect(opened.salvage == nil && opened.description == "")
    _ = try opened.log.registerSamples()
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `pages of rubbish take their own rows with them, and no others`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let sound = try Self.sound.get()
    let folder = try TemporaryFolder()
    let whole = folder.path("whole.sqlite")
    try Data(sound).write(to: URL(filePath: whole))
    let before = try Self.rows(whole)
    let leaves = try Leaves(of: whole)
    try FileManager.default.removeItem(atPath: whole)

    // Leaves that hold rows of tables on which no others hang, so that it is known what is lost.
    let candidates = ["event", "review", "clip", "gap", "incident", "file", "anchor"]
    var damaged = sound
    var lost: [String: Set<Int64>] = [:]
    for _ in 0...Int.random(in: 0...4, using: &random) {
      let table = candidates.randomElement(using: &random) ?? "event"
      guard let (page, ids) = leaves.pages(of: table).randomElement(using: &random) else {
        continue
      }
      for index in (page - 1) * 4096..<page * 4096 {
        damaged[index] = UInt8.random(in: 0...255, using: &random)
      }
      lost[table, default: []].formUnion(ids)
    }
    let salvage = try salvaged(damaged, in: folder, hint: "seed \(seed)")
    #expect(salvage != nil, "seed \(seed)")
    let after = try Self.rows(folder.path("log.sqlite"))
    for table in SalvagedTable.all.map(\.name) {
      let expected = (before[table] ?? [:]).filter { key, row in
        let id = Int64(key.dropFirst(3)) ?? -1
        if lost[table]?.contains(id) == true { return false }
        guard table == "review" || table == "clip" else { return true }
        let event = row.split(separator: " ").first { $0.hasPrefix("event=") }
        return lost["event"]?.contains(Int64(event?.dropFirst(6) ?? "") ?? -1) != true
      }
      for (key, row) in expected where after[table]?[key] != row {
        Issue.record("seed \(seed): \(table) lacks \(row)")
      }
      #expect(salvage?.saved(table) == expected.count, "seed \(seed), \(table)")
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `whatever happens to a file, what is salvaged is sound, and the file is kept`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let sound = try Self.sound.get()
    var bytes = sound
    switch seed % 6 {
    case 0: bytes = random.damaged(bytes, splicing: sound)
    case 1: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
    case 2:
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let page = Int.random(in: 0..<bytes.count / 4096, using: &random)
        for index in page * 4096..<(page + 1) * 4096 {
          bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
      }
    case 3:
      // Pages in each other's places.
      for _ in 0..<20 {
        let (one, other) = (
          Int.random(in: 1..<bytes.count / 4096, using: &random) * 4096,
          Int.random(in: 1..<bytes.count / 4096, using: &random) * 4096
        )
        bytes.replaceSubrange(one..<one + 4096, with: sound[other..<other + 4096])
      }
    case 4:
      let start = Int.random(in: 0..<bytes.count, using: &random)
      for index in start..<min(start + 100_000, bytes.count) { bytes[index] = 0 }
    default: bytes = random.damaged(random.damaged(bytes, splicing: []), splicing: sound)
    }
    let folder = try TemporaryFolder()
    do {
      _ = try salvaged(bytes, in: folder, hint: "seed \(seed)")
    } catch EventLogError.newer, EventLogError.notALog {
      // A flipped bit in the version or the mark: refused, and as it was.
      #expect(try Data(contentsOf: URL(filePath: folder.path("log.sqlite"))) == Data(bytes))
    }
  }

  @Test(arguments: [16, 100, 4096])
  func `a log whose head is zeros keeps all its rows`(zeros: Int) throws {
    var bytes = try Self.sound.get()
    bytes.replaceSubrange(0..<zeros, with: repeatElement(0, count: zeros))
    let folder = try TemporaryFolder()
    let salvage = try #require(try salvaged(bytes, in: folder, hint: "\(zeros)"))
    #expect(salvage.saved("event") == 3600 && salvage.saved("score") == 90)
    #expect(salvage.saved("candidate") == 1800 && salvage.tables.allSatisfy { $0.refused == 0 })
  }

  @Test func `tables of which nothing or not all could be read are named`() throws {
    let sound = try Self.sound.get()
    let folder = try TemporaryFolder()
    let path = folder.path("whole.sqlite")
    try Data(sound).write(to: URL(filePath: path))
    let leaves = try Leaves(of: path)
    try FileManager.default.removeItem(atPath: path)
    var bytes = sound
    let lost = leaves.pages(of: "incident").map(\.page) + [leaves.pages(of: "event")[3].page]
    for page in lost {
      bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: repeatElement(7, count: 4096))
    }
    let salvage = try #require(try salvaged(bytes, in: folder, hint: "tables"))
    #expect(
      salvage.description.hasSuffix("; not readable: incident; readable in part: event."),
      "\(salvage)")
    #expect(salvage.tables.count { $0.reading != .whole } == 2)
  }

  @Test func `places that no recording has are left out, and a mark that none has is mended`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path("hostile.sqlite")
    try Data(Self.sound.get()).write(to: URL(filePath: path))
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(
        sql: """
          UPDATE analysis SET done_through_sample = 9223372036854775807 WHERE id = 3;
          UPDATE event SET end_sample = 9223372036854775807 WHERE id = 5
          """)
    }
    try queue.close()
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    bytes.replaceSubrange(0..<16, with: repeatElement(0, count: 16))
    let salvage = try #require(try salvaged(bytes, in: folder, hint: "places"))
    #expect(salvage.saved("score") == 90 && salvage.saved("event") == 3599)
    let done = try DatabaseQueue(path: folder.path("log.sqlite")).read {
      try Row.fetchOne(
        $0,
        sql: """
          SELECT done_through_sample AS mark, (SELECT max(end_sample) FROM score WHERE analysis = 3)
            AS last FROM analysis WHERE id = 3
          """)
    }
    #expect(done?["mark"] == done?["last"] as Int64?)
  }

  @Test func `a log whose tables are described no more keeps all its rows`() throws {
    let sound = try Self.sound.get()
    let folder = try TemporaryFolder()
    let path = folder.path("whole.sqlite")
    try Data(sound).write(to: URL(filePath: path))
    let described = try Leaves(of: path).described
    try FileManager.default.removeItem(atPath: path)
    #expect(described.count > 2)
    for page in described where page != described.last {
      var bytes = sound
      bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: repeatElement(7, count: 4096))
      let folder = try TemporaryFolder()
      let salvage = try #require(try salvaged(bytes, in: folder, hint: "page \(page)"))
      #expect(salvage.saved("event") == 3600, "page \(page)")
    }
  }

  @Test(arguments: ["taxon", "bundle", "class", "settings", "decision"])
  func `the few rows on which all others hang are rebuilt from what indexes know`(
    table: String
  ) throws {
    var bytes = try Self.sound.get()
    let folder = try TemporaryFolder()
    let path = folder.path("whole.sqlite")
    try Data(bytes).write(to: URL(filePath: path))
    for (page, _) in try Leaves(of: path).pages(of: table) {
      bytes.replaceSubrange((page - 1) * 4096..<page * 4096, with: repeatElement(7, count: 4096))
    }
    try FileManager.default.removeItem(atPath: path)
    let salvage = try #require(try salvaged(bytes, in: folder, hint: "\(table)"))
    #expect(salvage.saved("event") == 3600 && salvage.saved(table) == 0)
    #expect(salvage.tables.first { $0.name == table }?.rebuilt ?? 0 > 0)
    let log = try EventLog(path: folder.path("log.sqlite"), access: .reading)
    var events: [LoggedEvent] = []
    try log.forEachEvent { events.append($0) }
    #expect(events.count == 3600, "all are shown")
    #expect(events.contains { $0.taxon.commonName == "Common raven" } == (table != "taxon"))
  }

  @Test(arguments: [0, 1, 100, 511, 5000, 500_000])
  func `where nothing but zeros are left a new log begins`(bytes: Int) throws {
    let folder = try TemporaryFolder()
    let salvage = try salvaged(
      [UInt8](repeating: 0, count: bytes), in: folder, hint: "\(bytes) bytes")
    #expect((salvage == nil) == (bytes == 0), "an empty file is a log that was never made")
    #expect(salvage?.tables.allSatisfy { $0.saved == 0 } ?? true)
  }

  @Test func `writes beside a file that is gone are not lost`() throws {
    let test = try TestLog()
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 2)]))
    let folder = try TemporaryFolder()
    let path = folder.path("log.sqlite")
    try FileManager.default.copyItem(atPath: test.log.path + "-wal", toPath: path + "-wal")
    let writes = try Data(contentsOf: URL(filePath: path + "-wal"))
    let salvage = try EventLog.openForStation(path: path, now: Sample.start, patience: 0).salvage
    #expect(
      try Data(contentsOf: URL(filePath: #require(salvage).setAside + "-wal")) == writes)
    #expect(salvage?.saved("event") == 1)
  }

  @Test func `another program's database and a newer log stay as they are`() throws {
    let folder = try TemporaryFolder()
    let other = folder.path("other.sqlite")
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE event (id INTEGER)") }
    #expect(throws: EventLogError.notALog(path: other)) {
      _ = try EventLog.openForStation(path: other, now: 0)
    }
    let newer = folder.path("newer.sqlite")
    try Data(Self.sound.get()).write(to: URL(filePath: newer))
    try DatabaseQueue(path: newer).write { try $0.execute(sql: "PRAGMA user_version = 9") }
    #expect(throws: EventLogError.newer(path: newer, version: 9, supported: schemaVersion)) {
      _ = try EventLog.openForStation(path: newer, now: 0)
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["newer.sqlite", "other.sqlite"])
  }

  @Test func `a second damage in the same second has a name of its own`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("log.sqlite")
    var asides: [String] = []
    for _ in 0..<3 {
      try Data("SQLite f".utf8).write(to: URL(filePath: path))
      let opened = try EventLog.openForStation(path: path, now: Sample.start, patience: 0)
      asides.append(try #require(opened.salvage).setAside)
    }
    #expect(
      asides == ["", "-2", "-3"].map { path + ".corrupt-20240601T040000Z" + $0 })
  }
}
