import EventDetection
import TestSupport
import Testing

@testable import AudioCapture

/// The instants of samples, with a card that runs too fast, late observations and a clock that steps.
@Suite struct StreamClockTests {
  private static let start: Int64 = 1_750_000_000_000_000_000
  private static let rate = 48_000

  /// Observes a stream each 50 ms for so many seconds.
  /// - Parameters:
  ///   - partsPerMillion: How much faster than nominal the card runs.
  ///   - delay: The most that an observation comes late, seconds.
  ///   - utc: What is added to the system's clock, nanoseconds, by second.
  ///   - sounded: Seconds of sound that have come, by second.
  ///   - spacing: Seconds from one observation to the next.
  private func observe(
    seconds: Double, partsPerMillion: Double = 0, delay: Double = 0.004, isPaced: Bool = true,
    isSynchronised: (Double) -> Bool = { _ in true }, offset: (Double) -> Int? = { _ in 120 },
    utc: (Double) -> Int64 = { _ in 0 }, sounded: (Double) -> Double = { $0 },
    spacing: Double = 0.05
  ) -> (clock: StreamClock, news: [StreamClock.News]) {
    var random = SplitMix64(seed: 7)
    var clock = StreamClock(
      start: ClockReading(monotonic: 5_000_000_000, utc: Self.start), sampleRate: Self.rate,
      isPaced: isPaced, isSynchronised: isSynchronised(0), utcOffsetMinutes: offset(0))
    var news: [StreamClock.News] = []
    let actual = Double(Self.rate) * (1 + partsPerMillion / 1e6)
    var second = spacing
    while second < seconds {
      let late = Double.random(in: 0...delay, using: &random)
      let instant = Int64((second + late) * 1e9)
      news += clock.observe(
        Int64(sounded(second) * actual),
        at: ClockReading(
          monotonic: 5_000_000_000 + instant, utc: Self.start + instant + utc(second)),
        isSynchronised: isSynchronised(second), utcOffsetMinutes: offset(second))
      second += spacing
    }
    return (clock, news)
  }

  private func anchors(_ news: [StreamClock.News]) -> [TimeAnchor] {
    news.compactMap { if case .anchor(let anchor) = $0 { anchor } else { nil } }
  }

  @Test(arguments: [-80.0, 0, 35, 120])
  func `the card's rate is measured to a few millionths`(partsPerMillion: Double) throws {
    let (clock, _) = observe(seconds: 900, partsPerMillion: partsPerMillion)
    let measured = try #require(clock.measuredRate)
    let found = (measured / Double(Self.rate) - 1) * 1e6
    #expect(abs(found - partsPerMillion) < 2, "\(found)")
  }

  @Test func `in the first minute nothing is claimed about the rate`() {
    #expect(observe(seconds: 55).clock.measuredRate == nil)
  }

  @Test func `after hours with a fast card every sample's instant is right to milliseconds`() {
    let (clock, news) = observe(seconds: 4 * 3600, partsPerMillion: 100)
    // Unmeasured, four hours at 100 ppm are 1.4 s.
    // The first anchor has the rate in it, and with that the count is right.
    #expect(!anchors(news).isEmpty)
    let actual = Double(Self.rate) * 1.0001
    for second in stride(from: 1200.0, to: 4 * 3600, by: 97) {
      let utc = clock.timeline.utcMicroseconds(at: Int64(second * actual))
      let truth = Self.start / 1000 + Int64(second * 1e6)
      #expect(abs(utc - truth) < 8000, "\(second): \(utc - truth)")
    }
  }

  @Test func `a card without drift needs no anchor but the first`() {
    #expect(observe(seconds: 3600).news.isEmpty)
  }

  @Test(arguments: [3600.0, -3600, 0.2, -0.2])
  func `a step of the clock is told once, and moves nothing before it`(step: Double) throws {
    let nanoseconds = Int64(step * 1e9)
    let before = observe(seconds: 100).clock.timeline
    let (clock, news) = observe(seconds: 200, utc: { $0 < 100 ? 0 : nanoseconds })
    let steps = news.compactMap { news -> Double? in
      if case .step(let seconds, _) = news { seconds } else { nil }
    }
    #expect(steps.count == 1)
    #expect(abs((steps.first ?? 0) - step) < 0.001)
    let anchor = try #require(anchors(news).first)
    #expect(abs(Double(anchor.sample) / Double(Self.rate) - 100) < 0.2)
    for sample in stride(from: 0 as Int64, to: anchor.sample, by: 10_000) {
      #expect(
        clock.timeline.utcMicroseconds(at: sample) == before.utcMicroseconds(at: sample))
    }
    let late = clock.timeline.utcMicroseconds(at: 150 * 48_000)
    #expect(abs(late - (Self.start / 1000 + 150_000_000 + Int64(step * 1e6))) < 10_000)
  }

  @Test func `one late reading of the clock is no step`() {
    let (_, news) = observe(seconds: 60, utc: { abs($0 - 30) < 0.02 ? 400_000_000 : 0 })
    #expect(news.isEmpty)
  }

  @Test func `a clock that becomes synchronised, and another offset, begin an anchor`() {
    let (clock, news) = observe(
      seconds: 90, isSynchronised: { $0 > 30 }, offset: { $0 > 60 ? 60 : 120 })
    #expect(anchors(news).map(\.source) == [.synchronisedClock, .synchronisedClock])
    #expect(anchors(news).map(\.utcOffsetMinutes) == [120, 60])
    #expect(clock.timeline.source(at: 0) == .unsynchronisedClock)
  }

  @Test(arguments: [1.01, 1.5, 20])
  func `what is poured into a pipe is counted from its start`(speed: Double) {
    let (clock, news) = observe(
      seconds: 4 * 3600, isPaced: false, sounded: { $0 * speed }, spacing: 0.5)
    #expect(news.isEmpty && clock.measuredRate == nil)
    #expect(clock.timeline.utcMicroseconds(at: 48_000) == Self.start / 1000 + 1_000_000)
  }

  /// By how much the instant of what sounds at a second is counted too late, seconds.
  private func error(_ clock: StreamClock, _ second: Double, _ sounded: Double) -> Double {
    let utc = clock.timeline.utcMicroseconds(at: Int64(sounded * Double(Self.rate)))
    return Double(utc - Self.start / 1000) / 1e6 - second
  }

  @Test(arguments: [-100.0, -50, 50, 100])
  func `a pipe from a card that runs fast or slow is right to little more than a second for weeks`(
    partsPerMillion: Double
  ) {
    let sounded = { (second: Double) in second * (1 + partsPerMillion / 1e6) }
    let weeks = 14 * 86_400.0
    let (clock, news) = observe(
      seconds: weeks, delay: 0.3, isPaced: false, sounded: sounded, spacing: 1)
    let drift = weeks * abs(partsPerMillion) / 1e6
    #expect(anchors(news).count == news.count && Double(news.count) <= drift)
    for second in stride(from: 0.0, to: weeks, by: 977) {
      let error = error(clock, second, sounded(second))
      #expect(abs(error) < 1.2, "\(second): \(error)")
    }
  }

  @Test func `what leaves sound out of a pipe, half a second each hour, does not add up`() {
    let sounded = { (second: Double) in second - 0.5 * (second / 3600).rounded(.down) }
    let (clock, _) = observe(
      seconds: 86_400, delay: 0.3, isPaced: false, sounded: sounded, spacing: 1)
    for second in stride(from: 1800.0, to: 86_400, by: 977) {
      let error = error(clock, second, sounded(second))
      #expect(abs(error) < 1.7, "\(second): \(error)")
    }
  }

  @Test func `a pipe that stalls and catches up is counted on`() {
    // Four seconds late for nine minutes, which is most of a span, and once within a second of its end.
    for begin in [30.0, 300, 598] {
      let (_, news) = observe(
        seconds: 7200, isPaced: false,
        sounded: { (begin..<begin + 540).contains($0) ? max(begin, $0 - 4) : $0 }, spacing: 0.2)
      #expect(news.isEmpty, "\(begin)")
    }
  }

  @Test func `a pipe that is late for half an hour and catches up is right again afterwards`() {
    let sounded = { (second: Double) in
      (1000..<2800).contains(second) ? max(1000, second - 4) : second
    }
    let (clock, news) = observe(seconds: 7200, isPaced: false, sounded: sounded, spacing: 0.2)
    #expect(anchors(news).count == 2)
    for second in [500.0, 4300, 7000] {
      #expect(abs(error(clock, second, second)) < 0.01)
    }
  }

  @Test func `a pipe's clock that is set begins an anchor, and no other follows`() {
    let (_, news) = observe(
      seconds: 7200, isPaced: false, utc: { $0 < 100 ? 0 : 60_000_000_000 }, spacing: 0.2)
    #expect(anchors(news).count == 1 && news.count == 2)
  }
}
