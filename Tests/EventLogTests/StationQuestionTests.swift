import EventDetection
import TestSupport
import Testing

@testable import EventLog

/// What a station and its status ask of the last hours.
@Suite struct StationQuestionTests {
  let station: LiveLog
  var log: EventLog { station.log }

  init() throws { station = try LiveLog() }

  private func instant(_ seconds: Double) -> Int64 { Sample.start + Int64(seconds * 1e6) }

  @Test func `events are counted by species, between two instants`() throws {
    try station.commit(
      through: 100,
      events: [
        Sample.event(0, from: 1, to: 4), Sample.event(2, from: 10, to: 14),
        Sample.event(0, from: 20, to: 24), Sample.event(0, from: 50, to: 54),
      ],
      open: [Sample.event(2, from: 90, to: 99)])
    func totals(_ from: Double, _ until: Double) throws -> [String: Int] {
      try log.speciesTotals(from: instant(from), until: instant(until))
        .reduce(into: [:]) { $0[$1.taxon.commonName] = $1.events }
    }
    #expect(try totals(0, 100) == ["Common raven": 3, "Human voice": 2])
    #expect(try totals(1, 20) == ["Common raven": 1, "Human voice": 1])
    #expect(try totals(2, 10) == [:])
    #expect(
      try log.speciesTotals(from: instant(0)).map(\.taxon.commonName)
        == ["Common raven", "Human voice"])
  }

  @Test func `the first of the day is the one before which there is none, of any model`() throws {
    try station.commit(through: 100, events: [Sample.event(0, from: 50, to: 54)])
    var other = Sample.bundle
    other.digest = Sample.sha256(900)
    other.classes = [Taxon(commonName: "Owl"), Sample.taxa[0]]
    let bundle = try log.register(other)
    func has(_ classIndex: Int, _ bundle: BundleID, _ from: Double, _ until: Double) throws -> Bool
    {
      try log.hasEvent(
        ofClass: classIndex, of: bundle, from: instant(from), until: instant(until))
    }
    #expect(try has(0, station.test.bundle, 0, 100))
    #expect(try !has(0, station.test.bundle, 0, 50) && !has(0, station.test.bundle, 51, 100))
    #expect(try !has(1, station.test.bundle, 0, 100))
    #expect(try has(1, bundle, 0, 100) && !has(0, bundle, 0, 100))
  }

  @Test func `gaps are told with their part of the time that is asked for`() throws {
    let gap = try log.openGap(ofInput: "garden", from: instant(-100), cause: .absent)
    try log.close(gap, at: instant(20))
    _ = try log.openGap(ofInput: "pond", from: instant(90), cause: .lost)
    try station.commit(
      through: 60,
      gaps: [Gap(range: SampleRange(start: 30 * 48_000, end: 31 * 48_000), cause: .overrun)])
    #expect(
      try log.gapSeconds(from: instant(0), until: instant(100))
        == ["garden": [.absent: 20, .overrun: 1], "pond": [.lost: 10]])
    #expect(try log.gapSeconds(from: instant(20), until: instant(30)) == [:])
    #expect(
      try log.inputGaps(from: instant(0), until: instant(50)).map(\.cause) == [.absent, .overrun])
    // Those of recordings are no input's.
    try log.commit(
      station.test.result(gaps: [Gap(range: SampleRange(start: 1, end: 9), cause: .tail)]))
    #expect(try log.inputGaps(from: .min, until: .max).count == 3)
  }

  @Test func `candidates are counted by cause, where the clock was set too`() throws {
    var progress = LiveLog.progress(
      through: 100,
      candidates: (0..<10).map { Sample.candidate(from: Double($0 * 10), to: Double($0 * 10 + 3)) })
    progress.findings.append(
      .candidate(
        Candidate(
          classIndex: 2, range: SampleRange(start: 0, end: 9), peakScore: 0.9, meanScore: 0.9,
          windows: 1, cause: .excluded)))
    // From 50 s on the clock shows an hour more.
    progress.anchors = [
      TimeAnchor(
        sample: 50 * 48_000, utcMicroseconds: instant(3650), utcOffsetMinutes: 120,
        source: .synchronisedClock, measuredRate: 48_000)
    ]
    try log.commit(progress, of: station.live)
    func totals(_ from: Double, _ until: Double) throws -> [Candidate.Cause: Int] {
      try log.candidateTotals(from: instant(from), until: instant(until))["garden"] ?? [:]
    }
    #expect(try totals(0, 4000) == [.belowThreshold: 10, .excluded: 1])
    #expect(try totals(0, 45) == [.belowThreshold: 5, .excluded: 1])
    #expect(try totals(10, 21) == [.belowThreshold: 2])
    #expect(try totals(50, 3650) == [:])
    #expect(try totals(3650, 3661) == [.belowThreshold: 2])
    #expect(try totals(4000, 9000) == [:])
    // A stream that is over is asked no more, and one that begins later not yet.
    try station.commit(through: 101, isLast: true)
    #expect(try totals(0, 4000) == [.belowThreshold: 10, .excluded: 1])
    #expect(try totals(3702, 9000) == [:] && totals(-9, 0) == [:])
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `the samples of a span of time are those whose instants lie in it`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var (sample, utc): (Int64, Int64) = (0, 1_000_000)
    let anchors = (0..<5).map { _ in
      let anchor = TimeAnchor(
        sample: sample, utcMicroseconds: utc, utcOffsetMinutes: 0, source: .synchronisedClock,
        measuredRate: Bool.random(using: &random) ? Double.random(in: 9...11, using: &random) : nil)
      sample += Int64.random(in: 1...40, using: &random)
      utc += Int64.random(in: -2_000_000...4_000_000, using: &random)
      return anchor
    }
    let timeline = try #require(Timeline(anchors: anchors, sampleRate: 10))
    for _ in 0..<20 {
      let from = Int64.random(in: -1_000_000...20_000_000, using: &random)
      let span = from..<from + Int64.random(in: 1...5_000_000, using: &random)
      let found = timeline.samples(in: span)
      // A sample's instant is told in whole microseconds.
      let expected = (0..<300 as Range<Int64>).filter {
        span.contains(timeline.utcMicroseconds(at: $0))
      }
      let inside = (0..<300 as Range<Int64>).filter { sample in
        found.contains { $0.contains(sample) }
      }
      let difference = Set(expected).symmetricDifference(inside)
      #expect(
        difference.allSatisfy { sample in
          let instant = timeline.utcMicroseconds(at: sample)
          return abs(instant - span.lowerBound) <= 1 || abs(instant - span.upperBound) <= 1
        }, "seed \(seed)")
    }
  }
}
