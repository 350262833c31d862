import EventDetection
import EventLog
import GRDB
import TestSupport
import Testing

@Suite struct AtomicityTests {
  let test: TestLog

  init() throws { test = try TestLog() }

  /// Results of two analyses of which the second cannot be stored.
  enum Flaw: CaseIterable {
    case classOfAnotherModel, scoreAboveOne, eventTwice, windowTwice, emptyEvent
  }

  @Test(arguments: Flaw.allCases)
  func `what the log refuses leaves no row behind`(flaw: Flaw) throws {
    try test.log.commit(test.result(7, paths: ["/a/7.wav"], events: [Sample.event(from: 1, to: 2)]))
    let before = try test.contents()

    var result = test.result(events: [Sample.event(from: 1, to: 4)])
    let good = Sample.event(from: 1, to: 4)
    var flawed = test.result(channel: .index(1), events: [good])
    var events = [Finding.event(good)]
    switch flaw {
    case .classOfAnotherModel: events.append(.event(Sample.event(3, from: 2, to: 3)))
    case .scoreAboveOne: events.append(.event(Sample.event(2, from: 2, to: 3, peak: 1.5)))
    case .eventTwice: events.append(.event(good))
    case .windowTwice:
      for window in flawed.analyses[0].scores {
        flawed.analyses[0].scores.append(range: window.range, outputs: window.outputs)
      }
    case .emptyEvent: events.append(.event(Sample.event(2, from: 2, to: 2)))
    }
    flawed.analyses[0].decision.detections = Detections(events)
    result.analyses += flawed.analyses

    #expect {
      try test.log.commit(result)
    } throws: { error in
      guard case EventLogError.refused(let path, _) = error else { return false }
      return path == test.log.path
    }
    #expect(try test.contents() == before)
    result.analyses.removeLast()
    try test.log.commit(result)
    #expect(try test.events().count == 2, "the log works on")
  }

  @Test func `a decision that is refused leaves the one before it current`() throws {
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 4)]))
    let before = try test.contents()
    let id = try #require(try test.log.analyses().first)
    let flawed = Detections([
      .event(Sample.event(from: 2, to: 3)), .event(Sample.event(9, from: 3, to: 4)),
    ])
    let other = try test.settings(1)
    #expect(throws: EventLogError.self) {
      try test.log.decide(DecisionResult(settings: other, detections: flawed), for: id)
    }
    let after = try test.contents()
    #expect(after["decision"] == before["decision"])
    #expect(after["event"] == before["event"])
    #expect(after["daily_count"] == before["daily_count"])
  }

  @Test func `a reader sees one state of the log, whatever is committed meanwhile`() throws {
    let first = (0..<50).map { Sample.event(from: Double($0), to: Double($0) + 1) }
    try test.log.commit(test.result(events: first))
    let reader = try EventLog(path: test.log.path, access: .reading)
    var seen = 0
    try reader.forEachEvent { _ in
      if seen == 10 {
        try test.log.commit(
          test.result(1, paths: ["/b.wav"], events: [Sample.event(2, from: 1, to: 2)]))
      }
      seen += 1
    }
    #expect(seen == 50)
    #expect(try test.events().count == 51)
  }

  @Test func `what the caller throws while reading comes back as it is`() throws {
    struct Enough: Error {}
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 4)]))
    #expect(throws: Enough.self) { try test.log.forEachEvent { _ in throw Enough() } }
    #expect(try test.events().count == 1, "the log can be read again")
  }
}
