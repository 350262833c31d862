import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Survey

@Suite struct SurveyTests {
  let ground: SurveyGround

  init() throws { ground = try SurveyGround() }

  @Test(arguments: [2, 5], [ChannelSelection.first, .each, .mix])
  func `any number of threads gives the rows that one gives`(
    jobs: Int, channel: ChannelSelection
  ) throws {
    try ground.fill()
    try ground.survey("one.sqlite", settings: SurveySettings(channel: channel))
    let summary = try ground.survey(
      "many.sqlite", settings: SurveySettings(channel: channel, jobs: jobs))
    let one = try LogContents(of: ground.log("one.sqlite"))
    #expect(try LogContents(of: ground.log("many.sqlite")) == one)
    #expect(one.count("event") > 5)
    #expect(one.count("analysis") == (channel == .each ? 5 : 4))
    #expect(summary.analysed == 4 && summary.failures.isEmpty)
  }

  @Test func `the same work twice adds nothing, and does not even read the sound`() throws {
    try ground.fill()
    try ground.survey()
    let before = try LogContents(of: ground.log())
    var news: [SurveyProgress] = []
    let summary = try ground.survey {
      if case .progress(let progress) = $0 { news.append(progress) }
    }
    #expect(summary.analysed == 0 && summary.known == 4 && summary.seconds == 0)
    #expect(try LogContents(of: ground.log()) == before)
    #expect(news.last?.knownBytes == news.last?.totalBytes)
  }

  @Test func `a file that was moved is known by its content, and shown where it is now`() throws {
    try ground.fill()
    try ground.survey()
    let from = ground.recordings.appending(path: "20250607_031000.wav")
    let to = ground.recordings.appending(path: "moved.wav")
    try FileManager.default.moveItem(at: from, to: to)
    let before = try LogContents(of: ground.log())
    let summary = try ground.survey()
    let after = try LogContents(of: ground.log())
    #expect(summary.analysed == 0 && summary.known == 4)
    #expect(after.rows["event"] == before.rows["event"])
    let log = try EventLog(path: ground.log().path, access: .reading)
    var paths: Set<String> = []
    try log.forEachEvent { paths.insert($0.path ?? "") }
    #expect(paths.contains { $0.hasSuffix("/moved.wav") })
    #expect(!paths.contains { $0.hasSuffix("/20250607_031000.wav") })
  }

  @Test(arguments: [1, 5]) func `two files of one content are one recording`(jobs: Int) throws {
    let scene = TestScene.busy(seconds: 6, seed: 9).wav()
    try ground.write("a.wav", scene)
    try ground.write("b.wav", scene)
    let summary = try ground.survey(settings: SurveySettings(jobs: jobs))
    let contents = try LogContents(of: ground.log())
    #expect(summary.analysed == 1 && summary.known == 1)
    #expect(contents.count("recording") == 1 && contents.count("file") == 2)
  }

  @Test func `other settings decide anew over the stored scores, and both decisions stay`() throws {
    try ground.fill()
    try ground.survey()
    let first = try LogContents(of: ground.log())
    let summary = try ground.survey(plan: try ground.plan(threshold: 0.9))
    let second = try LogContents(of: ground.log())
    #expect(summary.analysed == 0 && summary.decidedAnew == 4)
    #expect(second.rows["score"] == first.rows["score"])
    #expect(second.count("decision") == 2 * first.count("decision"))
    // And it is what listening with those settings gives.
    try ground.survey("strict.sqlite", plan: try ground.plan(threshold: 0.9))
    let strict = try EventLog(path: ground.log("strict.sqlite").path, access: .reading)
    let anew = try EventLog(path: ground.log().path, access: .reading)
    #expect(try events(of: anew) == events(of: strict))
  }

  @Test func `another overlap takes the place of the first, and no event is shown twice`() throws {
    try ground.fill()
    try ground.survey()
    let first = try events(of: EventLog(path: ground.log().path, access: .reading))
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let whole = try AnalysisPlan(
      bundle, step: bundle.step(overlap: 0), rule: DetectionRule(), segmentSeconds: 3)
    try ground.survey(plan: whole)
    try ground.survey("apart.sqlite", plan: whole)
    let apart = try events(of: EventLog(path: ground.log("apart.sqlite").path, access: .reading))
    #expect(try events(of: EventLog(path: ground.log().path, access: .reading)) == apart)
    // And back, from the stored scores.
    #expect(try ground.survey().analysed == 0)
    #expect(try events(of: EventLog(path: ground.log().path, access: .reading)) == first)
  }

  @Test(arguments: [1, 2, 8]) func `analysing again does the work of a content once`(jobs: Int)
    throws
  {
    for number in 0..<20 {
      try ground.write("\(number).wav", TestScene.busy(seconds: 3, seed: 9).wav())
    }
    try ground.survey(settings: SurveySettings(jobs: jobs))
    let summary = try ground.survey(settings: SurveySettings(jobs: jobs, again: true))
    #expect(summary.analysed == 1 && summary.known == 19)
    #expect(try LogContents(of: ground.log()).count("analysis") == 2)
  }

  @Test func `two spellings of a name are two files`() throws {
    try ground.write("caf\u{E9}.wav", TestScene.busy(seconds: 3, seed: 1).wav())
    try ground.write("cafe\u{301}.wav", TestScene.busy(seconds: 3, seed: 2).wav())
    #expect(try ground.survey().analysed == 2)
  }

  @Test func `analysing again supersedes, and changes no event`() throws {
    try ground.fill()
    try ground.survey()
    let before = try events(of: EventLog(path: ground.log().path, access: .reading))
    let summary = try ground.survey(settings: SurveySettings(again: true))
    #expect(summary.analysed == 4)
    #expect(try events(of: EventLog(path: ground.log().path, access: .reading)) == before)
  }

  @Test func `a survey that is told to stop goes on where it stopped`() throws {
    try ground.fill()
    try ground.survey("whole.sqlite")
    let cancellation = Cancellation()
    let summary = try ground.survey(cancellation: cancellation) { news in
      if case .progress(let progress) = news, progress.recordings == 1 { cancellation.cancel() }
    }
    #expect(summary.isInterrupted && summary.analysed == 1)
    try ground.survey()
    #expect(
      try LogContents(of: ground.log()) == LogContents(of: ground.log("whole.sqlite")))
  }

  @Test func `the log has where and when, by what, and how that is known`() throws {
    try ground.fill()
    let zone = try #require(TimeZone(identifier: "Europe/Zurich"))
    try ground.survey(
      settings: SurveySettings(
        site: Deployment(
          site: "Old pond", latitude: 47.05, longitude: 8.31, timeZone: zone.identifier),
        timeZone: zone))
    let contents = try LogContents(of: ground.log())
    #expect(contents.rows["deployment"]?.count == 1)
    #expect(contents.rows["anchor"]?.allSatisfy { $0.contains("source=\"file_name\"") } == true)
    let log = try EventLog(path: ground.log().path, access: .reading)
    var events: [LoggedEvent] = []
    try log.forEachEvent { events.append($0) }
    // 03:10 in June in Zurich is 01:10 UTC.
    let first = try #require(events.first)
    #expect(first.startLocal?.hasPrefix("2025-06-07T03:1") == true)
    #expect(first.startLocal?.hasSuffix("+02:00") == true)
    let dawn: Int64 = 1_749_258_600_000_000
    let offset = Int64(first.startSeconds * 1e6)
    #expect(first.startedAt == dawn + offset)
    #expect(first.site == "Old pond" && first.model == "tiny")
  }

  @Test func `an impossible rule is refused before anything is read`() throws {
    #expect(throws: DetectionError.self) { try ground.plan(threshold: 1) }
    #expect(throws: BundleError.self) {
      try AnalysisPlan(
        ModelBundle(path: TinyBundle.url.path), step: 1, rule: DetectionRule())
    }
  }

  @Test func `in memory a recording gives the windows and events that the log has`() throws {
    try ground.fill()
    try ground.survey()
    let path = ground.recordings.appending(path: "20250607_031000.wav").path
    let analysis = try RecordingAnalysis(path: path, stream: .channel(0), plan: ground.plan())
    let log = try EventLog(path: ground.log().path, access: .reading)
    let id = try #require(try log.analyses(under: [absolutePath(path)]).first)
    let windows = try log.windows(of: id)
    #expect(analysis.windows == windows && windows.count > 30)
    #expect(
      try log.detections(of: id).events.map(\.range) == analysis.detections.events.map(\.range))
  }

  private func events(of log: EventLog) throws -> [String] {
    var events: [String] = []
    try log.forEachEvent(EventFilter(order: .file)) {
      events.append("\($0.path ?? "") \($0.taxon.commonName) \($0.range) \($0.peakScore)")
    }
    return events
  }
}
