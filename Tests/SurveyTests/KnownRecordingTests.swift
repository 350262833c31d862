import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Survey

/// What a survey does about recordings that its log has already.
@Suite struct KnownRecordingTests {
  let ground: SurveyGround

  init() throws {
    ground = try SurveyGround()
    try ground.fill()
  }

  private func log() throws -> EventLog {
    try EventLog(path: ground.log().path, access: .reading)
  }

  private func instants() throws -> [String] {
    var instants: [String] = []
    try log().forEachEvent(EventFilter(order: .file)) {
      instants.append("\($0.startLocal ?? "") \($0.startedAt ?? 0) \($0.endedAt ?? 0)")
    }
    return instants
  }

  @Test(arguments: [2, 5])
  func `decisions about stored scores are written in the order of the paths, whatever the threads`(
    jobs: Int
  ) throws {
    for name in ["one.sqlite", "many.sqlite"] { try ground.survey(name) }
    let strict = try ground.plan(threshold: 0.9)
    // Some are known by their path, some must be read, and some are new.
    let names = try FileManager.default.contentsOfDirectory(atPath: ground.recordings.path).sorted()
    try FileManager.default.moveItem(
      at: ground.recordings.appending(path: names[1]),
      to: ground.recordings.appending(path: "20250607_090000.wav"))
    try ground.write("20250607_031500.wav", TestScene.busy(seconds: 4, seed: 7).wav())
    try ground.survey("one.sqlite", plan: strict)
    let summary = try ground.survey(
      "many.sqlite", plan: strict, settings: SurveySettings(jobs: jobs))
    #expect(summary.decidedAnew == 4 && summary.analysed == 1)
    #expect(
      try LogContents(of: ground.log("many.sqlite")) == LogContents(of: ground.log("one.sqlite")))
  }

  @Test func `no channel of a recording is decided before all of its channels are heard`() throws {
    try ground.survey()
    let before = try LogContents(of: ground.log())
    var isStopped = false
    let cancellation = Cancellation()
    try ground.survey(
      plan: ground.plan(threshold: 0.9), settings: SurveySettings(channel: .each),
      cancellation: cancellation
    ) { news in
      // The stereo recording is the third.
      if case .progress(let progress) = news, progress.recordings == 2 {
        isStopped = true
        cancellation.cancel()
      }
    }
    #expect(isStopped)
    let after = try LogContents(of: ground.log())
    #expect(after.count("decision") == before.count("decision") + 2)
  }

  @Test func `a decision by other settings is kept where none are asked for, and counted`() throws {
    try ground.survey(plan: ground.plan(threshold: 0.9))
    let before = try LogContents(of: ground.log())
    try ground.write("20250607_050000.wav", TestScene.busy(seconds: 4, seed: 8).wav())
    let summary = try ground.survey(settings: SurveySettings(keepsDecisions: true))
    #expect(summary.decidedOtherwise == 4 && summary.decidedAnew == 0 && summary.analysed == 1)
    let after = try LogContents(of: ground.log())
    #expect(after.rows["decision"].map { Array($0.prefix(4)) } == before.rows["decision"])
    #expect(try ground.survey().decidedAnew == 4)
  }

  @Test func `a site and a time zone that are told later reach what the log has`() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Zurich"))
    let settings = SurveySettings(
      site: Deployment(site: "Old pond", latitude: 47, longitude: 8, timeZone: zone.identifier),
      timeZone: zone)
    try ground.survey()
    let summary = try ground.survey(settings: settings)
    #expect(summary.placedAnew == 4 && summary.known == 4 && summary.analysed == 0)
    let told = try instants()
    var sites: Set<String> = []
    try log().forEachEvent { sites.insert($0.site ?? "") }
    #expect(sites == ["Old pond"] && told.allSatisfy { $0.contains("+02:00") })
    // As if it had been told from the start.
    let other = try SurveyGround()
    try other.fill()
    try other.survey(settings: settings)
    var expected: [String] = []
    try EventLog(path: other.log().path, access: .reading)
      .forEachEvent(EventFilter(order: .file)) {
        expected.append("\($0.startLocal ?? "") \($0.startedAt ?? 0) \($0.endedAt ?? 0)")
      }
    #expect(told == expected && told.count > 5)
    #expect(
      try LogContents(of: ground.log()).rows["gap"] == LogContents(of: other.log()).rows["gap"])
    #expect(
      try LogContents(of: ground.log()).rows["daily_count"]
        == LogContents(of: other.log()).rows["daily_count"])
    // Once is enough; and who says nothing of a site takes none away.
    #expect(try ground.survey(settings: settings).placedAnew == 0)
    #expect(try ground.survey().placedAnew == 0)
    #expect(try instants() == told)
  }

  @Test func `a whole file takes the place of the copy that had broken off, at its path`() throws {
    let scene = TestScene.busy(seconds: 12, seed: 5)
    let samples = scene.samples()
    let name = "20250607_060000.wav"
    try ground.write(
      name, TestScene.wav(Array(samples[..<96_000]), rate: 16_000, promised: 2 * samples.count))
    try ground.survey()
    try ground.write(name, scene.wav())
    #expect(try ground.survey().analysed == 1)
    let whole = try SurveyGround()
    try whole.fill()
    try whole.write(name, scene.wav())
    try whole.survey()
    func events(_ ground: SurveyGround) throws -> [String] {
      var events: [String] = []
      try EventLog(path: ground.log().path, access: .reading)
        .forEachEvent { events.append("\($0.taxon.commonName) \($0.range) \($0.startedAt ?? 0)") }
      return events
    }
    #expect(try events(ground) == events(whole))
    #expect(
      try LogContents(of: ground.log()).rows["daily_count"]
        == LogContents(of: whole.log()).rows["daily_count"])
    #expect(try ground.survey().analysed == 0)
  }

  @Test func `another recording under an old name leaves the events of the first one`() throws {
    try ground.write("REC0001.wav", TestScene.busy(seconds: 6, seed: 21).wav())
    try ground.survey()
    let before = try instants().count
    try ground.write("REC0001.wav", TestScene.busy(seconds: 9, seed: 22).wav())
    try ground.survey()
    #expect(try instants().count > before)
  }

  @Test func `analysing again in another zone moves the events of every pass over the recording`()
    throws
  {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let apart = try AnalysisPlan(
      bundle, step: bundle.step(overlap: 0), rule: DetectionRule(), segmentSeconds: 3)
    try ground.survey(plan: apart)
    let before = try instants()
    try ground.survey()
    let zone = try #require(TimeZone(secondsFromGMT: 3 * 3600))
    try ground.survey(
      settings: SurveySettings(
        site: Deployment(site: "", timeZone: zone.identifier), timeZone: zone, again: true))
    // The other pass is shown again, from its stored scores: its instants have moved too.
    try ground.survey(plan: apart)
    let after = try instants()
    #expect(after.count == before.count && after.allSatisfy { $0.contains("+03:00") })
  }
}
