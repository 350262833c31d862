import EventDetection
import TestSupport
import Testing

@Suite struct TimelineTests {
  /// 2025-06-07T10:00:00Z.
  static let start: Int64 = 1_749_290_400_000_000

  static func anchor(
    _ sample: Int64, at microseconds: Int64 = 0, offset: Int? = nil, rate: Double? = nil
  ) -> TimeAnchor {
    TimeAnchor(
      sample: sample, utcMicroseconds: start + microseconds, utcOffsetMinutes: offset,
      source: .guano, measuredRate: rate)
  }

  static func timeline(_ anchors: TimeAnchor..., sampleRate: Int = 48_000) throws -> Timeline {
    try #require(Timeline(anchors: anchors, sampleRate: sampleRate))
  }

  @Test func `without anchors nothing is known`() {
    #expect(Timeline(anchors: [], sampleRate: 8000) == nil)
  }

  @Test(arguments: [8000, 11_025, 22_050, 44_100, 48_000, 250_000, 384_000])
  func `instants are exact, rounded down, for ten years and before the beginning`(
    sampleRate: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(sampleRate))
    let year = Int64(sampleRate) * 86_400 * 366
    for _ in 1...2000 {
      let anchor = Int64.random(in: 0...year, using: &random)
      let sample = Int64.random(in: -year...10 * year, using: &random)
      let timeline = try Self.timeline(Self.anchor(anchor), sampleRate: sampleRate)
      let exact = Int128(sample - anchor) * 1_000_000
      let (quotient, rest) = exact.quotientAndRemainder(dividingBy: Int128(sampleRate))
      #expect(
        timeline.utcMicroseconds(at: sample)
          == Self.start + Int64(rest < 0 ? quotient - 1 : quotient))
    }
  }

  @Test func `a whole second is a whole second a year later`() throws {
    let timeline = try Self.timeline(Self.anchor(0), sampleRate: 384_000)
    let seconds: Int64 = 366 * 86_400
    #expect(timeline.utcMicroseconds(at: seconds * 384_000) == Self.start + seconds * 1_000_000)
    #expect(
      timeline.utcMicroseconds(at: seconds * 384_000 - 1) == Self.start + seconds * 1_000_000 - 3)
  }

  @Test func `time is counted from the last anchor at or before, and no anchor moves what was`()
    throws
  {
    // A clock set back by a minute after an hour, and its zone changed after two.
    let first = Self.anchor(0, offset: 60)
    let second = Self.anchor(3600 * 48_000, at: 3_540_000_000, offset: 60)
    let third = Self.anchor(7200 * 48_000, at: 7_140_000_000, offset: 120)
    let one = try Self.timeline(first)
    let all = try Self.timeline(third, first, second)
    #expect(all.anchors == [first, second, third])
    for sample in [-48_000, 0, 1, 3600 * 48_000 - 1] as [Int64] {
      #expect(all.utcMicroseconds(at: sample) == one.utcMicroseconds(at: sample))
      #expect(all.utcOffsetMinutes(at: sample) == 60)
    }
    #expect(all.utcMicroseconds(at: 3600 * 48_000) == Self.start + 3_540_000_000)
    #expect(all.utcMicroseconds(at: 3601 * 48_000) == Self.start + 3_541_000_000)
    #expect(all.utcMicroseconds(at: 7200 * 48_000) == Self.start + 7_140_000_000)
    #expect(all.utcOffsetMinutes(at: 7200 * 48_000 - 1) == 60)
    #expect(all.utcOffsetMinutes(at: 7200 * 48_000) == 120)
  }

  @Test func `a measured rate takes the place of the nominal one`() throws {
    // A crystal that is fast by 20 parts in a million: after a day, by 1.728 s.
    let timeline = try Self.timeline(Self.anchor(100, rate: 48_000 * 1.00002))
    let day: Int64 = 86_400 * 48_000
    let expected = Self.start + Int64((86_400e6 / 1.00002).rounded(.down))
    #expect(abs(timeline.utcMicroseconds(at: 100 + day) - expected) <= 1)
    #expect(timeline.utcMicroseconds(at: 100) == Self.start)
    // Before the anchor too.
    #expect(
      abs(timeline.utcMicroseconds(at: 100 - day) - (2 * Self.start - expected)) <= 1)
  }

  @Test func `time never runs backwards between two anchors`() throws {
    for rate in [44_100, 384_000] {
      for measured in [nil, Double(rate) * 0.99997] {
        let timeline = try Self.timeline(Self.anchor(5, rate: measured), sampleRate: rate)
        var last = Int64.min
        for sample in stride(from: -1000, to: 5000, by: 1) as StrideTo<Int64> {
          let instant = timeline.utcMicroseconds(at: sample)
          #expect(instant >= last)
          last = instant
        }
      }
    }
  }

  @Test func `the week is that of local time, and of UTC where the offset is not known`() throws {
    // 2025-06-07T23:30 in UTC is the eighth of June, and the next week, an hour east of it.
    let late: Int64 = 13 * 3_600_000_000 + 1_800_000_000
    let weeks = try [nil, 0, 60, -60].map { offset in
      try Self.timeline(Self.anchor(0, at: late, offset: offset)).week(at: 0)?.number
    }
    #expect(weeks == [21, 21, 22, 21])
  }
}
