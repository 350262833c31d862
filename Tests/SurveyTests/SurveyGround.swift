import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport

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
