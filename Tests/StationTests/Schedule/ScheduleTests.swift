import Configuration
import Foundation
import Station
import TestSupport
import Testing

@Suite struct ScheduleTests {
  static let lucerne = GeographicPosition(latitude: 47.05, longitude: 8.31)
  static let svalbard = GeographicPosition(latitude: 78.22, longitude: 15.65)

  func schedule(
    _ spans: [String], at position: GeographicPosition? = nil, _ zone: String = "Europe/Zurich"
  ) throws -> Schedule {
    Schedule(
      try spans.map { try #require(ScheduleSpan($0)) }, position: position,
      timeZone: try #require(TimeZone(identifier: zone)))
  }

  /// The stretches in which it is on, between two instants.
  func stretches(_ schedule: Schedule, from: String, to: String) throws -> [String] {
    var instant = try utc(from)
    let end = try utc(to)
    var changes: [Int64] = schedule.isOn(at: instant) ? [instant] : []
    while let next = schedule.nextChange(after: instant), next < end {
      changes.append(next)
      instant = next
    }
    if changes.count % 2 == 1 { changes.append(end) }
    func text(_ instant: Int64) -> String {
      Date(timeIntervalSince1970: Double(instant) / 1e6).formatted(.iso8601)
    }
    return stride(from: 0, to: changes.count, by: 2).map {
      "\(text(changes[$0]).dropFirst(5).dropLast(4)) \(text(changes[$0 + 1]).dropFirst(5).dropLast(4))"
    }
  }

  @Test func `without spans it is always on`() throws {
    let always = try schedule([])
    #expect(always.isAlways && always.isOn(at: 0) && always.nextChange(after: 0) == nil)
    let whole = try schedule(["00:00 to 24:00"])
    #expect(whole.isOn(at: 1) && whole.nextChange(after: 0) == nil)
  }

  @Test func `spans that overlap or touch are one, and those over midnight go on`() throws {
    let found = try stretches(
      schedule(
        ["05:00 to 09:30", "09:30 to 10:00", "09:00 to 09:45", "22:00 to 01:00"], at: nil, "UTC"),
      from: "2025-06-01T00:00:00Z", to: "2025-06-02T12:00:00Z")
    #expect(
      found == [
        "06-01T00:00 06-01T01:00", "06-01T05:00 06-01T10:00", "06-01T22:00 06-02T01:00",
        "06-02T05:00 06-02T10:00",
      ])
  }

  @Test(arguments: [
    ("01:30 to 04:00", "03-30T00:30 03-30T02:00", "10-25T23:30 10-26T03:00"),
    // What is left out is the instant of the change; what comes twice begins first and ends last.
    ("02:30 to 05:00", "03-30T01:00 03-30T03:00", "10-26T00:30 10-26T04:00"),
    ("01:00 to 02:30", "03-30T00:00 03-30T01:00", "10-25T23:00 10-26T01:30"),
    ("02:10 to 02:50", nil, "10-26T00:10 10-26T01:50"),
    ("23:00 to 03:00", "03-29T22:00 03-30T01:00", "10-25T21:00 10-26T02:00"),
  ])
  func `on the days on which the clock changes, times are those of the clock`(
    span: String, spring: String?, autumn: String
  ) throws {
    let schedule = try schedule([span])
    #expect(
      try stretches(schedule, from: "2025-03-29T12:00:00Z", to: "2025-03-30T12:00:00Z")
        == [spring].compactMap { $0 })
    #expect(
      try stretches(schedule, from: "2025-10-25T12:00:00Z", to: "2025-10-26T12:00:00Z") == [autumn])
  }

  @Test func `a night and a morning by the sun`() throws {
    let found = try stretches(
      schedule(["sunset to sunrise", "dawn - 30 min to sunrise + 1 h"], at: Self.lucerne),
      from: "2025-06-20T12:00:00Z", to: "2025-06-21T12:00:00Z")
    // By astral the sun sets at 19:25:34 and rises at 03:31:27.
    #expect(found == ["06-20T19:25 06-21T04:31"])
  }

  @Test
  func `in polar night a span from sunset to sunrise never ends, in polar day it never begins`()
    throws
  {
    let night = try schedule(["sunset to sunrise"], at: Self.svalbard, "Arctic/Longyearbyen")
    let day = try schedule(["sunrise to sunset"], at: Self.svalbard, "Arctic/Longyearbyen")
    let december = try utc("2025-12-01T00:00:00Z")
    let june = try utc("2025-06-01T00:00:00Z")
    #expect(night.isOn(at: december) && !day.isOn(at: december))
    #expect(day.isOn(at: june) && !night.isOn(at: june))
    #expect(try #require(night.nextChange(after: december)) > utc("2026-02-10T00:00:00Z"))
    #expect(try #require(day.nextChange(after: june)) > utc("2025-08-20T00:00:00Z"))
    #expect(try #require(night.nextChange(after: june)) < utc("2025-08-30T00:00:00Z"))
    let noon = try stretches(
      schedule(["dawn - 30 min to dusk + 1 h"], at: Self.svalbard, "UTC"),
      from: "2025-12-21T00:00:00Z", to: "2025-12-22T00:00:00Z")
    #expect(noon == ["12-21T10:25 12-21T11:55"])
  }

  @Test(arguments: [
    ("sunset to 21:00", "06-21", nil), ("sunset to 21:00", "12-21", 4.33),
    ("sunset to 18:00", "06-21", nil), ("sunset to 18:00", "12-21", 1.36),
    ("18:00 to sunset", "06-21", 3.43), ("18:00 to sunset", "12-21", nil),
    ("22:00 to dawn", "06-21", 6.88), ("dusk to 06:00", "12-21", 12.75),
    ("noon to 12:15", "12-21", nil), ("sunrise to 10:00", "06-21", 4.46),
  ])
  func `between a time of the sun and one of the clock, their order in the season decides`(
    span: String, date: String, hours: Double?
  ) throws {
    let schedule = try schedule([span], at: Self.lucerne)
    let found = try stretches(
      schedule, from: "2025-\(date)T02:30:00Z", to: "2025-\(date)T23:30:00Z")
    guard let hours else {
      #expect(found == [])
      return
    }
    var instant = try utc("2025-\(date)T02:30:00Z")
    if schedule.isOn(at: instant) { instant = try #require(schedule.nextChange(after: instant)) }
    let start = try #require(schedule.nextChange(after: instant))
    let end = try #require(schedule.nextChange(after: start))
    #expect(abs(Double(end - start) / 3.6e9 - hours) < 0.05, "\(Double(end - start) / 3.6e9)")
  }

  @Test(arguments: 1...24 as ClosedRange<UInt64>)
  func `over a year it is on between one change and the next, and off until the one after`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let times =
      SunEvent.allCases.map(\.rawValue) + [
        "00:00", "02:30", "05:15", "12:00", "23:59", "dawn - 90 min", "sunset + 2 h", "noon + 12 h",
      ]
    let zones = ["UTC", "Europe/Zurich", "Pacific/Apia", "America/St_Johns", "Australia/Lord_Howe"]
    var spans: [ScheduleSpan] = []
    while spans.count < Int.random(in: 1...3, using: &random) {
      let text =
        "\(times.randomElement(using: &random) ?? "") to \(times.randomElement(using: &random) ?? "")"
      let span = try #require(ScheduleSpan(text))
      if !span.isEmpty { spans.append(span) }
    }
    let schedule = Schedule(
      spans,
      position: GeographicPosition(
        latitude: Double.random(in: -90...90, using: &random),
        longitude: Double.random(in: -180...180, using: &random)),
      timeZone: try #require(
        zones.randomElement(using: &random).flatMap { TimeZone(identifier: $0) }))

    let start = try utc("2025-01-01T00:00:00Z")
    let end = try utc("2026-01-01T00:00:00Z")
    var probes = (0..<400).map { _ in Int64.random(in: start..<end, using: &random) }.sorted()[...]
    var instant = start
    while instant < end {
      let isOn = schedule.isOn(at: instant)
      let next = schedule.nextChange(after: instant) ?? end
      #expect(next > instant)
      while let probe = probes.first, probe < next {
        #expect(schedule.isOn(at: probe) == isOn, "seed \(seed), \(spans), \(probe)")
        probes.removeFirst()
      }
      guard next < end else { break }
      #expect(schedule.isOn(at: next) != isOn, "seed \(seed), \(spans), \(next)")
      #expect(schedule.isOn(at: next - 1) == isOn, "seed \(seed), \(spans), \(next)")
      instant = next
    }
    #expect(probes.isEmpty)
  }

  @Test func `a watch answers as its schedule does, whichever way the clock goes`() throws {
    let schedule = try schedule(["dawn to 09:30", "22:00 to 23:00"], at: Self.lucerne)
    let watch = ScheduleWatch(schedule)
    var random = SplitMix64(seed: 5)
    var instant = try utc("2025-03-25T00:00:00Z")
    for step in 0..<3000 {
      #expect(watch.isOn(at: instant) == schedule.isOn(at: instant), "step \(step), \(instant)")
      instant += Int64.random(in: -1_200_000_000...2_000_000_000, using: &random)
    }
    #expect(ScheduleWatch(try self.schedule([])).isOn(at: instant))
  }
}
