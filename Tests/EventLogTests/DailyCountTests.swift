import EventDetection
import EventLog
import GRDB
import TestSupport
import Testing

@Suite struct DailyCountTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `daily counts agree with the events after whatever was done to the log`(seed: UInt64) throws
  {
    var random = SplitMix64(seed: seed)
    let test = try TestLog()
    for step in 0..<60 {
      try Self.doSomething(to: test, using: &random)
      guard step % 6 == 0 else { continue }
      #expect(try EventLog.check(path: test.log.path).problems == [], "seed \(seed), step \(step)")
      #expect(try Self.kept(in: test) == Self.counted(in: test), "seed \(seed), step \(step)")
    }
    #expect(try Self.kept(in: test) == Self.counted(in: test), "seed \(seed)")
    #expect(try Self.kept(in: test).values.allSatisfy { $0 > 0 }, "seed \(seed): no empty rows")
    #expect(try EventLog.check(path: test.log.path, .thorough).problems == [], "seed \(seed)")
  }

  private static func doSomething(to test: TestLog, using random: inout SplitMix64) throws {
    let events = (0..<Int.random(in: 0...6, using: &random)).map { number in
      Sample.event(
        [0, 2].randomElement(using: &random) ?? 0, from: Double(number) * 2,
        to: Double(number) * 2 + 1,
        peak: Float.random(in: 4...8, using: &random).rounded() / 8)
    }
    let settings = try test.settings(Int.random(in: 0...2, using: &random))
    switch Int.random(in: 0...10, using: &random) {
    case 0...3:
      let number = Int.random(in: 0...7, using: &random)
      var result = test.result(
        number, paths: ["/\(number).wav"],
        channel: Bool.random(using: &random) ? .index(0) : .mix, settings: settings,
        events: events)
      result.recording.anchors = anchors(number)
      try test.log.commit(result, again: Bool.random(using: &random) ? .keep : .supersede)
    case 4, 5:
      guard let id = try test.log.analyses().randomElement(using: &random) else { return }
      try test.log.decide(
        DecisionResult(settings: settings, detections: Detections(events.map(Finding.event))),
        for: id)
    // As another program might: the counts are kept by the file itself.
    case 6:
      try edit(test, "DELETE FROM event WHERE id = ?", using: &random)
    case 7:
      try edit(test, "UPDATE event SET class = 4 - class WHERE id = ?", using: &random)
    case 8:
      try edit(
        test,
        """
        UPDATE event SET started_at = started_at + 3600000000, ended_at = ended_at + 3600000000
        WHERE id = ?
        """, using: &random)
    case 9:
      let peak = ["peak / 2", "1", "peak"].randomElement(using: &random) ?? "1"
      try edit(test, "UPDATE event SET peak = \(peak) WHERE id = ?", using: &random)
    default:
      try edit(
        test,
        """
        INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at,
          utc_offset_minutes, peak, mean, windows, state)
        SELECT decision, class, max(start_sample) + 1 + 48000 * count(*), 200000000, started_at,
          ended_at, utc_offset_minutes, peak, mean, windows, state
        FROM event WHERE decision = (SELECT decision FROM event WHERE id = ?)
        GROUP BY decision HAVING max(start_sample) < 100000000
        """, using: &random)
    }
  }

  /// Around midnight, on several clocks, before 1970, and without any.
  private static func anchors(_ number: Int) -> [TimeAnchor] {
    let midnight = Sample.start - 4 * 3_600_000_000
    let (utc, offset): (Int64, Int?) =
      switch number {
      case 0: (midnight - 4_000_400, nil)
      case 1: (midnight - 5_000_000, 0)
      case 2: (midnight - 330 * 60_000_000 - 6_000_000, 330)
      case 3: (midnight + 480 * 60_000_000 - 3_000_001, -480)
      case 4: (midnight - 600, 0)
      case 5: (-500_000, 0)
      default: (0, nil)
      }
    return number > 5
      ? []
      : [TimeAnchor(sample: 0, utcMicroseconds: utc, utcOffsetMinutes: offset, source: .guano)]
  }

  private static func edit(
    _ test: TestLog, _ sql: String, using random: inout SplitMix64
  ) throws {
    let number = Int64(random.next() % 1000)
    try test.sql { db in
      // Some event of those there are.
      let id = try Int64.fetchOne(
        db, sql: "SELECT id FROM event ORDER BY (id * 7919 + ?) % 101 LIMIT 1",
        arguments: [number])
      if let id { try db.execute(sql: sql, arguments: [id]) }
    }
  }

  private static func kept(in test: TestLog) throws -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: try test.log.dailyCounts().map {
        ("\($0.day) \($0.taxon.commonName)", $0.events)
      })
  }

  /// The local day is the one that people see in `start_local`.
  private static func counted(in test: TestLog) throws -> [String: Int] {
    try test.events().reduce(into: [:]) { counts, event in
      counts["\(event.startLocal?.prefix(10) ?? "") \(event.taxon.commonName)", default: 0] += 1
    }
  }

  @Test func `days are asked for from the first through the last`() throws {
    let test = try TestLog()
    for number in 0..<4 {
      var result = test.result(
        number, paths: ["/\(number).wav"], events: [Sample.event(from: 1, to: 2)])
      let day = Sample.start + Int64(number) * 86_400_000_000
      result.recording.anchors =
        number == 3
        ? []
        : [TimeAnchor(sample: 0, utcMicroseconds: day, utcOffsetMinutes: 120, source: .guano)]
      try test.log.commit(result)
    }
    func days(_ from: String?, _ through: String?) throws -> [String] {
      try test.log.dailyCounts(from: from, through: through).map(\.day)
    }
    #expect(try days(nil, nil) == ["", "2024-06-01", "2024-06-02", "2024-06-03"])
    #expect(try days("2024-06-02", nil) == ["2024-06-02", "2024-06-03"])
    #expect(try days("2024-06-01", "2024-06-02") == ["2024-06-01", "2024-06-02"])
    #expect(try days(nil, "2024-05-31") == [""])
  }
}
