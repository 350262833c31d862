import EventDetection
import EventLog
import GRDB
import TestSupport
import Testing

@Suite struct RepetitionTests {
  let test: TestLog

  init() throws { test = try TestLog() }

  @Test func `the same result twice changes no row`() throws {
    let result = test.result(
      events: [Sample.event(from: 1, to: 4)], candidates: [Sample.candidate(from: 5, to: 8)],
      gaps: [Gap(range: SampleRange(start: 2_800_000, end: 2_880_000), cause: .tail)])
    try test.log.commit(result)
    let once = try test.contents()
    #expect(once["event"]?.count == 1)
    try test.log.commit(result)
    #expect(try test.contents() == once)
  }

  @Test func `the same content under other settings is a decision more, not an analysis`() throws {
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 4)]))
    let other = try test.settings(1)
    try test.log.commit(test.result(settings: other, events: [Sample.event(2, from: 2, to: 5)]))

    #expect(try test.events().map(\.taxon.commonName) == ["Human voice"])
    let contents = try test.contents()
    #expect(contents["analysis"]?.count == 1)
    #expect(contents["decision"]?.count == 2)
    #expect(contents["event"]?.count == 2, "past decisions stay")
  }

  @Test func `going back to earlier settings brings their events back and adds nothing`() throws {
    let events = [Sample.event(from: 1, to: 4)]
    try test.log.commit(test.result(events: events))
    let before = try test.events()
    let id = try #require(try test.log.analyses().first)

    let other = try test.settings(1)
    try test.log.decide(DecisionResult(settings: other, detections: Detections([])), for: id)
    #expect(try test.events().isEmpty)
    let decided = try test.contents()

    try test.log.decide(
      DecisionResult(settings: test.settings, detections: Detections(events.map(Finding.event))),
      for: id)
    #expect(try test.events() == before)
    #expect(try test.contents()["event"] == decided["event"])
    #expect(try test.contents()["decision"]?.count == 2)
  }

  @Test func `superseding shows the new events and keeps the old ones in the file`() throws {
    try test.log.commit(test.result(events: [Sample.event(from: 1, to: 4)]))
    var again = test.result(events: [Sample.event(from: 2, to: 6)])
    again.recording.temperatureCelsius = -3
    try test.log.commit(again, again: .supersede)

    #expect(try test.events().map(\.startSeconds) == [2])
    let contents = try test.contents()
    #expect(contents["analysis"]?.map { $0["state"] as String? } == ["superseded", "done"])
    #expect(contents["event"]?.count == 2)
    #expect(contents["recording"]?.map { $0["temperature_celsius"] as Double? } == [-3])
    #expect(try test.log.analyses().count == 1)
  }

  @Test func `a bundle, settings and a place are known by what they are`() throws {
    let bundle = try test.log.register(Sample.bundle)
    #expect(bundle == test.bundle)
    #expect(try test.log.bundle(digest: Sample.digest) == test.bundle)
    #expect(try test.log.bundle(digest: Sample.sha256(9)) == nil)
    let settings = try test.settings(1)
    #expect(try test.settings(1) == settings)
    #expect(try test.log.settings(digest: Sample.sha256(501)) == #"{"number":1}"#)
    #expect(try test.log.settings(digest: Sample.sha256(502)) == nil)

    for number in 0..<3 {
      var result = test.result(number, paths: ["/\(number).wav"])
      result.recording.deployment = Deployment(site: number == 2 ? "Dam" : "Old pond")
      try test.log.commit(result)
    }
    #expect(try test.contents()["deployment"]?.count == 2)
  }

  @Test func `two models that know one species share its name`() throws {
    var other = Sample.bundle
    other.digest = Sample.sha256(77)
    other.classes = [Taxon(commonName: "Common raven", scientificName: "Corvus corax")]
    _ = try test.log.register(other)
    #expect(try test.contents()["taxon"]?.count == Sample.taxa.count)
    #expect(try test.contents()["class"]?.count == Sample.taxa.count + 1)
  }
}
