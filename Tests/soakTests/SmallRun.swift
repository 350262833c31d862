import EventDetection
import EventLog
import Foundation
import GRDB
import TestSupport

@testable import soak

/// What a run of twelve seconds has left: an input that is absent, heard, lost, killed and stopped, once
/// each, with a log as it should be.
struct SmallRun {
  let folder: TemporaryFolder
  var record = SoakRecord()
  var acknowledged: [Acknowledgement] = []
  var kinds = Set(Fault.Kind.allCases)

  private static let rate: Int64 = 16_000

  var path: String { folder.path("log.sqlite") }

  init() throws {
    folder = try TemporaryFolder()
    try writeLog()
    acknowledged = [
      Acknowledgement(
        kind: .opened, input: "pond", start: 8000, end: 16_000, startedAt: 1_500_000,
        commonName: "Hum"),
      Acknowledgement(
        kind: .closed, input: "pond", start: 8000, end: 24_000, startedAt: 1_500_000,
        commonName: "Hum"),
    ]
    // All kinds were tried, and some have to have left a mark.
    record.faults = Fault.Kind.allCases.map {
      Fault(kind: $0, inputs: [], beganAt: 0, endedAt: 0)
    }
    record.faults += [
      Fault(kind: .overrun, inputs: ["pond"], beganAt: 3_000_000, endedAt: 3_500_000),
      Fault(kind: .unplugging, inputs: ["pond"], beganAt: 5_000_000, endedAt: 6_000_000),
      Fault(
        kind: .stepForward, inputs: ["pond"], beganAt: 7_000_000, endedAt: 7_100_000,
        milliseconds: 500),
      Fault(kind: .kill, inputs: ["pond"], beganAt: 9_500_000, endedAt: 10_000_000, withKill: true),
      Fault(kind: .lockedLog, inputs: ["pond"], beganAt: 8_000_000, endedAt: 8_500_000),
    ]
    record.endedAt = 12_500_000
    record.elapsed = 12
    record.seconds = 100
    record.warmAt = 20
    record.samples = (0..<100).map {
      ProcessSample(
        at: Double($0), process: 7, memory: 30_000_000 + $0 % 3 * 100_000, threads: 8,
        descriptors: 20)
    }
  }

  func checks() throws -> [Check] {
    // The folder goes when nobody holds it any more.
    try withExtendedLifetime(folder) { try judgement().checks() }
  }

  private func judgement() throws -> Judgement {
    try Judgement(
      log: path,
      settings: SoakSettings(
        seed: 1, hours: 1, speed: 0.25,
        inputs: [SoakSettings.Input(name: "pond", rate: 16_000, product: "0014")],
        faults: kinds),
      record: record, acknowledged: acknowledged)
  }

  /// Does to the log what no station does.
  func spoil(_ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  // MARK: - The log

  private func writeLog() throws {
    let log = try EventLog(path: path, access: .creating)
    let absent = try log.openGap(ofInput: "pond", from: 0, cause: .absent)
    try log.close(absent, at: 1_000_000)
    // Four seconds, of which one is lost.
    let first = try log.begin(description(log, at: 1_000_000))
    var progress = StreamProgress(
      windows: windows([0..<16_000, 8000..<24_000, 40_000..<56_000]), doneThrough: 56_000)
    progress.gaps = [Gap(range: SampleRange(start: 24_000, end: 40_000), cause: .overrun)]
    progress.findings = [
      .event(
        Event(
          classIndex: 0, range: SampleRange(start: 8000, end: 24_000), peakScore: 0.9,
          meanScore: 0.8, windows: 2))
    ]
    try log.commit(progress, of: first)
    var rest = StreamProgress(windows: windows([]), doneThrough: 64_000)
    rest.gaps = [Gap(range: SampleRange(start: 56_000, end: 64_000), cause: .tail)]
    try log.commit(rest, of: first, isLast: true)
    let lost = try log.openGap(ofInput: "pond", from: 5_000_000, cause: .lost)
    try log.close(lost, at: 6_000_000)
    // The clock is set by half a second while it is heard.
    let second = try log.begin(description(log, at: 6_000_000))
    try log.note(
      Incident(
        happenedAt: 7_500_000, kind: "clock_step",
        text: "pond: the system's clock was set by 0.500 s"))
    try log.note(
      Incident(
        happenedAt: 8_400_000, kind: "log_unavailable",
        text: "pond: the log could not be written: it was locked; nothing was lost"))
    var after = StreamProgress(
      windows: windows([0..<16_000, 16_000..<32_000, 32_000..<48_000]), doneThrough: 48_000)
    after.anchors = [anchor(16_000, at: 7_500_000)]
    try log.commit(after, of: second)
    try log.settle(input: "pond", now: 11_500_000)
    _ = try log.openGap(ofInput: "pond", from: 11_500_000, cause: .stopped)
  }

  private func description(_ log: EventLog, at instant: Int64) throws -> StreamDescription {
    StreamDescription(
      input: "pond", device: "usb:0d8c:0014", sampleRate: Int(Self.rate), channel: .index(0),
      deployment: nil, start: anchor(0, at: instant),
      bundle: try log.register(
        BundleDescription(
          digest: String(repeating: "b", count: 64), name: "tiny", version: "1", sampleRate: 8000,
          windowLength: 8000, lowestFrequency: 100, highestFrequency: 4000,
          classes: [Taxon(commonName: "Hum"), Taxon(commonName: "Whistle")])),
      step: 4000, scoreFloor: 0,
      settings: try log.register(settings: "{}", digest: String(repeating: "5", count: 64)))
  }

  private func anchor(_ sample: Int64, at instant: Int64) -> TimeAnchor {
    TimeAnchor(
      sample: sample, utcMicroseconds: instant, utcOffsetMinutes: 0, source: .synchronisedClock)
  }

  private func windows(_ ranges: [Range<Int64>]) -> StoredWindows {
    var windows = StoredWindows(classCount: 2)
    for range in ranges {
      windows.append(
        range: SampleRange(start: range.lowerBound, end: range.upperBound), outputs: [1, 2])
    }
    return windows
  }
}
