import EventDetection
import Testing

@testable import Station

/// When clips are cut, and which are not kept. 16 kHz, windows of 3 s that overlap by half.
@Suite struct ClipCutterTests {
  private func range(_ start: Double, _ end: Double) -> SampleRange {
    SampleRange(start: Int64(start * 16_000), end: Int64(end * 16_000))
  }

  private func event(_ start: Double, _ end: Double, class classIndex: Int = 0) -> Event {
    Event(
      classIndex: classIndex, range: range(start, end), peakScore: 0.9, meanScore: 0.8,
      windows: 2)
  }

  private func cutter(
    before: Double = 3, after: Double = 3, longest: Double = 30,
    voices: ClipPolicy.Voices = .drop(threshold: 0.2, margin: 1), historySeconds: Int = 120
  ) throws -> ClipCutter {
    ClipCutter(
      try ClipRuleTests.rule(
        ClipPolicy.sample(before: before, after: after, longest: longest, voices: voices)),
      historyLength: historySeconds * 16_000)
  }

  /// Judges the windows that begin from `start` up to, without, `end`.
  private func judge(
    _ cutter: inout ClipCutter, _ start: Double, _ end: Double,
    voice: (Double) -> Float = { _ in 0 }
  ) {
    for time in stride(from: start, to: end, by: 1.5) {
      cutter.judge(range(time, time + 3), voice: voice(time))
    }
  }

  private func verdict(
    _ event: Event, _ cutter: inout ClipCutter, position: Double, isLast: Bool = false
  ) -> ClipCutter.Verdict? {
    cutter.observe(open: [], closed: [event])
    return cutter.takeDue(position: Int64(position * 16_000), isLast: isLast).first?.verdict
  }

  @Test func `a clip is its event with what is before and after, once all its windows are judged`()
    throws
  {
    var cutter = try cutter()
    judge(&cutter, 0, 21)
    #expect(verdict(event(12, 16.5), &cutter, position: 22.5) == nil)
    // The windows that begin before 20.5 s touch the margin behind 19.5 s.
    judge(&cutter, 21, 22)
    #expect(cutter.takeDue(position: 24 * 16_000).map(\.verdict) == [.keep(range(9, 19.5))])
    #expect(cutter.takeDue(position: 30 * 16_000) == [])
  }

  @Test func `at the beginning of a stream there is nothing before`() throws {
    var cutter = try cutter()
    judge(&cutter, 0, 20)
    #expect(verdict(event(1.5, 6), &cutter, position: 22) == .keep(range(0, 9)))
  }

  @Test func `at its end the clip ends with it, and with what was judged`() throws {
    var whole = try cutter()
    judge(&whole, 0, 20)
    #expect(
      verdict(event(15, 21), &whole, position: 22.5, isLast: true) == .keep(range(12, 22.5)))
    var tail = try cutter()
    judge(&tail, 0, 20)
    // A second and a half that no window covers: the clip stays a margin away.
    #expect(
      verdict(event(13.5, 19.5), &tail, position: 24, isLast: true) == .keep(range(10.5, 21.5)))
    // The event itself comes nearer.
    var near = try cutter()
    judge(&near, 0, 20)
    #expect(
      verdict(event(15, 22.5), &near, position: 24, isLast: true) == .keep(range(12, 22.5)))
  }

  @Test func `of an event that is too long the beginning is kept, while it goes on`() throws {
    var cutter = try cutter(longest: 12)
    judge(&cutter, 0, 30)
    cutter.observe(open: [event(6, 9)], closed: [])
    #expect(cutter.takeDue(position: 32 * 16_000) == [])
    cutter.observe(open: [event(6, 21)], closed: [])
    #expect(cutter.takeDue(position: 32 * 16_000).map(\.verdict) == [.keep(range(3, 15))])
    cutter.observe(open: [event(6, 28)], closed: [])
    cutter.observe(open: [], closed: [event(6, 28)])
    judge(&cutter, 30, 60)
    #expect(cutter.takeDue(position: 62 * 16_000) == [])
    // The next event of the species has its own.
    #expect(verdict(event(45, 48), &cutter, position: 62) == .keep(range(42, 51)))
  }

  @Test func `events of two species at the same time have a clip each`() throws {
    var cutter = try cutter()
    judge(&cutter, 0, 30)
    cutter.observe(open: [], closed: [event(6, 12), event(7.5, 15, class: 1)])
    #expect(
      cutter.takeDue(position: 32 * 16_000).map(\.verdict)
        == [.keep(range(3, 15)), .keep(range(4.5, 18))])
  }

  @Test(arguments: [
    // The clip is 9 to 18 s, with its margin 8 to 19 s. A window that ends or begins there is beyond.
    (4.5, false), (6.0, true), (12.0, true), (18.0, true), (19.5, false),
  ])
  func `a voice in any window that touches the clip or its margin`(time: Double, isHeard: Bool)
    throws
  {
    for score in [0.19, 0.2, 0.9, Float.nan] {
      var cutter = try cutter()
      judge(&cutter, 0, 30) { $0 == time ? score : 0.19 }
      let expected: ClipCutter.Verdict =
        isHeard && !(score < 0.2) ? .drop(.voice) : .keep(range(9, 18))
      #expect(verdict(event(12, 15), &cutter, position: 32) == expected, "\(score)")
    }
  }

  @Test func `voices are kept if that is wanted, and nothing waits for windows`() throws {
    var cutter = try cutter(voices: .keep)
    #expect(verdict(event(12, 15), &cutter, position: 17.9) == nil)
    #expect(cutter.takeDue(position: 18 * 16_000).map(\.verdict) == [.keep(range(9, 18))])
    #expect(verdict(event(18, 21, class: 2), &cutter, position: 30) == .keep(range(15, 24)))
  }

  @Test func `people's own events get no clip`() throws {
    var cutter = try cutter()
    judge(&cutter, 0, 30)
    #expect(verdict(event(12, 15, class: 2), &cutter, position: 32, isLast: true) == nil)
  }

  @Test func `a clip ends a margin before sound that was not judged`() throws {
    var cutter = try cutter()
    // Lost at 16 s and at 8 s: windows that touch it do not count.
    for time in stride(from: 0.0, to: 30, by: 1.5)
    where !(time...time + 3).contains(8) && !(time...time + 3).contains(16) {
      cutter.judge(range(time, time + 3), voice: 0)
    }
    // Judged from 9 to 15 s.
    #expect(verdict(event(10.5, 13.5), &cutter, position: 32) == .keep(range(10, 14)))
    // The event itself comes nearer.
    #expect(verdict(event(9, 15), &cutter, position: 32) == .keep(range(9, 15)))
    #expect(verdict(event(12, 21), &cutter, position: 32) == .drop(.unjudged))
    #expect(verdict(event(6, 12), &cutter, position: 32) == .drop(.unjudged))
  }

  @Test func `without any window nothing is kept`() throws {
    var cutter = try cutter()
    #expect(verdict(event(12, 15), &cutter, position: 60) == .drop(.unjudged))
    var atEnd = try self.cutter()
    #expect(
      verdict(event(12, 15), &atEnd, position: 15, isLast: true) == .drop(.unjudged))
  }

  @Test func `what the history does not hold any more is not in the clip`() throws {
    var cutter = try cutter(historySeconds: 20)
    judge(&cutter, 0, 40)
    // At 35 s, it begins at 15 s.
    #expect(verdict(event(16.5, 19.5), &cutter, position: 35) == .keep(range(15, 22.5)))
    #expect(verdict(event(7.5, 18), &cutter, position: 35) == .keep(range(15, 21)))
    #expect(verdict(event(4.5, 13.5), &cutter, position: 35) == .drop(.gone))
  }

  @Test func `an event that lasts is cut before the history loses its beginning`() throws {
    var cutter = try cutter(longest: 60, historySeconds: 30)
    judge(&cutter, 0, 30)
    cutter.observe(open: [event(6, 27)], closed: [])
    // The next block could be 4.1 s long.
    #expect(cutter.takeDue(position: 31 * 16_000) == [])
    #expect(cutter.takeDue(position: 32 * 16_000).map(\.verdict) == [.keep(range(3, 27.5))])
  }
}
