import EventDetection
import Foundation
import GRDB
import TestSupport

@testable import EventLog

/// What is done to a log over the years, at random but for what detection would give: the same recording
/// under the same settings has the same events wherever it is analysed.
struct RandomHistory {
  let log: EventLog
  /// Tells what two logs do apart: instants at which they do it, and streams.
  let side: Int64
  private let bundles: [BundleID]
  private var settings = 0
  private var clock: Int64 = 1_000
  private var live: LiveAnalysisID?
  private var heard = 0.0
  private var open: Event?

  init(_ log: EventLog, side: Int64 = 0) throws {
    self.log = log
    self.side = side
    var other = Sample.bundle
    other.digest = Sample.sha256(900)
    other.name = "other"
    other.classes.reverse()
    bundles = [try log.register(Sample.bundle), try log.register(other)]
  }

  /// What goes on in a copy of the log.
  init(_ history: RandomHistory, goingOnIn copy: EventLog, side: Int64) {
    self = history
    self.init(copying: history, copy, side)
  }

  private init(copying history: RandomHistory, _ copy: EventLog, _ side: Int64) {
    log = copy
    self.side = side
    bundles = history.bundles
    settings = history.settings
    clock = history.clock + side
    live = history.live
    heard = history.heard
    open = history.open
  }

  private mutating func now() -> Int64 {
    clock += 10
    return clock
  }

  private func settings(_ number: Int) throws -> SettingsID {
    try log.register(settings: #"{"number":\#(number)}"#, digest: Sample.sha256(500 + number))
  }

  mutating func doSomething(using random: inout SplitMix64) throws {
    switch Int.random(in: 0...11, using: &random) {
    case 0...3: try addRecording(using: &random)
    case 4:
      // Never the same ones again: which of two were chosen last, a log does not say.
      settings += Int.random(in: 1...2, using: &random)
      guard let id = try log.analyses().randomElement(using: &random) else { return }
      let analysis = try log.analysis(id)
      guard let sha256 = analysis.sha256 else { return }
      let number = Int(sha256.suffix(4)) ?? 0
      try log.decide(decision(number, settings), for: id)
    case 5:
      let path = "/f/\(Int.random(in: 0...9, using: &random)).wav"
      try log.note(Sample.file(path, seenAt: now()), error: "broken \(side)")
    case 6:
      try log.note(
        Incident(
          happenedAt: Int64.random(in: 0...3, using: &random), kind: "test",
          text: "\(Int.random(in: 0...1, using: &random))"))
    case 7...8: try listen(using: &random)
    case 9: try keepClips(using: &random)
    case 10:
      let gap = try log.openGap(ofInput: "garden", from: now(), cause: .absent)
      if Bool.random(using: &random) { try log.close(gap, at: now()) }
    default: try review(using: &random)
    }
  }

  // MARK: - Recordings

  private mutating func addRecording(using random: inout SplitMix64) throws {
    let number = Int.random(in: 0...9, using: &random)
    var recording = Sample.recording(number)
    recording.anchors = anchors(number)
    if number % 3 == 0, side == 1 { recording.deployment = nil }
    recording.gaps = [Gap(range: SampleRange(start: 2_000_000, end: 2_880_000), cause: .truncated)]
    let analyses = try bundles.indices.filter { _ in Bool.random(using: &random) }.map { bundle in
      AnalysisResult(
        bundle: bundles[bundle], channel: number % 2 == 0 ? .mix : .index(0), step: 16_000,
        scoreFloor: 0.05, doneThrough: 2_000_000,
        scores: StoredWindows([(0..<144_000, [Int8(truncatingIfNeeded: number), -128, 0])]),
        gaps: [Gap(range: SampleRange(start: 1_990_000, end: 2_000_000), cause: .tail)],
        decision: try decision(number, settings))
    }
    let path = "/f/\(Int.random(in: 0...9, using: &random)).wav"
    try log.commit(
      RecordingResult(
        recording: recording, files: [Sample.file(path, seenAt: now())], analyses: analyses),
      again: Int.random(in: 0...4, using: &random) == 0 ? .supersede : .keep)
  }

  /// Some recordings' instants are known better in one of two logs.
  private func anchors(_ number: Int) -> [TimeAnchor] {
    guard number % 5 != 4 || side == 2 else { return [] }
    let isBetter = number % 4 == 0 && side == 1
    return [
      TimeAnchor(
        sample: 0,
        utcMicroseconds: Sample.start + Int64(number) * 3_600_000_000 + (isBetter ? 77_000_000 : 0),
        utcOffsetMinutes: isBetter ? 60 : 120, source: isBetter ? .guano : .fileName)
    ]
  }

  private func decision(_ number: Int, _ settings: Int) throws -> DecisionResult {
    var random = SplitMix64(seed: UInt64(number * 1000 + settings))
    let findings: [Finding] = (0..<Int.random(in: 0...5, using: &random)).map { place in
      let (classIndex, start) = (Int.random(in: 0...2, using: &random), Double(place * 3))
      return Bool.random(using: &random)
        ? .event(
          Sample.event(
            classIndex, from: start, to: start + 3,
            peak: Float.random(in: 1...8, using: &random).rounded() / 8))
        : .candidate(Sample.candidate(classIndex, from: start, to: start + 3))
    }
    return DecisionResult(
      settings: try self.settings(settings), detections: Detections(findings))
  }

  // MARK: - Streams

  private mutating func listen(using random: inout SplitMix64) throws {
    guard let live else {
      // A stream that begins after two logs parted ends before they are merged.
      let start = Sample.start + now() * 1_000_000
      live = try log.begin(
        LiveLog.stream(bundles[0], try settings(0), input: "garden", at: start))
      heard = 0
      open = nil
      if side != 0 { try endStream() }
      return
    }
    heard += 10
    var events = [Sample.event(0, from: heard - 9, to: heard - 6)]
    if var event = open {
      event.range = SampleRange(start: event.range.start, end: Int64(heard * 48_000))
      event.peakScore = min(event.peakScore + 0.125, 1)
      if Bool.random(using: &random) {
        events.append(event)
        open = nil
      } else {
        open = event
      }
    } else if Bool.random(using: &random) {
      open = Sample.event(2, from: heard - 3, to: heard, peak: 0.25)
    }
    try log.commit(
      LiveLog.progress(
        through: heard, events: events,
        candidates: [Sample.candidate(from: heard - 5, to: heard - 2)],
        open: open.map { [$0] } ?? [],
        gaps: [
          Gap(
            range: SampleRange(start: Int64(heard - 6) * 48_000, end: Int64(heard - 5) * 48_000),
            cause: .overrun)
        ]), of: live)
  }

  private mutating func endStream() throws {
    guard let live else { return }
    heard += 10
    try log.commit(
      LiveLog.progress(through: heard, events: [Sample.event(0, from: heard - 9, to: heard - 6)]),
      of: live, isLast: true)
    (self.live, open) = (nil, nil)
  }

  /// As a station that is started again does.
  mutating func settle() throws {
    try log.settle(input: "garden", now: Sample.start + 90_000_000_000 + side)
    (live, open) = (nil, nil)
  }

  /// Only one of two copies of a log can have gone on with a stream.
  mutating func leaveStream() { live = nil }

  // MARK: - Events

  private mutating func keepClips(using random: inout SplitMix64) throws {
    if let live, heard > 0 {
      let start = Double.random(in: 0..<heard / 10, using: &random).rounded(.down) * 10 + 1
      try log.addClip(
        at: LogFiles.folder(of: log.path) + "/clips/\(live.stream)-\(start).flac", bytes: 9,
        ofClass: 0, start: Int64(start * 48_000), in: live)
    }
    guard let clip = try log.keptClips().randomElement(using: &random) else { return }
    let instant = now()
    if Bool.random(using: &random) {
      try log.setLock(Bool.random(using: &random), of: [.event(clip.event)], now: instant)
    } else if Int.random(in: 0...2, using: &random) == 0 {
      try log.markDeleted([clip.id], cause: "age \(side)", now: instant)
    }
  }

  private mutating func review(using random: inout SplitMix64) throws {
    let instant = now()
    let place = Int64(random.next() % 1000)
    try log.write { db in
      try db.execute(
        sql: """
          INSERT INTO review (event, reviewed_at, reviewer, verdict, taxon, note)
          SELECT id, ?1, 'somebody', iif(?1 % 3 = 0, 'relabelled', 'confirmed'),
            iif(?1 % 3 = 0, (SELECT min(id) FROM taxon), NULL), NULL
          FROM event ORDER BY (start_sample * 31 + ?2) % 1009, id LIMIT 1
          """, arguments: [instant, place])
    }
  }
}
