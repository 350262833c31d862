import AudioIO
import EventDetection
import EventLog
import Foundation
import TestSupport
import Testing

@testable import Survey

/// Files that cannot be read, change or vanish cost themselves and nothing else.
@Suite struct SurveyFailureTests {
  let ground: SurveyGround

  init() throws { ground = try SurveyGround() }

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
    let gaps = try log.gaps(ofRecording: #require(analysis.sha256))
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
}
