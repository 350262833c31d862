import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Station
@testable import Survey

/// A disk of clips that is away when the station starts, and comes back.
@Suite struct AbsentDiskTests {
  private static let now: Int64 = 1_780_802_055_000_000
  private static let hour: Int64 = 3_600_000_000
  private let folder: TemporaryFolder
  private let log: EventLog
  private let live: LiveAnalysisID
  private let keeper: ClipKeeper
  private var clips: String { folder.path("clips") }

  init() throws {
    folder = try TemporaryFolder()
    try ClipDisk.makeFolder(folder.path("clips"))
    log = try EventLog(path: folder.path("log.sqlite"), access: .creating)
    let plan = try AnalysisPlan(ModelBundle(path: TinyBundle.url.path), rule: DetectionRule())
    live = try log.begin(
      StreamDescription(
        input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
        start: TimeAnchor(
          sample: 0, utcMicroseconds: Self.now - 240 * Self.hour, utcOffsetMinutes: nil,
          source: .synchronisedClock),
        bundle: try log.register(plan.bundle.logDescription), step: plan.step, scoreFloor: 0.05,
        settings: try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest)))
    keeper = ClipKeeper(
      ClipPolicy.sample(), folder: folder.path("clips"), queueBytes: 1 << 20, freeFloor: 0)
  }

  /// A clip of a species, with its event, its row and its file of so many bytes.
  private func clip(_ number: Int64, bytes: Int = 1000, score: Float = 0.5) throws -> String {
    let start = number * 16_000
    var progress = StreamProgress(
      windows: StoredWindows(classCount: 4), doneThrough: start + 16_000)
    progress.findings = [
      .event(
        Event(
          classIndex: 0, range: SampleRange(start: start, end: start + 16_000), peakScore: score,
          meanScore: score, windows: 1))
    ]
    try log.commit(progress, of: live)
    let name = ClipName(
      startedAt: Self.now - 240 * Self.hour + number * 1_000_000, taxon: "tit", input: "pond",
      score: score)
    let path = "\(clips)/\(name)"
    try FileManager.default.createDirectory(
      atPath: "\(clips)/\(name.day)", withIntermediateDirectories: true)
    try Data(repeating: 1, count: bytes).write(to: URL(filePath: path))
    let date = Date(timeIntervalSince1970: Double(Self.now) / 1e6 - 200 * 3600)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    try log.addClip(at: path, bytes: Int64(bytes), ofClass: 0, start: start, in: live)
    return path
  }

  /// A cleaning that wants nearly everything deleted that may be.
  @discardableResult
  private func clean(bytes: Int64 = 0) throws -> RetentionReport {
    try keeper.clean(
      RetentionLimits(days: 1, bytes: bytes, freeFloor: 0, bestOfEach: 1, recentDays: 0),
      log: log, now: Self.now)
  }

  private func moveDisk(away: Bool) throws {
    let files = FileManager.default
    let disk = folder.path("disk")
    if away {
      try files.moveItem(atPath: clips, toPath: disk)
      // As a station does that starts now.
      try ClipDisk.makeFolder(clips)
    } else {
      try files.moveItem(atPath: clips, toPath: folder.path("bare"))
      try files.moveItem(atPath: disk, toPath: clips)
    }
  }

  @Test(arguments: [2, 8])
  func
    `the disk goes, a clip lands in its place, the disk comes back: nothing that is kept is lost`(
      count: Int64
    ) throws
  {
    let old = try (0..<count).map { try clip($0, score: $0 == 1 ? 0.9 : 0.5) }
    try log.setLock(true, of: [.path(old[0])], now: Self.now)

    try moveDisk(away: true)
    _ = try clip(100, score: 0.4)
    let report = try clean(bytes: 1_000_000)
    if count > 2 {
      #expect(report.gone == [] && report.missing == Int(count))
      #expect(
        report.incident?.contains(
          "8 listed clips, most of them, are not in the folder: is its disk attached?") == true)
    }
    // And once more with many in its place, so that the old ones are but a few.
    for number in 101..<112 as Range<Int64> { _ = try clip(number, score: 0.4) }
    try clean(bytes: 1_000_000)

    try moveDisk(away: false)
    try clean()
    let files = FileManager.default
    #expect(files.fileExists(atPath: old[0]), "locked")
    #expect(files.fileExists(atPath: old[1]), "the best")
    #expect(old.dropFirst(2).allSatisfy { !files.fileExists(atPath: $0) }, "the others may go")
    let kept = try log.keptClips()
    #expect(Set(kept.map(\.path)).isSuperset(of: old.prefix(2)))
    #expect(kept.first { $0.path == old[0] }?.isLocked == true)
  }

  @Test func `a few that somebody removed are gone, and their rows say so`() throws {
    let old = try (0..<6).map { try clip($0) }
    for path in old.prefix(2) { try FileManager.default.removeItem(atPath: path) }
    let report = try keeper.clean(
      RetentionLimits(days: nil, bytes: nil, freeFloor: 0, bestOfEach: 1, recentDays: 0),
      log: log, now: Self.now)
    #expect(report.gone.count == 2 && report.incident == nil)
    #expect(try log.keptClips().map(\.path).sorted() == old.dropFirst(2).sorted())
  }
}
