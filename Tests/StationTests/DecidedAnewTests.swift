import AudioIO
import EventDetection
import Foundation
import GRDB
import SpeciesClassifier
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture
@testable import EventLog
@testable import Station
@testable import Survey

/// What a station heard, decided anew from its stored windows.
@Suite(.timeLimit(.minutes(2))) struct DecidedAnewTests {
  private let folder: TemporaryFolder
  private let plan: AnalysisPlan
  private let clock = TestClock()

  init() throws {
    folder = try TemporaryFolder()
    plan = try Self.plan(DetectionRule())
  }

  private static func plan(_ rule: DetectionRule) throws -> AnalysisPlan {
    try AnalysisPlan(
      ModelBundle(path: TinyBundle.url.path), step: nil, rule: rule, segmentSeconds: 5)
  }

  private var path: String { folder.path("log.sqlite") }

  private func rows(_ sql: String) throws -> [Row] {
    try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: sql) }
  }

  private func sound(seconds: Double, seed: UInt64) -> [Float] {
    TestScene.busy(seconds: seconds, seed: seed).samples().map { Float($0) / 0x1p15 }
  }

  /// Two streams, with a gap and a clock that is set in the first one.
  private func listen() throws {
    let clock = clock
    // It goes on while the clock is set.
    let long = TestScene(seconds: 20, calls: [.init(.whistle, at: 5, lasting: 10)], seed: 3)
      .samples().map { Float($0) / 0x1p15 }
    let source = ScriptedSource(
      steps: [
        .open, .sound(sound(seconds: 14, seed: 1)), .lose(20_000, .overrun),
        .sound(sound(seconds: 9, seed: 2)), .sound(Array(long.prefix(160_000))),
        .until {
          clock.step(seconds: 64_800)
          return true
        },
        .sound(Array(long.dropFirst(160_000))), .sound(sound(seconds: 11, seed: 3)),
        .end(.failed(.failed(device: "hw:1", reason: "gone"))),
        .open, .sound(sound(seconds: 8, seed: 4)),
      ], clock: clock)
    let station = Station(
      [
        StationInput(
          name: "pond", source: source, isPaced: true, plan: plan, channel: .index(0),
          timeZone: TimeZone(secondsFromGMT: 14_400))
      ], log: SharedLog(try EventLog(path: path, access: .creating)), clock: clock.capture,
      receiver: { _ in })
    station.start()
    try eventually { clock.played.load(ordering: .acquiring) == 1 }
    station.give(.stop)
    try eventually { station.isOver }
    #expect(station.failures.isEmpty)
  }

  /// All that is shown, without the numbers of rows.
  private func shown() throws -> [[Row]] {
    try [
      """
      SELECT class, start_sample, end_sample, started_at, ended_at, utc_offset_minutes, peak, mean,
        windows, event.state
      FROM event JOIN decision ON decision.id = event.decision AND current = 1
      ORDER BY analysis, start_sample, class
      """,
      """
      SELECT class, start_sample, end_sample, peak, mean, windows, cause
      FROM candidate JOIN decision ON decision.id = candidate.decision AND current = 1
      ORDER BY analysis, start_sample, class
      """,
      "SELECT * FROM daily_count ORDER BY day, class",
    ].map(rows)
  }

  private func decide(_ rule: DetectionRule) throws -> [Bool] {
    let log = try EventLog(path: path, access: .writing)
    let plan = try Self.plan(rule)
    let bundle = try #require(try log.bundle(digest: plan.bundle.digest))
    let decisions = try StoredDecisions(
      plan: plan, steps: try log.steps(ofAnalysesWith: bundle), log: log)
    return try log.analyses(bundle: bundle).map { try decisions.decide(log.analysis($0)) }
  }

  @Test func `the settings that a stream was heard with give its events, to the sample`() throws {
    try listen()
    let heard = try shown()
    #expect(heard[0].count > 8 && heard[1].count > 2 && heard[2].count > 1)
    #expect(try rows("SELECT 1 FROM gap WHERE stream IS NOT NULL AND cause = 'overrun'").count == 1)
    #expect(try rows("SELECT 1 FROM anchor").count > 2)
    let set = "(SELECT sample FROM anchor WHERE sample > 0)"
    let across = "SELECT 1 FROM event WHERE start_sample < \(set) AND end_sample > \(set)"
    #expect(try !rows(across).isEmpty, "an event goes on while the clock is set")

    #expect(try decide(DetectionRule()) == [false, false], "they are decided so")
    // Other words for the same: nothing of what was decided before is taken over.
    let same = DetectionRule(general: DetectionRule.Settings(bridgedGap: 0))
    #expect(try decide(same) == [true, true])
    #expect(try rows("SELECT 1 FROM decision WHERE current = 1").count == 2)
    #expect(try rows("SELECT 1 FROM decision").count == 4)
    #expect(try shown() == heard)
  }

  @Test func `other settings give other events and counts, and the first ones come back`() throws {
    try listen()
    let heard = try shown()
    #expect(
      try decide(DetectionRule(general: DetectionRule.Settings(enter: 0.97))) == [true, true])
    let strict = try shown()
    #expect(strict[0] != heard[0])
    // People keep the model's own threshold.
    #expect(strict[0].allSatisfy { ($0["peak"] as Double) >= 0.97 || $0["class"] == 3 })
    let counted = try rows(
      "SELECT sum(events) AS events, max(peak) AS peak FROM daily_count")
    #expect(counted.first?["events"] == strict[0].count)
    #expect(try decide(DetectionRule()) == [true, true])
    #expect(try shown() == heard)
  }

  @Test func `a list by weeks goes by the local day of the stream`() throws {
    try listen()
    func starts() throws -> [Int64] {
      try rows(
        """
        SELECT start_sample + stream * 1000000000 AS start FROM event
          JOIN decision ON decision.id = event.decision AND current = 1
          JOIN analysis ON analysis.id = decision.analysis JOIN class ON class.id = event.class
        WHERE output = 1 ORDER BY 1
        """
      ).map { $0["start"] }
    }
    let all = try starts()
    // The clock of the place is set from the morning of 7 June to the first hours of the 8th, when a week
    // begins; by UTC it is still the 7th.
    _ = try decide(DetectionRule(allowed: try list("Whistle: 21")))
    let before = try starts()
    _ = try decide(DetectionRule(allowed: try list("Whistle: 22")))
    let after = try starts()
    #expect(!before.isEmpty && !after.isEmpty && (before + after).sorted() == all)
    #expect(try #require(before.last) < #require(after.first))
  }

  private func list(_ text: String) throws -> SpeciesList {
    try SpeciesList(name: "weeks", bytes: Data(text.utf8))
  }

  @Test func `what is still being heard is left alone`() throws {
    try listen()
    let running = try #require(try rows("SELECT max(id) AS id FROM analysis").first)["id"] as Int64
    try DatabaseQueue(path: path).write {
      try $0.execute(
        sql: "UPDATE analysis SET state = 'running' WHERE id = ?", arguments: [running])
    }
    let log = try EventLog(path: path, access: .reading)
    let bundle = try #require(try log.bundle(digest: plan.bundle.digest))
    #expect(try log.runningAnalyses(bundle: bundle) == 1)
    #expect(
      try decide(DetectionRule(general: DetectionRule.Settings(bridgedGap: 0))) == [true])
    let of = "SELECT settings FROM decision WHERE analysis = \(running)"
    #expect(try rows(of).count == 1)
  }
}
