import EventDetection
import Foundation
import GRDB
import SpeciesClassifier
import Synchronization
import TestSupport
import Testing

@testable import EventLog
@testable import Station
@testable import Survey

/// What waits while the log cannot be written.
@Suite struct JournalTests {
  private let folder: TemporaryFolder
  private let plan: AnalysisPlan

  init() throws {
    folder = try TemporaryFolder()
    plan = try AnalysisPlan(ModelBundle(path: TinyBundle.url.path), rule: DetectionRule())
  }

  private var path: String { folder.path("log.sqlite") }

  private func count(_ sql: String) throws -> Int {
    try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(sql)") }
      ?? 0
  }

  private func description(_ log: EventLog) throws(EventLogError) -> StreamDescription {
    StreamDescription(
      input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
      start: TimeAnchor(
        sample: 0, utcMicroseconds: 0, utcOffsetMinutes: nil, source: .synchronisedClock),
      bundle: try log.register(plan.bundle.logDescription), step: plan.step, scoreFloor: 0.05,
      settings: try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest))
  }

  /// A window and an event for each second.
  private func progress(_ second: Int) -> StreamProgress {
    let start = Int64(second) * 16_000
    var windows = StoredWindows(classCount: 4)
    windows.append(range: SampleRange(start: start, end: start + 16_000), outputs: [1, 2, 3, 4])
    var progress = StreamProgress(windows: windows, doneThrough: start + 16_000)
    progress.findings = [
      .event(
        Event(
          classIndex: second % 4, range: SampleRange(start: start, end: start + 16_000),
          peakScore: 0.9, meanScore: 0.9, windows: 1))
    ]
    return progress
  }

  /// Writes what waits once the log is tried again.
  @discardableResult
  private func writeAll(_ journal: inout Journal, now: Int64) throws -> Incident? {
    var told: Incident?
    try eventually {
      told = try journal.write(now: now)
      return journal.failure == nil
    }
    return told
  }

  @Test func `a log that another program holds loses nothing, and says so afterwards`() throws {
    let log = try EventLog(path: path, access: .creating, patience: 0.01)
    var journal = Journal(SharedLog(log), input: "pond", plan: plan)
    let stream = try description(log)
    let holder = try DatabaseQueue(path: path)
    try holder.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      journal.add(.gapBegan(at: 1, .absent))
      journal.add(.gapEnded(at: 2))
      _ = journal.begin { _, _ in stream }
      for second in 0..<50 {
        journal.add(.progress(progress(second), isLast: second == 49))
        try journal.write(now: 3)
        #expect(journal.failure == .locked(path: path))
      }
      journal.add(.gapBegan(at: 4, .stopped))
      journal.tellFailure()
      try db.execute(sql: "ROLLBACK")
    }
    try writeAll(&journal, now: 5)
    #expect(journal.failure == nil && journal.isEmpty)
    #expect(try count("event") == 50 && count("score") == 50)
    #expect(try count("gap WHERE cause = 'absent' AND ended_at = 2") == 1)
    #expect(try count("gap WHERE cause = 'stopped' AND ended_at IS NULL") == 1)
    #expect(try count("analysis WHERE state = 'done' AND done_through_sample = 800000") == 1)
    #expect(try count("incident WHERE kind = 'log_unavailable'") == 1)
  }

  @Test func `a log that is held for a moment is waited for without a word`() throws {
    let log = try EventLog(path: path, access: .creating, patience: 0.01)
    var journal = Journal(SharedLog(log), input: "pond", plan: plan)
    let holder = try DatabaseQueue(path: path)
    try holder.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      journal.add(.gapBegan(at: 1, .absent))
      #expect(try journal.write(now: 1) == nil && journal.failure != nil)
      try db.execute(sql: "ROLLBACK")
    }
    #expect(try writeAll(&journal, now: 2) == nil)
    #expect(try count("gap") == 1 && count("incident") == 0)
  }

  @Test func `whoever finds the log held does not wait for it again at once`() throws {
    let shared = SharedLog(try EventLog(path: path, access: .creating, patience: 0.01))
    let holder = try DatabaseQueue(path: path)
    try holder.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      var tries = 0
      let began = ContinuousClock.now
      for _ in 0..<10_000 {
        #expect(throws: EventLogError.locked(path: path)) {
          try shared.use { log throws(EventLogError) in
            tries += 1
            try log.note(Incident(happenedAt: 1, kind: "x", text: "x"))
          }
        }
      }
      // The first try, and one after each pause that has passed: 20, 40, 80 ms …
      let seconds = Double((ContinuousClock.now - began).components.seconds)
      #expect(Double(tries) <= 6 + seconds)
      try db.execute(sql: "ROLLBACK")
    }
  }

  @Test func `of a log that comes later all is there from the beginning`() throws {
    let isRoom = Atomic(false)
    let shared = try SharedLog(path: path) { [path] () throws(EventLogError) in
      guard isRoom.load(ordering: .acquiring) else { throw .full(path: path) }
      return try EventLog(path: path, access: .creating, patience: 0.01)
    }
    var journal = Journal(shared, input: "pond", plan: plan)
    journal.add(.settled(at: 1))
    journal.add(.gapBegan(at: 1, .absent))
    #expect(try journal.write(now: 1) == nil && journal.failure == .full(path: path))
    try shared.openIfPossible()
    #expect(!shared.isOpen)
    isRoom.store(true, ordering: .releasing)
    try shared.openIfPossible()
    let stream = try shared.use { log throws(EventLogError) in try description(log) }
    journal.add(.gapEnded(at: 2))
    _ = journal.begin { _, _ in stream }
    journal.add(.progress(progress(0), isLast: true))
    try journal.write(now: 3)
    #expect(journal.isEmpty && journal.failure == nil)
    #expect(try count("gap WHERE started_at = 1 AND ended_at = 2") == 1)
    #expect(try count("event") == 1)
  }

  @Test func `of what waits too long scores go first, the oldest, and are counted; events stay`()
    throws
  {
    let log = try EventLog(path: path, access: .creating, patience: 0.01)
    var journal = Journal(
      SharedLog(log), input: "pond", plan: plan, limits: Journal.Limits(windows: 10))
    let stream = try description(log)
    _ = journal.begin { _, _ in stream }
    try journal.write(now: 1)
    let holder = try DatabaseQueue(path: path)
    try holder.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      for second in 0..<35 {
        journal.add(.progress(progress(second), isLast: false))
        try journal.write(now: 2)
      }
      try db.execute(sql: "ROLLBACK")
    }
    try writeAll(&journal, now: 3)
    #expect(try count("event") == 35)
    let kept = try count("score")
    #expect(kept <= 10)
    let text = try DatabaseQueue(path: path).read {
      try String.fetchOne($0, sql: "SELECT text FROM incident")
    }
    #expect(text?.contains("the scores of \(35 - kept) windows were given up") == true)
  }

  /// Has a log held by another program while entries are added.
  private func journal(
    _ limits: Journal.Limits, whileHeld add: (inout Journal, StreamDescription) throws -> Void
  ) throws -> (journal: Journal, told: Incident?) {
    let log = try EventLog(path: path, access: .creating, patience: 0.01)
    var journal = Journal(SharedLog(log), input: "pond", plan: plan, limits: limits)
    let stream = try description(log)
    journal.add(.gapBegan(at: 1, .absent))
    journal.add(.gapEnded(at: 2))
    _ = journal.begin { _, _ in stream }
    try journal.write(now: 1)
    let holder = try DatabaseQueue(path: path)
    try holder.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      try add(&journal, stream)
      try db.execute(sql: "ROLLBACK")
    }
    let told = try writeAll(&journal, now: 3)
    return (journal, told)
  }

  @Test func `of events more than memory should hold the oldest go, counted, after all candidates`()
    throws
  {
    let (journal, told) = try journal(Journal.Limits(findings: 40)) { journal, _ in
      for second in 0..<100 {
        var progress = progress(second)
        let range = SampleRange(start: Int64(second) * 16_000, end: Int64(second) * 16_000 + 800)
        progress.findings.append(
          .candidate(
            Candidate(
              classIndex: (second + 1) % 4, range: range, peakScore: 0.4, meanScore: 0.4,
              windows: 1, cause: .belowThreshold)))
        journal.add(.progress(progress, isLast: false))
        try journal.write(now: 2)
        #expect(journal.count <= 42)
      }
    }
    let events = try count("event")
    #expect((30...40).contains(events) && journal.isEmpty)
    #expect(try count("event WHERE start_sample >= \((100 - events) * 16_000)") == events)
    #expect(journal.givenUp == 200 - events - (try count("candidate")))
    #expect(told?.text.contains("\(100 - events) events were given up") == true)
    #expect(try count("analysis WHERE done_through_sample = 1600000") == 1)
  }

  @Test func `of a device that comes and goes while the log is away, streams become gaps`() throws {
    let (journal, told) = try journal(Journal.Limits(entries: 30)) { journal, stream in
      journal.add(.progress(progress(0), isLast: true))
      for time in 0..<100 as Range<Int64> {
        journal.add(.gapBegan(at: 100 * time + 100, .lost))
        journal.add(.gapEnded(at: 100 * time + 150))
        _ = journal.begin { _, _ in stream }
        journal.add(.progress(progress(1), isLast: true))
        journal.add(.incident(Incident(happenedAt: time, kind: "device_lost", text: "pond")))
        try journal.write(now: 2)
        #expect(journal.count < 50)
      }
      journal.add(.gapBegan(at: 20_000, .stopped))
    }
    #expect(journal.isEmpty && told?.text.contains("incidents were given up") == true)
    let streams = try count("stream")
    #expect((4...10).contains(streams))
    // The first gap goes on to where the first stream begins that is still known.
    #expect(try count("gap WHERE cause = 'lost'") == streams - 1)
    #expect(try count("gap WHERE started_at = 100 AND ended_at > 8000") == 1)
    #expect(try count("gap WHERE ended_at IS NULL") == 1)
    #expect(try count("analysis WHERE state <> 'done'") == 0)
  }

  @Test func `what time does not heal is an error at once`() throws {
    let log = try EventLog(path: path, access: .creating, patience: 0.01)
    var journal = Journal(SharedLog(log), input: "pond", plan: plan)
    let stream = try description(log)
    _ = journal.begin { _, _ in stream }
    try journal.write(now: 1)
    journal.add(.progress(progress(0), isLast: false))
    try journal.write(now: 1)
    // The same window a second time.
    journal.add(.progress(progress(0), isLast: false))
    #expect(throws: EventLogError.self) { try journal.write(now: 2) }
  }
}
