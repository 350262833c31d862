import EventDetection
import TestSupport
import Testing

@testable import Actions

/// Which announcements an action is run for. Time is an argument, so a year takes a moment.
@Suite struct ActionRuleTests {
  /// A rule that expectations may change.
  private final class Changing {
    var rule: ActionRule

    init(_ rule: ActionRule) { self.rule = rule }

    func fires(_ announcement: Announcement, at now: LocalInstant) -> Bool {
      rule.fires(announcement, at: now)
    }
  }

  private func rule(
    _ set: (inout ActionRule.Conditions) throws -> Void = { _ in }
  ) throws -> Changing {
    var conditions = ActionRule.Conditions()
    try set(&conditions)
    return Changing(try ActionRule(conditions, taxa: Samples.taxa))
  }

  /// Whether each is told, one after the other.
  private func told(_ rule: Changing, _ announcements: [Announcement]) -> [Bool] {
    announcements.map { rule.fires($0, at: $0.instant) }
  }

  @Test func `unless told otherwise, events of species are told when they begin`() throws {
    let rule = try rule()
    let event = Samples.event(end: Samples.morning)
    #expect(
      told(
        rule,
        [
          .eventBegan(event), .eventEnded(event), Samples.incident(),
          .eventBegan(Samples.event(Samples.people)),
        ]) == [true, false, false, false])
  }

  @Test(
    arguments: [
      "Corvus corax", "common RAVEN", "corvus corax_Common raven", "Corvus corax_Kolkrabe",
    ])
  func `species are known by any of their names`(name: String) throws {
    let rule = try rule { $0.species = [name, "Human voice"] }
    #expect(
      told(rule, Samples.taxa.map { .eventBegan(Samples.event($0)) }) == [true, false, true])
  }

  @Test func `what could never be told, or is misspelt, is refused`() {
    #expect(throws: ActionError.self) { try rule { $0.species = ["Corvus"] } }
    #expect(throws: ActionError.nothingToTell) { try rule { $0.species = [] } }
    #expect(throws: ActionError.nothingToTell) { try rule { $0.kinds = [] } }
    #expect(throws: ActionError.leastScore(1.5)) { try rule { $0.leastScore = 1.5 } }
    #expect(throws: ActionError.self) { try rule { $0.leastScore = .nan } }
    #expect(throws: ActionError.pause(-1)) { try rule { $0.pause = -1 } }
    #expect(throws: ActionError.self) { try rule { $0.pause = .infinity } }
    #expect(throws: ActionError.self) { try QuietSpan(start: 60, end: 60) }
    #expect(throws: ActionError.self) { try QuietSpan(start: 60, end: 1440) }
    #expect(throws: ActionError.self) { try QuietSpan(start: -1, end: 3) }
  }

  @Test func `an event is told from the least score on`() throws {
    let rule = try rule { $0.leastScore = 0.8 }
    let scores: [Float] = [0.79, 0.8, 0.81, .nan]
    #expect(
      told(rule, scores.map { .eventBegan(Samples.event(peak: $0)) })
        == [false, true, true, false])
  }

  @Test func `the first of the day is one a species and day, each by itself`() throws {
    let rule = try rule {
      $0.kinds = [.event, .eventEnd]
      $0.onlyFirstOfDay = true
      $0.leastScore = 0.5
    }
    // 06:12 by the clock of the place; midnight is 17 h 48 min later.
    let later = [0.0, 60, 64_000, 64_100, 70_000].map { Samples.morning.later(seconds: $0) }
    #expect(told(rule, [.eventBegan(Samples.event(peak: 0.4))]) == [false])
    #expect(
      told(rule, later.map { .eventBegan(Samples.event(start: $0)) })
        == [true, false, false, true, false])
    #expect(told(rule, [.eventBegan(Samples.event(Samples.crow))]) == [true])
    let ended = Samples.event(end: Samples.morning)
    #expect(told(rule, [.eventEnded(ended), .eventEnded(ended)]) == [true, false])
  }

  @Test func `a restart tells nothing twice that was told before it`() throws {
    let rule = try rule {
      $0.onlyFirstOfDay = true
      $0.leastScore = 0.5
    }
    rule.rule.recall(.eventBegan(Samples.event()))
    rule.rule.recall(.eventBegan(Samples.event(Samples.crow, peak: 0.3)))
    let now = Samples.morning.later(seconds: 600)
    #expect(
      told(
        rule,
        [
          .eventBegan(Samples.event(start: now)),
          .eventBegan(Samples.event(Samples.crow, start: now)),
        ]
      ) == [false, true])
  }

  @Test func `a day is the place's, also when the clock is set`() throws {
    let rule = try rule { $0.onlyFirstOfDay = true }
    // 2026-10-25 in Berlin has 25 hours: 22:00Z of the day before until 23:00Z.
    let midnight: Int64 = 1_792_879_200_000_000
    func at(_ hours: Double) -> Announcement {
      .eventBegan(
        Samples.event(
          start: LocalInstant(
            utcMicroseconds: midnight + Int64(hours * 3.6e9),
            utcOffsetMinutes: hours < 3 ? 120 : 60)))
    }
    #expect(
      told(rule, [at(-0.1), at(0), at(2.9), at(3), at(24.9), at(25)])
        == [true, true, false, false, false, true])
  }

  @Test func `after a firing the same species waits, others do not`() throws {
    let rule = try rule { $0.pause = 300 }
    let raven = [0.0, 299, 300, 301, 599.9, 600].map {
      Announcement.eventBegan(Samples.event(start: Samples.morning.later(seconds: $0)))
    }
    #expect(told(rule, raven) == [true, false, true, false, false, true])
    #expect(told(rule, [.eventBegan(Samples.event(Samples.crow))]) == [true])
  }

  @Test func `a clock that was set back ends a pause, and does not make it last for years`() throws
  {
    let rule = try rule { $0.pause = 300 }
    let wrong = Samples.morning.later(seconds: 3e8)
    #expect(
      told(
        rule,
        [wrong, Samples.morning, Samples.morning.later(seconds: 10)].map {
          .eventBegan(Samples.event(start: $0))
        }) == [true, true, false])
  }

  @Test
  func
    `for any pause and any times, told ones are as far apart as the pause, and none waits longer`()
    throws
  {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let pause = Double.random(in: 1...1000, using: &random).rounded()
      let rule = try rule { $0.pause = pause }
      var last: Double?
      var now = 0.0
      for _ in 0..<200 {
        now += Double.random(in: 0...400, using: &random).rounded()
        let fires = rule.fires(
          .eventBegan(Samples.event()), at: Samples.morning.later(seconds: now))
        #expect(fires == (last.map { now - $0 >= pause } ?? true), "seed \(seed)")
        if fires { last = now }
      }
    }
  }

  @Test(arguments: [(22 * 60, 6 * 60 + 30), (6 * 60 + 30, 22 * 60), (0, 1), (1439, 0)])
  func `in each minute of a quiet span nothing is told, and in each other all is`(
    start: Int, end: Int
  ) throws {
    let span = try QuietSpan(start: start, end: end)
    for offset in [-720, -210, 0, 120, 345, 840] {
      var quiet = 0
      for minute in 0..<1440 {
        // 1969 to 1970: days before the epoch are days, too.
        let local = Int64(minute - 720) * 60_000_000 + 59_999_999
        let instant = LocalInstant(
          utcMicroseconds: local - Int64(offset) * 60_000_000, utcOffsetMinutes: offset)
        let shown = (minute + 720) % 1440
        let isIn = start < end ? shown >= start && shown < end : shown >= start || shown < end
        #expect(span.contains(instant) == isIn)
        if isIn { quiet += 1 }
      }
      #expect(quiet == (end - start + 1440) % 1440)
    }
  }

  @Test func `quiet holds by what the clock shows, on the day it is set back too`() throws {
    // 02:00 to 03:00 comes twice on 2026-10-25 in Berlin.
    let span = try QuietSpan(start: 120, end: 180)
    let twoInSummer: Int64 = 1_792_886_400_000_000
    let quietMinutes = (-60..<240).count { minute in
      span.contains(
        LocalInstant(
          utcMicroseconds: twoInSummer + Int64(minute) * 60_000_000,
          utcOffsetMinutes: minute < 60 ? 120 : 60))
    }
    #expect(quietMinutes == 120)
  }

  @Test func `what came in a quiet span is not the first of the day`() throws {
    let rule = try rule {
      $0.kinds = [.event, .incident]
      $0.onlyFirstOfDay = true
      $0.quiet = try QuietSpan(start: 22 * 60, end: 6 * 60 + 30)
    }
    // 06:12, 06:29 and 06:31.
    let instants = [0.0, 1020, 1140].map { Samples.morning.later(seconds: $0) }
    #expect(
      told(rule, instants.map { .eventBegan(Samples.event(start: $0)) })
        == [false, false, true])
    let again = Changing(rule.rule)
    #expect(
      told(again, instants.map { Samples.incident(at: $0) }) == [false, false, true])
  }

  @Test func `an incident that recurs for a day is told 11 times, not 86,400`() throws {
    let rule = try rule { $0.kinds = [.incident] }
    let told = (0..<86_400).filter { second in
      // Its text changes; it is the same all the same.
      rule.fires(
        Samples.incident(text: "gone for \(second) s"),
        at: Samples.morning.later(seconds: Double(second)))
    }
    #expect(told.count == 11)
    #expect(told.prefix(5) == [0, 60, 180, 420, 900])
    #expect(rule.fires(Samples.incident("log_full"), at: Samples.morning))
    // Another species' flood, or another microphone's loss, is another incident.
    #expect(rule.fires(Samples.incident(text: "frogs for 7 s"), at: Samples.morning))
  }
}

@Suite struct RecurringFaultTests {
  @Test func `a fault that lasts for a month is told at least once a day, and hardly more often`() {
    var fault = RecurringFault()
    let minutes = (0..<30 * 1440).filter { fault.isWorthALine(at: Int64($0) * 60_000_000) }
    #expect(minutes.count == 11 + 29)
    #expect(zip(minutes, minutes.dropFirst()).allSatisfy { $1 - $0 <= 1440 })
  }

  @Test func `a fault that stayed away for an hour, or a clock that was set back, begins anew`() {
    var fault = RecurringFault()
    let instants: [Int64] = [
      0, 59_999_999, 60_000_000, 60_000_001, 3_660_000_001, 3_660_000_002, 5,
    ]
    #expect(
      instants.map { fault.isWorthALine(at: $0) } == [true, false, true, false, true, false, true])
  }
}
