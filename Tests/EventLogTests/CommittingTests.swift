import EventDetection
import EventLog
import Testing

@Suite struct CommittingTests {
  let ground: TestLog
  var log: EventLog { ground.log }

  init() throws { ground = try TestLog() }

  @Test func `what is committed is read back as it was`() throws {
    let events = [Sample.event(from: 1, to: 4), Sample.event(2, from: 2, to: 5)]
    let candidates = [Sample.candidate(from: 10, to: 13)]
    try log.add(
      paths: ["/a/1.wav"], bundle: ground.bundle, settings: ground.settings,
      events: events, candidates: candidates)

    let id = try #require(try log.analyses().first)
    let analysis = try log.analysis(id)
    #expect(analysis.sha256 == Sample.sha256(0))
    #expect(analysis.path == "/a/1.wav")
    #expect(analysis.channel == .index(0))
    #expect(analysis.step == 16_000)
    #expect(analysis.scoreFloor == 0.05)
    #expect(analysis.bundleDigest == Sample.digest)
    #expect(analysis.timeline?.utcMicroseconds(at: 48_000) == Sample.start + 1_000_000)

    let detections = try log.detections(of: id)
    #expect(detections.events == events)
    #expect(detections.candidates == candidates)

    let windows = try log.windows(of: id)
    #expect(windows.map(\.outputs) == [[127, -128, 0], [-1, 1, 2]])
    #expect(windows.map(\.range.start) == [0, 96_000])

    var logged: [LoggedEvent] = []
    try log.forEachEvent { logged.append($0) }
    #expect(logged.map(\.taxon.commonName) == ["Common raven", "Human voice"])
    #expect(logged.first?.startLocal == "2024-06-01T06:00:01.000+02:00")
    #expect(logged.first?.path == "/a/1.wav")
    #expect(logged.first?.startSeconds == 1)
  }
}
