import EventDetection
import GRDB
import TestSupport
import Testing

@testable import EventLog

@Suite struct LocalTimeTests {
  let test: TestLog

  init() throws { test = try TestLog() }

  /// An event from 1.5 to 4 seconds after `utc`.
  private func logged(utc: Int64, offset: Int?) throws -> LoggedEvent {
    var result = test.result(events: [Sample.event(from: 1.5, to: 4)])
    result.recording.anchors = [
      TimeAnchor(sample: 0, utcMicroseconds: utc, utcOffsetMinutes: offset, source: .guano)
    ]
    try test.log.commit(result)
    return try #require(try test.events().first)
  }

  @Test(arguments: [
    (120, "2024-06-01T06:00:01.500+02:00", "2024-06-01T06:00:04.000+02:00"),
    (330, "2024-06-01T09:30:01.500+05:30", "2024-06-01T09:30:04.000+05:30"),
    (-480, "2024-05-31T20:00:01.500-08:00", "2024-05-31T20:00:04.000-08:00"),
    (-210, "2024-06-01T00:30:01.500-03:30", "2024-06-01T00:30:04.000-03:30"),
    (-30, "2024-06-01T03:30:01.500-00:30", "2024-06-01T03:30:04.000-00:30"),
    (0, "2024-06-01T04:00:01.500+00:00", "2024-06-01T04:00:04.000+00:00"),
    (nil, "2024-06-01T04:00:01.500Z", "2024-06-01T04:00:04.000Z"),
  ])
  func `start and end are shown by the clock of the place, or in UTC where it is not known`(
    offset: Int?, start: String, end: String
  ) throws {
    let event = try logged(utc: Sample.start, offset: offset)
    #expect(event.startLocal == start)
    #expect(event.endLocal == end)
    #expect(event.startedAt == Sample.start + 1_500_000)
    #expect(event.endedAt == Sample.start + 4_000_000)
    let utc = try test.sql { try String.fetchOne($0, sql: "SELECT start_utc FROM detection") }
    #expect(utc == "2024-06-01T04:00:01.500Z")
  }

  @Test(arguments: [840, 330, 0, -720, nil] as [Int?])
  func `a moment by the clock of the place is the one that is shown`(offset: Int?) throws {
    let event = try logged(utc: Sample.start, offset: offset)
    let clock = try #require(event.startedAt) + Int64(offset ?? 0) * 60_000_000
    for (from, until, isFound) in [
      (clock, clock + 1000, true), (clock + 1000, clock + 2000, false),
      (clock - 1000, clock, false),
    ] {
      let found = try test.events(EventFilter(from: .local(from), until: .local(until)))
      #expect(found == (isFound ? [event] : []))
      #expect(try test.log.speciesCounts(EventFilter(from: .local(from))).isEmpty == (from > clock))
    }
    #expect(try test.events(EventFilter(from: .local(.max))).isEmpty)
    #expect(try test.events(EventFilter(until: .local(.min))).isEmpty)
  }

  @Test func `milliseconds are cut, not rounded into the next day`() throws {
    let midnight = Sample.start - 4 * 3_600_000_000
    let event = try logged(utc: midnight - 1_500_001, offset: 0)
    #expect(event.startedAt == midnight - 1)
    #expect(event.startLocal == "2024-05-31T23:59:59.999+00:00")
    #expect(try test.log.dailyCounts().map(\.day) == ["2024-05-31"])
  }

  @Test func `a recorder whose clock was never set starts in 1970, or before it`() throws {
    let event = try logged(utc: -2_000_400, offset: nil)
    #expect(event.startLocal == "1969-12-31T23:59:59.499Z")
    #expect(event.endLocal == "1970-01-01T00:00:01.999Z")
    #expect(try test.log.dailyCounts().map(\.day) == ["1969-12-31"])
  }

  @Test func `without an instant an event has its place in the recording alone`() throws {
    var result = test.result(events: [Sample.event(from: 1.5, to: 4)])
    result.recording.anchors = []
    try test.log.commit(result)
    let event = try #require(try test.events().first)
    #expect(event.startLocal == nil)
    #expect(event.endLocal == nil)
    #expect(event.startedAt == nil)
    #expect(event.startSeconds == 1.5)
    #expect(event.endSeconds == 4)
    #expect(try test.log.dailyCounts().map(\.day) == [""])
    for moment in [Moment.utc(.min), .local(.min)] {
      #expect(
        try test.events(EventFilter(from: moment)).isEmpty, "no instant is in no span of time")
    }
  }

  @Test func `a clock that was set while it recorded moves nothing before`() throws {
    var result = test.result(events: [
      Sample.event(from: 1, to: 2), Sample.event(from: 11, to: 12),
    ])
    result.recording.anchors = [
      TimeAnchor(
        sample: 0, utcMicroseconds: Sample.start, utcOffsetMinutes: 60, source: .guano),
      TimeAnchor(
        sample: 480_000, utcMicroseconds: Sample.start + 3_600_000_000, utcOffsetMinutes: 120,
        source: .guano, measuredRate: 24_000),
    ]
    try test.log.commit(result)
    #expect(
      try test.events().map(\.startLocal) == [
        "2024-06-01T05:00:01.000+01:00", "2024-06-01T07:00:02.000+02:00",
      ])
  }

  @Test func `the view of rejections tells what was heard, where, and why it is no event`() throws {
    try test.log.commit(test.result(candidates: [Sample.candidate(from: 1, to: 4)]))
    let row = try #require(
      try test.sql { try Row.fetchOne($0, sql: "SELECT * FROM rejection") })
    #expect(row["common_name"] == "Wind")
    #expect(row["cause"] == "below_threshold")
    #expect(row["start_seconds"] == 1.0)
    #expect(row["path"] == "/a/1.wav")
  }
}

extension LocalTimeTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `an instant reads as the view of the log has it`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let instants: [Int64] = (0..<50).map { _ in
      switch Int.random(in: 0...3, using: &random) {
      case 0: Int64.random(in: -62_167_219_200_000_000...253_402_300_799_999_999, using: &random)
      case 1: Int64.random(in: -5_000_000...5_000_000, using: &random)
      case 2:
        // Around the ends of years, leap days among them.
        Int64.random(in: -70...8000, using: &random) * 31_556_952_000_000 / 4
          + Int64.random(in: -86_400_000_000...86_400_000_000, using: &random)
      default: Sample.start + Int64.random(in: -999_999...999_999, using: &random)
      }
    }
    let queue = try DatabaseQueue()
    for instant in instants {
      let offset = [nil, 0, 330, -480, 1440, -1440].randomElement(using: &random) ?? nil
      let text = try queue.read { db in
        try String.fetchOne(
          db,
          sql: """
            SELECT \(Schema1.local("event.started_at"))
            FROM (SELECT ? AS started_at, ? AS utc_offset_minutes) AS event
            """, arguments: [instant, offset])
      }
      #expect(
        CivilTime(utcMicroseconds: instant, utcOffsetMinutes: offset)?.iso8601() == text,
        "seed \(seed): \(instant)")
    }
  }
}
