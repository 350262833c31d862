import EventDetection
import TestSupport
import Testing

@testable import EventLog

/// For how long a station listened, and why not.
@Suite struct ListeningTimesTests {
  let station: LiveLog
  var log: EventLog { station.log }

  init() throws { station = try LiveLog() }

  private func instant(_ seconds: Double) -> Int64 { Sample.start + Int64(seconds * 1e6) }

  @Test func `gaps are told with their part of the time that is asked for`() throws {
    let gap = try log.openGap(ofInput: "garden", from: instant(-100), cause: .absent)
    try log.close(gap, at: instant(20))
    _ = try log.openGap(ofInput: "pond", from: instant(90), cause: .lost)
    try station.commit(
      through: 60,
      gaps: [Gap(range: SampleRange(start: 30 * 48_000, end: 31 * 48_000), cause: .overrun)])
    let gaps = try log.inputGaps(from: instant(0), until: instant(100))
    #expect(gaps.map { $0.seconds(from: instant(0), until: instant(100)) } == [20, 1, 10])
    #expect(gaps.map(\.input) == ["garden", "garden", "pond"])
    #expect(gaps.map(\.isWithinStream) == [false, true, false])
    #expect(try log.inputGaps(from: instant(20), until: instant(30)) == [])
    #expect(
      try log.inputGaps(from: instant(0), until: instant(50)).map(\.cause) == [.absent, .overrun])
    // Those of recordings are no input's.
    try log.commit(
      station.test.result(gaps: [Gap(range: SampleRange(start: 1, end: 9), cause: .tail)]))
    #expect(try log.inputGaps(from: .min, until: .max).count == 3)
  }

  @Test func `an input was heard as far as its stream has come, or until it was over`() throws {
    try station.commit(through: 60)
    func seconds(_ from: Double, _ until: Double) throws -> [Double] {
      try log.heardStretches(from: instant(from), until: instant(until))
        .map { $0.seconds(from: instant(from), until: instant(until)) }
    }
    #expect(try seconds(-9, 100) == [60] && seconds(10, 20) == [10])
    try station.commit(through: 80, isLast: true)
    #expect(try seconds(-9, 100) == [80] && seconds(80, 100) == [] && seconds(-9, 0) == [])
    #expect(
      try log.heardStretches(from: .min, until: .max) == [
        HeardStretch(input: "garden", startedAt: instant(0), endedAt: instant(80))
      ])
  }
}
