import EventDetection
import Foundation
import GRDB
import SpeciesClassifier
import TestSupport
import Testing

@testable import EventLog
@testable import Station
@testable import Survey

/// What a station that ended at any instant left open, and how the next one settles it.
@Suite struct SettlingTests {
  private let folder: TemporaryFolder
  private let plan: AnalysisPlan

  init() throws {
    folder = try TemporaryFolder()
    plan = try AnalysisPlan(ModelBundle(path: TinyBundle.url.path), rule: DetectionRule())
  }

  /// An input that is absent, heard for a second, lost, absent and stopped, in microseconds.
  private func story(_ log: EventLog) throws -> [Journal.Entry] {
    let stream = StreamDescription(
      input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
      start: TimeAnchor(
        sample: 0, utcMicroseconds: 2_000_000, utcOffsetMinutes: nil, source: .synchronisedClock),
      bundle: try log.register(plan.bundle.logDescription), step: plan.step, scoreFloor: 0.05,
      settings: try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest))
    var progress = StreamProgress(windows: StoredWindows(classCount: 4), doneThrough: 16_000)
    progress.gaps = [Gap(range: SampleRange(start: 8000, end: 16_000), cause: .tail)]
    return [
      .gapBegan(at: 1_000_000, .absent), .gapEnded(at: 2_000_000),
      .streamBegan({ _, _ in stream }, number: 0),
      .progress(progress, isLast: true), .gapBegan(at: 3_000_000, .lost),
      .gapEnded(at: 5_000_000), .gapBegan(at: 5_000_000, .absent), .gapEnded(at: 6_000_000),
      .gapBegan(at: 6_000_000, .stopped),
    ]
  }

  @Test(arguments: 1...9)
  func `wherever between two entries the station was killed, no instant is without a word`(
    written: Int
  ) throws {
    let path = folder.path("log.sqlite")
    let log = try EventLog(path: path, access: .creating)
    var journal = Journal(SharedLog(log), input: "pond", plan: plan)
    for entry in try story(log).prefix(written) { journal.add(entry) }
    try journal.write(now: 0)
    try log.settle(input: "pond", now: 9_000_000)
    // Another input's rows say nothing of this one.
    try log.settle(input: "garden", now: 9_000_000)

    let parts = try DatabaseQueue(path: path).read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT started_at, ended_at, cause FROM gap WHERE start_sample IS NULL
          UNION ALL SELECT utc_at, ended_at, 'heard' FROM stream JOIN anchor
            ON anchor.stream = stream.id
          ORDER BY started_at, ended_at
          """)
    }
    var end: Int64 = 1_000_000
    for part in parts {
      #expect(part["started_at"] == end, "\(parts)")
      end = part["ended_at"] ?? -1
    }
    #expect(end == 9_000_000, "\(parts)")
    // Once more, as at a start right after this one: there is nothing left to settle.
    try log.settle(input: "pond", now: 9_000_000)
    let count = try DatabaseQueue(path: path).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM gap WHERE start_sample IS NULL")
    }
    #expect(count == parts.count { $0["cause"] != "heard" })
  }

  @Test(arguments: [Int64.max, Int64.min, 1 << 50])
  func `a mark that no stream has is taken from the last window, and keeps no station deaf`(
    mark: Int64
  ) throws {
    let path = folder.path("log.sqlite")
    do {
      let log = try EventLog(path: path, access: .creating)
      var journal = Journal(SharedLog(log), input: "pond", plan: plan)
      for entry in try story(log).prefix(3) { journal.add(entry) }
      var windows = StoredWindows(classCount: 4)
      windows.append(range: SampleRange(start: 0, end: 16_000), outputs: [1, 2, 3, 4])
      journal.add(
        .progress(StreamProgress(windows: windows, doneThrough: 20_000), isLast: false))
      try journal.write(now: 0)
    }
    try damageLog(URL(filePath: path), table: "analysis", "done_through_sample = \(mark)")
    let log = try EventLog(path: path, access: .writing)
    #expect(try log.settle(input: "pond", now: 9_000_000) == [3_000_000])
    #expect(try EventLog.check(path: path).problems == [])
  }
}
