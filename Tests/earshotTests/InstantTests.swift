import EventLog
import Testing

@testable import earshot

@Suite struct InstantTests {
  // 2025-06-07T05:10:00Z
  static let morning: Int64 = 1_749_273_000_000_000

  @Test(arguments: [
    ("2025-06-07T05:10Z", 0), ("2025-06-07 05:10:00Z", 0), ("2025-06-07T05:10:00Z", 0),
    ("2025-06-07T07:10:00+02:00", 0),
    ("2025-06-07T07:10+02:00", 0), ("2025-06-06T21:10:00-08:00", 0),
    ("2025-06-07T05:10:00.250Z", 250_000), ("2025-06-07T05:10:59Z", 59_000_000),
    ("2025-06-07T05:10:00.000001Z", 1), ("2025-06-07T07:10+0200", 0),
    ("2025-06-07T00:40-04:30", 0), ("2025-06-08T04:10:00.5+23:00", 500_000),
  ])
  func `with an offset it is an instant`(text: String, later: Int64) throws {
    let instant = try #require(Instant(argument: text))
    #expect(instant.start == .utc(Self.morning + later) && instant.end == instant.start)
  }

  @Test(arguments: [
    ("2025-06-07T05:10", 0), ("2025-06-07 05:10:00", 0), ("2025-06-07T05:10:59", 59_000_000),
    ("2025-06-07T05:10:00.25", 250_000),
  ])
  func `without an offset it is what the clock of the place shows`(text: String, later: Int64)
    throws
  {
    let instant = try #require(Instant(argument: text))
    #expect(instant.start == .local(Self.morning + later) && instant.end == instant.start)
  }

  @Test func `a date alone is its whole day there`() throws {
    let day = try #require(Instant(argument: "2025-06-07"))
    let midnight = Self.morning - (5 * 60 + 10) * 60_000_000
    #expect(day.start == .local(midnight) && day.end == .local(midnight + 86_400_000_000))
  }

  @Test(arguments: [
    ("2025-06-07", "2025-06-07", false), ("2025-06-07", "2025-06-06", true),
    ("2025-06-07T05:10", "2025-06-07T05:10", true), ("2025-06-07T05:10", "2025-06-07T05:11", false),
    ("2025-06-07T05:10Z", "2025-06-07T06:10+02:00", true),
    // Where local time is far enough ahead, there is something between.
    ("2025-06-07T05:10Z", "2025-06-07T05:00", false),
  ])
  func `a span that ends before it begins is empty`(from: String, until: String, isEmpty: Bool)
    throws
  {
    #expect(
      try Instant.isEmpty(
        from: #require(Instant(argument: from)), until: #require(Instant(argument: until)))
        == isEmpty)
  }

  @Test func `leap days are where the calendar has them`() throws {
    #expect(Instant(argument: "2024-02-29") != nil)
    #expect(Instant(argument: "2000-02-29") != nil)
    #expect(Instant(argument: "2025-02-29") == nil)
    #expect(Instant(argument: "2100-02-29") == nil)
    #expect(Instant(argument: "1969-12-31T23:59:59.5")?.start == .local(-500_000))
  }

  @Test(arguments: [
    "", "yesterday", "2025-13-01", "2025-06-31", "2025-06-07T25:00", "2025-06-07T24:00",
    "2025-06-07T05:60", "2025-06-07T05:10:60", "2025-06-00", "05:10", "2025-6-7", "2025-06-07T",
    "2025-06-07T05", "2025-06-07T05:10 Z", "2025-06-07T05:10+25:00", "2025-06-07T05:10+02:60",
    "2025-06-07T05:10Zz", "2025-06-07 ", " 2025-06-07", "٢٠٢٥-٠٦-٠٧", "2025-06-07T05:10:00.",
    "2025-06-07T05:10:00.1234567", "-2025-06-07", "2025-06-07\u{301}",
  ])
  func `what is no instant is refused`(text: String) {
    #expect(Instant(argument: text) == nil)
  }
}
