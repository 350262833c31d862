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

/// Whole stations, their microphones played by scripts: what must never be lost without a word.
@Suite(.timeLimit(.minutes(2))) struct StationTests {
  private let folder: TemporaryFolder
  private let plan: AnalysisPlan
  private let clock = TestClock()
  private let received = Received()

  init() throws {
    folder = try TemporaryFolder()
    plan = try AnalysisPlan(
      ModelBundle(path: TinyBundle.url.path), step: nil, rule: DetectionRule(), segmentSeconds: 5)
  }

  private var path: String { folder.path("log.sqlite") }

  private func rows(_ sql: String) throws -> [Row] {
    try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: sql) }
  }

  private func sound(seconds: Double, seed: UInt64) -> [Float] {
    TestScene.busy(seconds: seconds, seed: seed).samples().map { Float($0) / 0x1p15 }
  }

  private func zeros(seconds: Double) -> [Float] {
    [Float](repeating: 0, count: Int(seconds * 16_000))
  }

  private func input(
    name: String = "pond", isPaced: Bool = true, silence: Double = 60,
    isScheduled: @escaping @Sendable (Int64) -> Bool = { _ in true },
    _ steps: ScriptedSource.Step...
  ) -> StationInput {
    StationInput(
      name: name, source: ScriptedSource(steps: steps, clock: clock), isPaced: isPaced, plan: plan,
      channel: .index(0), silencePatience: silence, isScheduled: isScheduled)
  }

  private func station(_ inputs: [StationInput]) throws -> Station {
    Station(
      inputs, log: SharedLog(try EventLog(path: path, access: .creating, patience: 0.1)),
      clock: clock.capture, receiver: received.take)
  }

  /// Runs inputs until all scripts are played, and stops them.
  @discardableResult
  private func run(_ inputs: [StationInput]) throws -> Station {
    let station = try station(inputs)
    station.start()
    try eventually { clock.played.load(ordering: .acquiring) == inputs.count }
    station.give(.stop)
    try eventually { station.isOver }
    #expect(station.failures.isEmpty)
    return station
  }

  private func isTold(_ isIt: @escaping @Sendable (StationNews) -> Bool) -> @Sendable () -> Bool {
    { [received] in received.news.contains(where: isIt) }
  }

  /// Causes of gaps with their seconds, in the order of their beginnings; none overlaps another.
  private func gaps() throws -> [String] {
    var end = Int64.min
    return try rows("SELECT cause, started_at, ended_at FROM gap ORDER BY started_at, id").map {
      let (start, ended): (Int64, Int64?) = ($0["started_at"], $0["ended_at"])
      #expect(start >= end, "gaps do not overlap")
      end = ended ?? .max
      let seconds = ended.map { String(format: "%.1f", Double($0 - start) / 1e6) } ?? "open"
      return "\($0["cause"] as String) \(seconds)"
    }
  }

  /// Seconds that lie between the beginning and now, and those that are analysed or in a gap.
  private func expectSumCloses() throws {
    var spans = try rows("SELECT started_at, ended_at FROM gap").map {
      ($0["started_at"] as Int64, $0["ended_at"] as Int64? ?? clock.now.utc / 1000)
    }
    // What was done of streams, less what of them is in gaps.
    for row in try rows("SELECT id, stream, done_through_sample AS done FROM analysis") {
      let gaps = try rows(
        """
        SELECT start_sample, end_sample FROM gap WHERE stream = \(row["stream"] as Int64)
          AND start_sample IS NOT NULL ORDER BY start_sample
        """)
      let stream: Int64 = row["stream"]
      let timeline = try #require(
        try DatabaseQueue(path: path).read { try EventLog.timeline(ofStream: stream, in: $0) })
      var position: Int64 = 0
      for gap in gaps {
        let (start, end): (Int64, Int64) = (gap["start_sample"], gap["end_sample"])
        #expect(start >= position)
        spans.append((timeline.utcMicroseconds(at: position), timeline.utcMicroseconds(at: start)))
        position = end
      }
      spans.append(
        (timeline.utcMicroseconds(at: position), timeline.utcMicroseconds(at: row["done"])))
    }
    spans.sort { $0 < $1 }
    var end = TestClock.beginning / 1000
    for span in spans where span.1 > span.0 {
      #expect(abs(span.0 - end) <= 2, "\(span.0 - end) µs lie between two spans")
      end = span.1
    }
    #expect(abs(end - clock.now.utc / 1000) <= 2)
  }

  @Test func `a microphone that falls silent is a gap while it is, and opened again and again`()
    throws
  {
    let station = try run([
      input(
        silence: 20, .open, .sound(sound(seconds: 10, seed: 1)), .sound(zeros(seconds: 25)),
        // Opened again, it is as silent as before; then it speaks.
        .pause(seconds: 0.5), .open, .sound(zeros(seconds: 25)), .pause(seconds: 1), .open,
        .sound(zeros(seconds: 3)), .sound(sound(seconds: 10, seed: 2)))
    ])
    let gaps = try gaps()
    #expect(gaps.first == "absent 0.0" && gaps.last == "stopped open")
    #expect(gaps.filter { $0.hasPrefix("silent") }.count == 2, "before the stream, and in it")
    #expect(try rows("SELECT 1 FROM stream").count == 2, "one that gives nothing is none")
    let kinds = try rows("SELECT kind FROM incident ORDER BY id").map { $0["kind"] as String }
    #expect(kinds == ["silence", "input_back"])
    try expectSumCloses()
    #expect(station.board.current.inputs[0].gapSeconds["silent"] ?? 0 > 20)
  }

  @Test func `a microphone that is lost, absent, stalled and there again has a gap for each`()
    throws
  {
    let error = CaptureError.failed(device: "hw:3", reason: "it was pulled out")
    let station = try run([
      input(
        .pause(seconds: 3), .fail(.cannotOpen(device: "hw:3", reason: "no such device")),
        .until(isTold { if case .waiting = $0 { true } else { false } }),
        .pause(seconds: 4), .open, .sound(sound(seconds: 8, seed: 1)), .end(.failed(error)),
        .pause(seconds: 30), .open, .sound(sound(seconds: 8, seed: 2)), .end(.stalled),
        .pause(seconds: 5), .open, .sound(sound(seconds: 8, seed: 3)))
    ])
    #expect(
      try gaps().filter { !$0.hasPrefix("tail") } == [
        "absent 7.0", "lost 30.0", "stalled 5.0", "stopped open",
      ])
    let kinds = try rows("SELECT kind FROM incident ORDER BY id").map { $0["kind"] as String }
    #expect(
      kinds.filter { $0 != "input_back" } == ["device_absent", "device_lost", "stalled"]
        && kinds.last == "input_back")
    try expectSumCloses()
    let status = station.board.current.inputs[0]
    #expect(status.attempts == 4 && status.state == .ended)
  }

  @Test func `what was lost just before a stream's end has its own cause`() throws {
    try run([
      input(
        .open, .sound(sound(seconds: 8, seed: 1)), .lose(32_000, .overrun), .end(.stalled),
        .pause(seconds: 5), .open, .sound(sound(seconds: 8, seed: 2)))
    ])
    let causes = try gaps().filter { !$0.hasPrefix("tail") }
    // With what before it is too short for a window.
    #expect(causes == ["absent 0.0", "overrun 2.2", "stalled 5.0", "stopped open"])
    try expectSumCloses()
  }

  @Test func `a sleep of the machine is a gap, and said`() throws {
    try run([
      input(
        .open, .sound(sound(seconds: 8, seed: 1)), .end(.slept), .pause(seconds: 3600), .open,
        .sound(sound(seconds: 8, seed: 2)))
    ])
    let causes = try gaps().filter { !$0.hasPrefix("tail") }
    #expect(causes == ["absent 0.0", "lost 3600.0", "stopped open"])
    let kinds = try rows("SELECT kind FROM incident ORDER BY id").map { $0["kind"] as String }
    #expect(kinds == ["slept", "input_back"])
    try expectSumCloses()
  }

  @Test
  func `sound that inference is too slow for is given up from its oldest, in one gap, and said`()
    throws
  {
    // The input's thread is held up by the next event, while fifty seconds go by.
    let isPlaying = Atomic(false)
    let isPlayed = Atomic(false)
    let station = Station(
      [
        input(
          .open, .sound(sound(seconds: 15, seed: 1)),
          .until {
            isPlaying.store(true, ordering: .releasing)
            return true
          },
          .unheard(sound(seconds: 50, seed: 2)),
          .until {
            isPlayed.store(true, ordering: .releasing)
            return true
          }, .sound(sound(seconds: 6, seed: 3)))
      ], log: SharedLog(try EventLog(path: path, access: .creating, patience: 1)),
      clock: clock.capture
    ) { [received] news in
      received.take(news)
      while isPlaying.load(ordering: .acquiring), !isPlayed.load(ordering: .acquiring) {
        usleep(1000)
      }
    }
    station.start()
    try eventually { clock.played.load(ordering: .acquiring) == 1 }
    station.give(.stop)
    try eventually { station.isOver }
    let lost = try rows("SELECT start_sample, end_sample FROM gap WHERE cause = 'backlog'")
    // What the ring had no room for, and what was given up of what waited: one after the other, since
    // the oldest goes first.
    #expect((1...3).contains(lost.count))
    let seconds = lost.reduce(0.0) {
      $0 + Double(($1["end_sample"] as Int64) - ($1["start_sample"] as Int64)) / 16_000
    }
    #expect((10...47).contains(seconds), "of fifty seconds ten wait on, and twenty could")
    #expect(received.news.contains { if case .gap(_, _, .backlog) = $0 { true } else { false } })
    try expectSumCloses()
  }

  @Test func `a log that is held for a minute costs three inputs no sound, and no event`() throws {
    let names = ["barn", "garden", "pond"]
    let sounds = (0..<3).map { sound(seconds: 75, seed: UInt64(40 + $0)) }
    let isHeld = Atomic(false)
    let inputs = zip(names, sounds).map { name, samples in
      input(
        name: name, .open, .sound(Array(samples[..<(6 * 16_000)])),
        .until { isHeld.load(ordering: .acquiring) },
        .sound(Array(samples[(6 * 16_000)..<(70 * 16_000)])),
        .until { !isHeld.load(ordering: .acquiring) }, .sound(Array(samples[(70 * 16_000)...])))
    }
    let station = try station(inputs)
    var patient = GRDB.Configuration()
    patient.busyMode = .timeout(30)
    let holder = try DatabaseQueue(path: path, configuration: patient)
    station.start()
    try eventually { try rows("SELECT 1 FROM stream").count == 3 }
    try holder.inDatabase { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      isHeld.store(true, ordering: .releasing)
      try eventually {
        station.board.current.inputs.allSatisfy { $0.analysedSeconds > 60 && $0.waitingForLog > 0 }
      }
      #expect(station.logFailure != nil)
      try db.execute(sql: "ROLLBACK")
      isHeld.store(false, ordering: .releasing)
    }
    try eventually { clock.played.load(ordering: .acquiring) == 3 }
    station.give(.stop)
    try eventually { station.isOver }
    #expect(station.failures.isEmpty && station.logFailure == nil)
    #expect(try rows("SELECT 1 FROM gap WHERE cause NOT IN ('tail', 'absent', 'stopped')").isEmpty)
    #expect(try rows("SELECT 1 FROM event").count > 20)
    #expect(try rows("SELECT 1 FROM incident WHERE kind = 'log_unavailable'").count == 3)
  }

  @Test func `a station begins where its log cannot be had yet, and all is in it later`() throws {
    let isRoom = Atomic(false)
    let shared = try SharedLog(path: path) { [path] () throws(EventLogError) in
      guard isRoom.load(ordering: .acquiring) else { throw .full(path: path) }
      return try EventLog(path: path, access: .creating, patience: 0.1)
    }
    let station = Station(
      [input(.open, .sound(sound(seconds: 20, seed: 6)))], log: shared, clock: clock.capture,
      receiver: received.take)
    station.note("started", "it began")
    station.start()
    try station.writeNotes()
    try eventually { station.board.current.inputs[0].analysedSeconds > 15 }
    #expect(station.logFailure == "\(EventLogError.full(path: path))")
    isRoom.store(true, ordering: .releasing)
    try shared.openIfPossible()
    try station.writeNotes()
    try eventually { clock.played.load(ordering: .acquiring) == 1 }
    station.give(.stop)
    try eventually { station.isOver }
    #expect(
      try gaps().map { $0.split(separator: " ")[0] }.filter { $0 != "tail" } == [
        "absent", "stopped",
      ])
    #expect(try rows("SELECT 1 FROM event WHERE state = 'closed'").count > 3)
    #expect(try rows("SELECT 1 FROM incident WHERE kind = 'started'").count == 1)
    try expectSumCloses()
  }

  @Test func `an input that fails for good is said at once, and the others go on`() throws {
    let station = try station([
      input(name: "broken", .failForGood(.cannotOpen(device: "pipe", reason: "no sound"))),
      input(name: "pond", .open, .sound(sound(seconds: 12, seed: 7))),
    ])
    station.start()
    try eventually { clock.played.load(ordering: .acquiring) == 2 }
    try eventually { station.board.current.inputs[0].state == .ended }
    #expect(station.board.current.inputs[0].reason?.contains("no sound") == true)
    #expect(station.board.current.inputs[1].state == .listening && !station.isWell)
    station.give(.stop)
    try eventually { station.isOver }
    #expect(station.failures.map(\.input) == ["broken"])
    #expect(try rows("SELECT 1 FROM incident WHERE kind = 'input_failed'").count == 1)
  }

  @Test func `a microphone that is lost is not called heard until it is back, and its gap grows`()
    throws
  {
    let isBack = Atomic(false)
    let station = try station([
      input(
        .open, .sound(sound(seconds: 5, seed: 8)),
        .end(.failed(.failed(device: "x", reason: "gone"))),
        .until { isBack.load(ordering: .acquiring) }, .open, .sound(sound(seconds: 5, seed: 9)))
    ])
    station.start()
    try eventually { station.board.current.inputs[0].state == .waiting }
    #expect(!station.isWell)
    clock.pass(seconds: 100)
    let status = station.status(site: nil, model: "", program: "", interval: 1)
    #expect(status.inputs[0].gapSeconds["lost", default: 0] >= 100)
    isBack.store(true, ordering: .releasing)
    try eventually { station.board.current.inputs[0].state == .listening }
    station.give(.stop)
    try eventually { station.isOver }
  }

  @Test func `a pause of the schedule closes the microphone and is a gap with that cause`() throws {
    // From ten to twenty seconds after the beginning.
    let (from, to) = (
      TestClock.beginning / 1000 + 10_000_000, TestClock.beginning / 1000 + 20_000_000
    )
    let isOn: @Sendable (Int64) -> Bool = { !(from..<to).contains($0) }
    let station = try station([
      input(isScheduled: isOn, .open, .sound(sound(seconds: 12, seed: 1)))
    ])
    station.start()
    try eventually { station.board.current.inputs[0].state == .paused }
    #expect(received.news.contains { if case .paused = $0 { true } else { false } })
    clock.pass(seconds: 20)
    try eventually { station.board.current.inputs[0].state == .listening }
    station.give(.stop)
    try eventually { station.isOver }
    let causes = try gaps().map { $0.split(separator: " ")[0] }.filter { $0 != "tail" }
    #expect(causes == ["absent", "schedule", "absent", "stopped"])
    try expectSumCloses()
  }

  @Test func `a pipe is read on in a pause, so that nothing old is heard after it`() throws {
    let (from, to) = (
      TestClock.beginning / 1000 + 10_000_000, TestClock.beginning / 1000 + 20_000_000
    )
    try run([
      input(
        isPaced: false, isScheduled: { !(from..<to).contains($0) }, .open,
        .sound(sound(seconds: 30, seed: 1)))
    ])
    let pause = try #require(try rows("SELECT * FROM gap WHERE cause = 'schedule'").first)
    let (start, end): (Int64, Int64) = (pause["start_sample"], pause["end_sample"])
    #expect(start <= 160_000 && end >= 319_000 && end - start < 200_000)
    #expect(try rows("SELECT 1 FROM stream").count == 1)
    try expectSumCloses()
  }

  @Test func `two inputs are heard at once, each for itself, in one log`() throws {
    let (garden, pond) = (sound(seconds: 12, seed: 4), sound(seconds: 12, seed: 5))
    let station = try run([
      input(name: "garden", .open, .sound(garden)),
      input(name: "pond", .fail(.cannotOpen(device: "x", reason: "none")), .open, .sound(pond)),
    ])
    for name in ["garden", "pond"] {
      #expect(try !rows("SELECT 1 FROM detection WHERE input = '\(name)'").isEmpty)
    }
    #expect(station.board.current.inputs.map(\.name) == ["garden", "pond"])
    #expect(station.board.current.inputs.allSatisfy { $0.events > 0 && $0.analysedSeconds > 11 })
  }

  @Test func `a step of the system's clock is told, and shifts no event`() throws {
    let station = try station([
      input(
        .open, .sound(sound(seconds: 10, seed: 1)), .pause(seconds: 0),
        .until { [clock] in
          clock.step(seconds: 3600)
          return true
        }, .sound(sound(seconds: 10, seed: 2)))
    ])
    station.start()
    try eventually { clock.played.load(ordering: .acquiring) == 1 }
    station.give(.stop)
    try eventually { station.isOver }
    #expect(try rows("SELECT 1 FROM anchor").count == 2)
    let incident = try #require(try rows("SELECT * FROM incident").first)
    #expect(incident["text"] == "pond: the system's clock was set by 3600.000 s")
    let samples = try rows("SELECT start_sample, end_sample FROM event ORDER BY start_sample, id")
    #expect(Set(samples.map { "\($0)" }).count == samples.count && samples.count > 3)
    for event in try rows("SELECT * FROM event") {
      let length = (event["end_sample"] as Int64) - (event["start_sample"] as Int64)
      let lasted = (event["ended_at"] as Int64) - (event["started_at"] as Int64)
      #expect(abs(lasted - length * 1_000_000 / 16_000) <= 1, "it lasts as long as it lasts")
    }
  }
}
