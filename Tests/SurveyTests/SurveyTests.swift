import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Survey

/// A folder of synthetic recordings, the tiny model, and a log.
struct SurveyGround {
  let folder: TemporaryFolder
  let recordings: URL

  init() throws {
    folder = try TemporaryFolder()
    recordings = folder.url.appending(path: "recordings")
    try FileManager.default.createDirectory(at: recordings, withIntermediateDirectories: true)
  }

  func write(_ name: String, _ bytes: Data) throws {
    try bytes.write(to: recordings.appending(path: name))
  }

  /// Recordings of several rates and lengths; the longest has five segments of three seconds.
  func fill() throws {
    try write(
      "20250607_031000.wav", TestScene.busy(rate: 16_000, seconds: 14.3, seed: 1).wav())
    try write("20250607_032000.wav", TestScene.busy(rate: 22_050, seconds: 6, seed: 2).wav())
    try write(
      "20250607_033000.wav", TestScene.busy(rate: 8_000, seconds: 9, seed: 3).wav(channels: 2))
    try write("20250607_034000.wav", TestScene.busy(rate: 48_000, seconds: 1, seed: 4).wav())
  }

  func plan(threshold: Float? = nil, segmentSeconds: Int = 3) throws -> AnalysisPlan {
    try AnalysisPlan(
      ModelBundle(path: TinyBundle.url.path), step: nil,
      rule: DetectionRule(general: DetectionRule.Settings(enter: threshold)),
      segmentSeconds: segmentSeconds)
  }

  func log(_ name: String = "log.sqlite") -> URL { folder.url.appending(path: name) }

  @discardableResult func survey(
    _ name: String = "log.sqlite", plan: AnalysisPlan? = nil,
    settings: SurveySettings = SurveySettings(), cancellation: Cancellation = Cancellation(),
    tell: (SurveyNews) -> Void = { _ in }
  ) throws -> SurveySummary {
    let survey = Survey(
      plan: try plan ?? self.plan(), settings: settings,
      log: try EventLog(path: log(name).path, access: .creating))
    return try survey.run(
      RecordingFinder(recursive: true).find([recordings.path]), cancellation: cancellation,
      tell: tell)
  }
}

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

  @Test(arguments: [1, 2, 8])
  func `of many files of one content, any may fail, and the survey ends`(jobs: Int) throws {
    let scene = TestScene.busy(seconds: 30, seed: 9).wav()
    for name in ["a", "b", "c", "d", "e"] { try ground.write("\(name).wav", scene) }
    for number in 0..<12 {
      try ground.write(
        "b\(number).wav", TestScene.busy(seconds: 3, seed: UInt64(100 + number)).wav())
    }
    var wasRemoved = false
    let summary = try ground.survey(settings: SurveySettings(jobs: jobs)) { _ in
      // The first goes while it is analysed, or is done by then.
      guard !wasRemoved else { return }
      wasRemoved = true
      try? FileManager.default.removeItem(at: ground.recordings.appending(path: "a.wav"))
    }
    #expect(summary.failures.count <= 1 && summary.found == 17)
    #expect(summary.analysed + summary.known + summary.failures.count == 17)
    #expect(try LogContents(of: ground.log()).count("recording") == 13)
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

  @Test(arguments: [1, 3]) func `what cannot be read costs one row, and the rest is analysed`(
    jobs: Int
  ) throws {
    try ground.fill()
    try ground.write("empty.wav", Data())
    try ground.write("stub.wav", TestScene(seconds: 0, calls: []).wav())
    try ground.write("text.wav", Data("Not sound.\n".utf8))
    try FileManager.default.createDirectory(
      at: ground.recordings.appending(path: "folder.wav"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: ground.recordings.appending(path: "nowhere.wav").path,
      withDestinationPath: "does-not-exist.wav")
    try FileManager.default.createSymbolicLink(
      atPath: ground.recordings.appending(path: "loop").path, withDestinationPath: ".")
    var told: [String] = []
    let settings = SurveySettings(jobs: jobs)
    let summary = try ground.survey(settings: settings) { news in
      if case .failed(let failure) = news { told.append(failure.error.description) }
    }
    let names = ["empty.wav", "folder.wav", "loop", "nowhere.wav", "stub.wav", "text.wav"]
    #expect(summary.failures.map { URL(filePath: $0.path).lastPathComponent } == names)
    #expect(zip(told, names).allSatisfy { $0.contains($1) } && told.count == names.count)
    #expect(summary.analysed == 4)
    for _ in 0..<2 {
      let log = try EventLog(path: ground.log().path, access: .reading)
      var failed: [String] = []
      try log.forEachFailedFile { failed.append(URL(filePath: $0.file.path).lastPathComponent) }
      #expect(failed == names)
      try ground.survey(settings: settings)
    }
  }

  @Test func `a file that vanishes after it was found fails by name, and the rest is analysed`()
    throws
  {
    try ground.fill()
    let found = RecordingFinder().find([ground.recordings.path])
    let gone = ground.recordings.appending(path: "20250607_032000.wav")
    try FileManager.default.removeItem(at: gone)
    let survey = Survey(
      plan: try ground.plan(), settings: SurveySettings(jobs: 2),
      log: try EventLog(path: ground.log().path, access: .creating))
    let summary = try survey.run(found)
    #expect(summary.failures.map(\.error) == [.sound(.missing(path: gone.path))])
    #expect(summary.analysed == 3)
  }

  @Test func `a file that is written to, or gone, while it is read is not what was inspected`()
    throws
  {
    try ground.fill()
    let file = ground.recordings.appending(path: "20250607_032000.wav")
    let inspection = try #require(
      try Inspection(path: file.path, channel: .first, timeZone: nil, stop: { false }))
    #expect(inspection.change == nil)
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([0, 0]))
    try handle.close()
    #expect(inspection.change == .changedWhileRead(path: file.path))
    try FileManager.default.removeItem(at: file)
    #expect(inspection.change == .sound(.missing(path: file.path)))
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

  @Test func `a recording that breaks off is analysed up to there, with a gap for the rest`() throws
  {
    let scene = TestScene.busy(seconds: 10, seed: 5)
    let samples = scene.samples()
    try ground.write(
      "cut.wav",
      TestScene.wav(Array(samples[..<112_000]), rate: 16_000, promised: 2 * samples.count))
    var shortened: [String] = []
    let summary = try ground.survey { news in
      if case .shortened(let path, let seconds) = news { shortened.append("\(seconds) \(path)") }
    }
    #expect(shortened.count == 1 && shortened[0].hasPrefix("3.0 "))
    let log = try EventLog(path: ground.log().path, access: .reading)
    let analysis = try log.analysis(try #require(try log.analyses().first))
    let gaps = try log.gaps(ofRecording: analysis.sha256)
    #expect(analysis.frames == 112_000)
    #expect(
      gaps.contains(
        Gap(range: SampleRange(start: 112_000, end: 160_000), cause: .truncated)))
    #expect(summary.gapSeconds >= 3 && summary.analysed == 1)
  }

  @Test func `a file that is repaired is analysed, and its error is gone`() throws {
    try ground.write("late.wav", Data())
    #expect(try ground.survey().failures.count == 1)
    try ground.write("late.wav", TestScene.busy(seconds: 6, seed: 9).wav())
    let summary = try ground.survey()
    #expect(summary.analysed == 1 && summary.failures.isEmpty)
    let contents = try LogContents(of: ground.log())
    #expect(contents.count("file") == 1)
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
