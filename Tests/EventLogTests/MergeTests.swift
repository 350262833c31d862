import EventDetection
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct MergeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func meaning(_ name: String) throws -> LogMeaning {
    try LogMeaning(of: folder.url.appending(path: name))
  }

  private func open(_ name: String) throws -> EventLog {
    try EventLog(path: folder.path(name), access: .creating)
  }

  private func copy(_ log: EventLog, _ name: String) throws -> EventLog {
    _ = try log.backUp(to: folder.path(name))
    return try open(name)
  }

  /// Two logs that have an ancestor in common, and went on by themselves.
  private func histories(seed: UInt64) throws -> (EventLog, EventLog) {
    var random = SplitMix64(seed: seed)
    var ancestor = try RandomHistory(try open("ancestor.sqlite"))
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      try ancestor.doSomething(using: &random)
    }
    var one = RandomHistory(ancestor, goingOnIn: try copy(ancestor.log, "a.sqlite"), side: 1)
    var other = RandomHistory(ancestor, goingOnIn: try copy(ancestor.log, "b.sqlite"), side: 2)
    if Bool.random(using: &random) { try other.settle() } else { other.leaveStream() }
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      try one.doSomething(using: &random)
      try other.doSomething(using: &random)
    }
    if Bool.random(using: &random) { try one.settle() }
    return (one.log, other.log)
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `one log merged into the other says the same as the other into the one`(seed: UInt64) throws
  {
    let (one, other) = try histories(seed: seed)
    let (before, theirs) = (try meaning("a.sqlite"), try meaning("b.sqlite"))
    let grown = try copy(one, "ab.sqlite")
    let merge = try grown.merge(other.path)
    let reverse = try copy(other, "ba.sqlite")
    _ = try reverse.merge(one.path)
    let (ab, ba) = (try meaning("ab.sqlite"), try meaning("ba.sqlite"))
    #expect(ab == ba, "seed \(seed)\n\(ab.difference(from: ba))")
    for name in ["ab.sqlite", "ba.sqlite"] {
      #expect(
        try EventLog.check(path: folder.path(name), .thorough).problems == [],
        "seed \(seed), \(name)")
    }
    #expect(try meaning("b.sqlite") == theirs, "seed \(seed): the other log is only read")
    // What never changes is there from both.
    for table in ["settings", "score", "candidate", "review", "incident"] {
      let all = Set(before.rows[table] ?? []).union(theirs.rows[table] ?? [])
      #expect(Set(ab.rows[table] ?? []) == all, "seed \(seed), \(table)")
    }
    for table in ["recording", "stream", "event", "decision", "clip"] {
      let rows = ab.rows[table]?.count ?? 0
      #expect(
        rows == (before.rows[table]?.count ?? 0) + merge[table].added, "seed \(seed), \(table)")
      #expect(
        theirs.rows[table]?.count ?? 0
          == merge[table].added + merge[table].updated + merge[table].known + merge[table].refused,
        "seed \(seed), \(table): each row is accounted for")
    }

    let contents = try LogContents(of: URL(filePath: grown.path))
    for source in [other, one, reverse] {
      let again = try grown.merge(source.path)
      #expect(again.isEmpty, "seed \(seed), \(source.path): \(again)")
      #expect(try LogContents(of: URL(filePath: grown.path)) == contents, "seed \(seed)")
    }
    // An older copy says nothing new, and a newer one everything.
    #expect(try grown.merge(folder.path("ancestor.sqlite")).isEmpty, "seed \(seed)")
    let old = try open("ancestor.sqlite")
    _ = try old.merge(grown.path)
    let (new, whole) = (try meaning("ancestor.sqlite"), try meaning("ab.sqlite"))
    #expect(new == whole, "seed \(seed)\n\(new.difference(from: whole))")
  }

  @Test func `logs that have nothing in common are put together in a new one`() throws {
    let (one, other) = (try TestLog(), try TestLog())
    try one.log.commit(one.result(1, events: [Sample.event(from: 1, to: 2)]))
    try other.log.commit(
      other.result(2, paths: ["/b.wav"], events: [Sample.event(from: 1, to: 2, peak: 1)]))
    let log = try open("all.sqlite")
    for source in [one, other] {
      let merge = try log.merge(source.log.path)
      #expect(merge["recording"].added == 1 && merge["event"].added == 1)
    }
    var paths: [String?] = []
    try log.forEachEvent { paths.append($0.path) }
    #expect(paths == ["/a/1.wav", "/b.wav"])
    #expect(try log.speciesCounts().map(\.events) == [2])
    #expect(try log.speciesCounts().map(\.highestPeak) == [1])
  }

  @Test func `a stream that goes on in a newer copy brings what is new, from a backup too`() throws
  {
    let station = try LiveLog()
    try station.commit(
      through: 20, events: [Sample.event(from: 1, to: 4)],
      open: [Sample.event(2, from: 17, to: 20, peak: 0.5)])
    let archive = try copy(station.log, "archive.sqlite")
    try station.commit(
      through: 60, events: [Sample.event(2, from: 17, to: 40, peak: 0.75)],
      candidates: [Sample.candidate(from: 15, to: 18)],
      open: [Sample.event(0, from: 50, to: 60)])
    let merge = try archive.merge(station.log.path)
    #expect(merge["event"].added == 1 && merge["event"].updated == 1 && merge["event"].known == 1)
    #expect(merge["candidate"].added == 1 && merge["analysis"].updated == 1)
    let (here, there) = (
      try meaning("archive.sqlite"), try LogMeaning(of: URL(filePath: station.log.path))
    )
    #expect(here == there, "\(here.difference(from: there))")
    #expect(try archive.merge(station.log.path).isEmpty)
  }

  @Test func `a stream that was decided anew in a copy brings that decision, with its events`()
    throws
  {
    let station = try LiveLog()
    try station.commit(through: 60, events: [Sample.event(from: 1, to: 4)], isLast: true)
    let archive = try copy(station.log, "archive.sqlite")
    func decide(_ log: EventLog) throws {
      let settings = try log.register(
        settings: "{\"other\":1}", digest: String(repeating: "7", count: 64))
      try log.decide(
        DecisionResult(
          settings: settings, detections: Detections([.event(Sample.event(2, from: 9, to: 12))])),
        for: AnalysisID(row: station.live.analysis))
    }
    try decide(station.log)
    let merge = try archive.merge(station.log.path)
    #expect(merge["decision"].added == 1 && merge["event"].added == 1)
    #expect(try archive.merge(station.log.path).isEmpty)
    // What is there is taken for what it would come to.
    try decide(archive)
    var starts: [Int64] = []
    try archive.forEachEvent { starts.append($0.range.start) }
    #expect(starts == [9 * 48_000])
  }

  @Test func `another station's stream that goes on is over here, and no gap of this one's`() throws
  {
    let station = try LiveLog()
    try station.commit(through: 20, open: [Sample.event(from: 17, to: 20)])
    let log = try open("all.sqlite")
    _ = try log.merge(station.log.path)
    #expect(try log.settle(input: "garden", now: .max) == [])
    #expect(try log.inputGaps(from: 0, until: .max) == [])
    try station.commit(through: 60, events: [Sample.event(from: 17, to: 50)])
    let merge = try log.merge(station.log.path)
    #expect(merge["event"].updated == 1 && merge["analysis"].updated == 1)
    var ends: [Int64] = []
    try log.forEachEvent { ends.append($0.range.end) }
    #expect(ends == [50 * 48_000])
  }

  @Test func `clips lie where they lay, and a backup elsewhere knows them as its own`() throws {
    let station = try LiveLog()
    try station.commit(through: 20, events: [Sample.event(from: 1, to: 4)])
    let path = station.test.folder.path("clips/a.flac")
    try station.log.addClip(at: path, bytes: 1, ofClass: 0, start: 48_000, in: station.live)
    let log = try open("all.sqlite")
    #expect(try log.merge(station.log.path)["clip"].added == 1)
    #expect(try log.keptClips().map(\.path) == [path])
    #expect(try log.merge(station.log.path).isEmpty)
    let backup = folder.path("backup.sqlite")
    _ = try station.log.backUp(to: backup)
    #expect(try station.log.merge(backup).isEmpty)
    #expect(try station.log.keptClips().map(\.path) == [path])
  }

  @Test func `a whole recording supersedes the copy of it that the other log has`() throws {
    let (one, other) = (try TestLog(), try TestLog())
    var copy = one.result(1, paths: ["/a.wav"], events: [Sample.event(from: 1, to: 2)])
    copy.recording.frames = 1_000_000
    copy.recording.gaps = [
      Gap(range: SampleRange(start: 1_000_000, end: 2_880_000), cause: .truncated)
    ]
    try one.log.commit(copy)
    var whole = other.result(2, paths: ["/a.wav"], events: [Sample.event(from: 1, to: 2)])
    whole.recording.anchors = copy.recording.anchors
    try other.log.commit(whole)
    _ = try one.log.merge(other.log.path)
    _ = try other.log.merge(one.log.path)
    for log in [one, other] {
      #expect(try log.events().map(\.sha256) == [Sample.sha256(2)])
    }
  }

  @Test func `what cannot be merged is told, and nothing is changed`() throws {
    let test = try TestLog()
    let contents = try LogContents(of: URL(filePath: test.log.path))
    func failure(_ source: String) -> LogMergeError? {
      do throws(LogMergeError) {
        _ = try test.log.merge(source, patience: 0)
        return nil
      } catch { return error }
    }
    let text = folder.path("text")
    try Data("no log".utf8).write(to: URL(filePath: text))
    #expect(failure(text) == .source(.notALog(path: text)))
    #expect(failure(folder.path("none")) == .source(.missing(path: folder.path("none"))))
    #expect(failure(folder.url.path) == .source(.folder(path: folder.url.path)))
    #expect(failure("") == .source(.unnamed))
    #expect(failure(test.log.path) == .source(.sameLog(path: test.log.path)))
    let link = folder.path("link.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: test.log.path)
    #expect(failure(link) == .source(.sameLog(path: link)))
    let newer = folder.path("newer.sqlite")
    _ = try test.log.backUp(to: newer)
    try DatabaseQueue(path: newer).write { try $0.execute(sql: "PRAGMA user_version = 99") }
    #expect(
      failure(newer) == .source(.newer(path: newer, version: 99, supported: schemaVersion)))
    #expect(try LogContents(of: URL(filePath: test.log.path)) == contents)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `a damaged log is an error of that log, and leaves a sound one`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (one, other) = try histories(seed: 100 + seed)
    let path = folder.path("damaged.sqlite")
    _ = try other.backUp(to: path)
    var bytes = try Data(contentsOf: URL(filePath: path))
    for _ in 0..<3 {
      let page = Int.random(in: 1..<bytes.count / 4096, using: &random)
      for place in page * 4096..<(page + 1) * 4096 {
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
    }
    try bytes.write(to: URL(filePath: path))
    do throws(LogMergeError) {
      _ = try one.merge(path, patience: 0)
    } catch {
      guard case .source = error else {
        Issue.record("seed \(seed): \(error)")
        return
      }
    }
    #expect(try EventLog.check(path: one.path, .thorough).problems == [], "seed \(seed)")
    // What could be read is merged again with the rest.
    _ = try one.merge(other.path)
    #expect(try one.merge(other.path).isEmpty, "seed \(seed)")
  }

  @Test(arguments: [
    ("recording", "bytes = -5"), ("event", "peak = 7"), ("event", "class = 99"),
    ("analysis", "state = 'odd'"), ("decision", "settings = NULL"), ("file", "seen_at = 'x'"),
    ("clip", "path = NULL"), ("stream", "input = NULL"), ("gap", "started_at = 'x'"),
    ("analysis", "done_through_sample = -1"),
    ("analysis", "done_through_sample = 9223372036854775807"),
  ])
  func `values that make no sense are an error, never a crash`(table: String, value: String) throws
  {
    let station = try LiveLog()
    try station.log.commit(station.test.result(events: [Sample.event(from: 1, to: 2)]))
    try station.commit(
      through: 20, events: [Sample.event(from: 1, to: 4)],
      gaps: [Gap(range: SampleRange(start: 5, end: 9), cause: .overrun)])
    try station.log.addClip(at: "/a.flac", bytes: 1, ofClass: 0, start: 48_000, in: station.live)
    let path = folder.path("damaged.sqlite")
    _ = try station.log.backUp(to: path)
    try damageLog(URL(filePath: path), table: table, value)
    let log = try open("log.sqlite")
    #expect {
      _ = try log.merge(path)
    } throws: {
      if case LogMergeError.source(.corrupt) = $0 { true } else { false }
    }
    #expect(try EventLog.check(path: log.path, .thorough).problems == [])
  }
}
