import Foundation
import TestSupport
import Testing

@testable import Pictures

@Suite struct AxisTests {
  /// Seven points a character.
  private static func measure(_ text: String) -> Double { Double(text.count) * 7 }

  private static func axis(_ start: Double, _ end: Double, clock: Clock? = nil) -> TimeAxis {
    TimeAxis(start: start, end: end, clock: clock)
  }

  @Test func `labels of times keep their distance, from milliseconds to years`() {
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let length = pow(10, Double.random(in: -2...9, using: &random))
      let start = Bool.random(using: &random) ? 0 : Double.random(in: 0...1e6, using: &random)
      let clock = Bool.random(using: &random) ? Clock(utcMicroseconds: 1_749_273_001_500_000) : nil
      let width = Double.random(in: 300...4000, using: &random)
      let ticks = Self.axis(start, start + length, clock: clock)
        .ticks(width: width, measure: Self.measure)
      #expect(!ticks.isEmpty, "seed \(seed)")
      for (left, right) in zip(ticks, ticks.dropFirst()) {
        let widest = (left.labels + right.labels).map(Self.measure).max() ?? 0
        #expect((right.place - left.place) * width >= widest + 20, "seed \(seed)")
        #expect(left.labels != right.labels, "seed \(seed)")
      }
    }
  }

  @Test func `a minute has its seconds, an hour its minutes, half a second its hundredths`() {
    func texts(_ axis: TimeAxis, _ width: Double) -> [String] {
      axis.ticks(width: width, measure: Self.measure).map { $0.labels.joined(separator: " ") }
    }
    #expect(texts(Self.axis(0, 60), 300) == ["0", "10", "20", "30", "40", "50", "60"])
    #expect(texts(Self.axis(0, 3599), 300) == ["0:00", "15:00", "30:00", "45:00"])
    #expect(
      texts(Self.axis(3600, 7200), 300) == ["1:00:00", "1:15:00", "1:30:00", "1:45:00", "2:00:00"])
    #expect(texts(Self.axis(2, 2.5), 300) == ["2", "2.1", "2.2", "2.3", "2.4", "2.5"])
    let clock = Clock(utcMicroseconds: 1_749_340_770_000_000, utcOffsetMinutes: 120)
    #expect(
      texts(Self.axis(0, 60, clock: clock), 300) == [
        "0 01:59:30", "30 02:00:00", "60 02:00:30",
      ])
  }

  @Test func `clock and date agree with Foundation's calendar`() throws {
    for seed in 1...500 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let second = Int64.random(in: -2_000_000_000...8_000_000_000, using: &random)
      let offset = Int.random(in: -840...840, using: &random)
      let clock = Clock(utcMicroseconds: second * 1_000_000, utcOffsetMinutes: offset)
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = try #require(TimeZone(secondsFromGMT: offset * 60))
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second],
        from: Date(timeIntervalSince1970: Double(second)))
      let date = [parts.year, parts.month, parts.day].compactMap { $0 }
      let time = [parts.hour, parts.minute, parts.second].compactMap { $0 }
      #expect(clock.date.split(separator: "-").compactMap { Int($0) } == date, "seed \(seed)")
      let shown = clock.time(after: 0).split(separator: ":").compactMap { Int($0) }
      #expect(shown == time, "seed \(seed)")
    }
  }

  @Test func `the caption says what the times are`() {
    #expect(Self.axis(0, 30).caption == "time in the recording (s)")
    #expect(Self.axis(0, 300).caption == "time in the recording")
    let clock = Clock(utcMicroseconds: 1_749_340_770_000_000, utcOffsetMinutes: -210)
    #expect(
      Self.axis(0, 30, clock: clock).caption
        == "time in the recording (s) and local time, 2025-06-07 UTC-03:30")
    #expect(
      Self.axis(0, 30, clock: Clock(utcMicroseconds: clock.utcMicroseconds)).caption
        == "time in the recording (s) and UTC, 2025-06-07")
  }

  @Test func `milliseconds carry into the next day`() {
    let clock = Clock(utcMicroseconds: 86_399_999_700)
    #expect(clock.time(after: 0, fine: true) == "00:00:00.000")
    #expect(clock.time(after: -0.001, fine: true) == "23:59:59.999")
  }

  @Test func `names of frequencies keep their distance and lie on the axis`() {
    let mel = (1...96).map { 700 * (pow(10, Double($0) * 30 / 2595) - 1) }
    let even = (0..<400).map { 100 + Double($0) * 30 }
    for bands in [mel, even, [1, 2], [50_000, 90_000, 170_000]] {
      for height in [100.0, 240, 900] {
        let ticks = FrequencyAxis(bands: bands).ticks(height: height, spacing: 24)
        #expect(!ticks.isEmpty)
        for (low, high) in zip(ticks, ticks.dropFirst()) {
          #expect((high.place - low.place) * height >= 24 && high.hertz > low.hertz)
        }
      }
    }
  }

  @Test func `frequencies read as people write them`() {
    #expect(
      [50, 200, 1000, 1500, 12_000].map(FrequencyAxis.label) == [
        "50 Hz", "200 Hz", "1 kHz", "1.5 kHz", "12 kHz",
      ])
  }

  @Test func `each band's centre is in the middle of its row`() throws {
    let bands = [100.0, 150, 300, 301, 9000]
    for (row, hertz) in bands.enumerated() {
      let place = try #require(FrequencyAxis(bands: bands).place(of: hertz))
      #expect(abs(place - (Double(row) + 0.5) / 5) < 1e-12)
    }
    #expect(FrequencyAxis(bands: bands).place(of: 20_000) == nil)
  }
}
