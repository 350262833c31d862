import AudioCapture
import AudioIO
import EventDetection
import Foundation
import GRDB
import SpeciesClassifier
import TestSupport
import Testing

@testable import EventLog
@testable import Station
@testable import Survey

/// One input from its pipe to its rows.
@Suite(.timeLimit(.minutes(2))) struct InputMonitorTests {
  private let folder: TemporaryFolder
  private let plan: AnalysisPlan

  init() throws {
    folder = try TemporaryFolder()
    plan = try AnalysisPlan(
      ModelBundle(path: TinyBundle.url.path), step: nil, rule: DetectionRule(), segmentSeconds: 5)
  }

  private var path: String { folder.path("log.sqlite") }

  private func rows(_ sql: String) throws -> [Row] {
    try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: sql) }
  }

  /// Runs a station on a pipe until that ends.
  @discardableResult
  private func listen(
    to scene: TestScene, patience: Double = 5
  ) throws -> [StationNews] {
    let pipe = Pipe()
    let source = PipeSource(
      descriptor: pipe.fileHandleForReading.fileDescriptor,
      format: CaptureFormat(sampleRate: scene.rate, sample: .s16, channels: 1),
      stream: .channel(0), patience: patience)
    let writer = pipe.fileHandleForWriting
    let bytes = Data(
      scene.samples().flatMap {
        [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
      })
    Thread.detachNewThread {
      try? writer.write(contentsOf: bytes)
      try? writer.close()
    }
    let input = StationInput(
      name: "pond", source: source, isPaced: false, plan: plan, channel: .index(0))
    let received = Received()
    let station = Station(
      [input], log: SharedLog(try EventLog(path: path, access: .creating)), clock: .system,
      receiver: received.take)
    try withExtendedLifetime(pipe) {
      station.start()
      try eventually { station.isOver }
    }
    #expect(station.failures.isEmpty)
    return received.news
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `a pipe gives the scores and events that a survey of the recording gives, to the sample`(
    seed: UInt64
  ) throws {
    let scene = TestScene.busy(
      rate: [8000, 16_000, 22_050, 48_000][Int(seed) - 1], seconds: 23, seed: seed)
    let recording = folder.path("recording.wav")
    try scene.wav().write(to: URL(filePath: recording))
    let survey = try RecordingAnalysis(path: recording, stream: .channel(0), plan: plan)

    let news = try listen(to: scene)
    let log = try EventLog(path: path, access: .reading)
    let analysis = AnalysisID(
      row: try #require(try rows("SELECT id FROM analysis").first?["id"] as Int64?))
    #expect(try log.windows(of: analysis) == survey.windows)
    let found = try log.detections(of: analysis)
    #expect(found.events == survey.detections.events && !found.events.isEmpty)
    #expect(Set(found.candidates) == Set(survey.detections.candidates))

    #expect(try rows("SELECT 1 FROM event WHERE state <> 'closed'").isEmpty)
    let state = try #require(
      try rows("SELECT state, done_through_sample AS done FROM analysis").first)
    #expect(state["state"] == "done" && state["done"] == Int64(scene.samples().count))
    var opened = 0
    var closed = 0
    for news in news {
      switch news {
      case .opened: opened += 1
      case .closed: closed += 1
      default: break
      }
    }
    #expect(opened == found.events.count && closed == found.events.count)
  }

  @Test func `instants of events follow from the stream's start`() throws {
    let before = CaptureClock.system.now().utc / 1000
    try listen(to: TestScene.busy(seconds: 12, seed: 3))
    let anchors = try rows("SELECT sample, utc_at, source FROM anchor")
    #expect(anchors.count == 1)
    let start: Int64 = try #require(anchors.first)["utc_at"]
    #expect(start >= before && start <= CaptureClock.system.now().utc / 1000)
    for event in try rows("SELECT start_sample, end_sample, started_at, ended_at FROM event") {
      let (from, to): (Int64, Int64) = (event["start_sample"], event["end_sample"])
      #expect(event["started_at"] == start + from * 1_000_000 / 16_000)
      #expect(event["ended_at"] == start + to * 1_000_000 / 16_000)
    }
    let shown = try rows("SELECT input, time_source, path FROM detection")
    #expect(!shown.isEmpty && shown.allSatisfy { $0["input"] == "pond" && $0["path"] == nil })
  }

  @Test func `what is not heard between two runs is a gap, and so is the end`() throws {
    try listen(to: TestScene.busy(seconds: 6, seed: 1))
    try listen(to: TestScene.busy(seconds: 6, seed: 2))
    let gaps = try rows(
      "SELECT cause, started_at, ended_at, stream FROM gap WHERE stream IS NULL ORDER BY id")
    #expect(gaps.map { $0["cause"] as String } == ["absent", "stopped", "absent", "stopped"])
    #expect(gaps.dropLast().allSatisfy { ($0["ended_at"] as Int64?) != nil })
    #expect(gaps.last?["ended_at"] as Int64? == nil, "nobody listens now")
    let starts = try rows("SELECT utc_at FROM anchor ORDER BY id").map { $0["utc_at"] as Int64 }
    #expect(gaps[0]["ended_at"] == starts[0] && gaps[2]["ended_at"] == starts[1])
  }

  @Test func `a stream that was cut off is settled at the next start`() throws {
    let log = try EventLog(path: path, access: .creating)
    let bundle = try log.register(plan.bundle.logDescription)
    let settings = try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest)
    let live = try log.begin(
      StreamDescription(
        input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
        start: TimeAnchor(
          sample: 0, utcMicroseconds: 1_000_000, utcOffsetMinutes: nil, source: .synchronisedClock),
        bundle: bundle, step: plan.step, scoreFloor: 0.05, settings: settings))
    var progress = StreamProgress(windows: StoredWindows(classCount: 4), doneThrough: 48_000)
    progress.open = [
      Event(
        classIndex: 1, range: SampleRange(start: 16_000, end: 40_000), peakScore: 0.9,
        meanScore: 0.8, windows: 2)
    ]
    try log.commit(progress, of: live)
    #expect(try rows("SELECT state FROM event").map { $0["state"] as String } == ["open"])
    // Killed here.
    try listen(to: TestScene.busy(seconds: 6, seed: 1))
    #expect(try rows("SELECT 1 FROM event WHERE state = 'open'").isEmpty)
    let gap = try #require(try rows("SELECT * FROM gap WHERE cause = 'interrupted'").first)
    #expect(gap["started_at"] == 4_000_000 as Int64)
    #expect((gap["ended_at"] as Int64? ?? 0) > 4_000_000)
    #expect(try rows("SELECT 1 FROM analysis WHERE state = 'running'").isEmpty)
    #expect(try EventLog(path: path, access: .reading).dailyCounts().isEmpty == false)
  }

  @Test func `an event that goes on is the same row until it is over`() throws {
    let log = try EventLog(path: path, access: .creating)
    let bundle = try log.register(plan.bundle.logDescription)
    let settings = try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest)
    let live = try log.begin(
      StreamDescription(
        input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
        start: TimeAnchor(
          sample: 0, utcMicroseconds: 0, utcOffsetMinutes: 60, source: .unsynchronisedClock),
        bundle: bundle, step: plan.step, scoreFloor: 0.05, settings: settings))
    var event = Event(
      classIndex: 2, range: SampleRange(start: 16_000, end: 48_000), peakScore: 0.9, meanScore: 0.8,
      windows: 2)
    for end in stride(from: 48_000 as Int64, through: 160_000, by: 16_000) {
      event.range.end = end
      event.windows += 1
      var progress = StreamProgress(windows: StoredWindows(classCount: 4), doneThrough: end)
      progress.open = [event]
      try log.commit(progress, of: live)
      let rows = try rows("SELECT end_sample, windows, state FROM event")
      #expect(rows.count == 1 && rows[0]["end_sample"] == end && rows[0]["state"] == "open")
    }
    var progress = StreamProgress(windows: StoredWindows(classCount: 4), doneThrough: 200_000)
    progress.findings = [.event(event)]
    // The clock is set while the event goes on: it lasts as long as it lasts.
    progress.anchors = [
      TimeAnchor(
        sample: 100_000, utcMicroseconds: 3_600_000_000, utcOffsetMinutes: 60,
        source: .synchronisedClock)
    ]
    try log.commit(progress, of: live, isLast: true)
    let row = try #require(try rows("SELECT * FROM event").first)
    #expect(row["state"] == "closed")
    #expect(row["started_at"] == 1_000_000 as Int64 && row["ended_at"] == 10_000_000 as Int64)
    #expect(try log.dailyCounts().map(\.events) == [1])
  }
}
