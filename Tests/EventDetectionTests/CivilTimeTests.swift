import EventDetection
import Foundation
import TestSupport
import Testing

@Suite struct CivilTimeTests {
  @Test func `dates and clocks are those of Foundation, for all years of four digits`() throws {
    var random = SplitMix64(seed: 7)
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
      .time(includingFractionalSeconds: false)
    for _ in 0..<2000 {
      // Foundation's calendar is Julian before 1582.
      let second = Int64.random(in: -12_219_292_800..<253_402_300_800, using: &random)
      let time = try #require(CivilTime(utcMicroseconds: second * 1_000_000 + 999_999))
      let expected = Date(timeIntervalSince1970: Double(second)).formatted(style)
      #expect(time.iso8601() == expected + ".999Z")
      #expect(time.iso8601(fraction: 6) == expected + ".999999Z")
      #expect(time.date == String(expected.prefix(10)))
      #expect(time.compact == expected.filter { $0 != "-" && $0 != ":" } + ".999Z")
    }
  }

  @Test func `a place ahead of UTC or behind it shows its own day`() {
    let instant: Int64 = 1_767_222_000_250_000
    #expect(
      CivilTime(utcMicroseconds: instant, utcOffsetMinutes: 345)?.iso8601()
        == "2026-01-01T04:45:00.250+05:45")
    #expect(
      CivilTime(utcMicroseconds: instant, utcOffsetMinutes: -210)?.iso8601()
        == "2025-12-31T19:30:00.250-03:30")
  }

  @Test(arguments: [nil, 0, 840, -720])
  func `what has no year of four digits is refused, or shown as the nearest that has`(
    offset: Int?
  ) {
    #expect(CivilTime(utcMicroseconds: .max, utcOffsetMinutes: offset) == nil)
    #expect(CivilTime(utcMicroseconds: .min, utcOffsetMinutes: offset) == nil)
    #expect(CivilTime(nearest: .max, utcOffsetMinutes: offset).date == "9999-12-31")
    #expect(CivilTime(nearest: .min, utcOffsetMinutes: offset).date == "0000-01-01")
  }
}
