import Actions
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport
import Testing
import Threading

@testable import Station
@testable import Survey

/// What rules that look back know of what was told before a station began.
@Suite struct RecallTests {
  private static let day: Int64 = 1_780_790_400_000_000
  private let log: EventLog
  private let live: LiveAnalysisID
  private let folder: TemporaryFolder
  private let taxa: [Taxon]

  private final class Heard: ActionTarget {
    let kinds = Guarded<[Announcement.Kind]>([])

    func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError) {
      kinds.withLock { $0.append(announcement.kind) }
    }
  }

  init() throws {
    folder = try TemporaryFolder()
    log = try EventLog(path: folder.path("log.sqlite"), access: .creating)
    let plan = try AnalysisPlan(ModelBundle(path: TinyBundle.url.path), rule: DetectionRule())
    taxa = plan.bundle.classes.map(\.taxon)
    live = try log.begin(
      StreamDescription(
        input: "pond", device: "-", sampleRate: 16_000, channel: .index(0), deployment: nil,
        start: TimeAnchor(
          sample: 0, utcMicroseconds: Self.day, utcOffsetMinutes: nil, source: .synchronisedClock),
        bundle: try log.register(plan.bundle.logDescription), step: plan.step, scoreFloor: 0.05,
        settings: try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest)))
  }

  private func event(windows: Int, from second: Int64 = 1) -> Event {
    Event(
      classIndex: 0, range: SampleRange(start: second * 16_000, end: (second + 3) * 16_000),
      peakScore: 0.99, meanScore: 0.8, windows: windows)
  }

  /// What is told of one more event, which begins and ends an hour after the station began anew.
  private func told(_ kind: Announcement.Kind, score: Float = 0) throws -> Bool {
    var conditions = ActionRule.Conditions()
    conditions.kinds = [kind]
    conditions.onlyFirstOfDay = true
    conditions.leastScore = score
    conditions.species = [taxa[0].commonName]
    let target = Heard()
    func now(_ hour: Int64) -> LocalInstant {
      LocalInstant(utcMicroseconds: Self.day + hour * 3_600_000_000)
    }
    let announcer = Announcer(
      [Action(name: "a", rule: try ActionRule(conditions, taxa: taxa), target: target)],
      site: nil, log: log, clock: TestClock().capture, now: now(1))
    let heard = HeardEvent(
      input: "pond", taxon: taxa[0], event: event(windows: 2), startedAt: now(2).utcMicroseconds,
      endedAt: now(2).utcMicroseconds + 3_000_000, utcOffsetMinutes: nil, deployment: nil,
      model: "m", modelVersion: "1")
    announcer.take(.opened(heard, seconds: nil), at: now(2))
    announcer.take(.closed(heard, isInLog: true), at: now(2))
    announcer.stop(within: 10)
    return target.kinds.withLock { $0 } == [kind]
  }

  private func commit(_ events: [Event], open: [Event] = []) throws {
    var progress = StreamProgress(windows: StoredWindows(classCount: 4), doneThrough: 160_000)
    progress.findings = events.map(Finding.event)
    progress.open = open
    try log.commit(progress, of: live)
  }

  @Test(arguments: [Announcement.Kind.event, .eventEnd])
  func `what was told is not told again as the first of its day`(
    kind: Announcement.Kind
  ) throws {
    #expect(try told(kind))
    try commit([event(windows: 2)])
    #expect(try !told(kind))
  }

  @Test func `an event may have got its score after it was told of, or would have been`() throws {
    try commit([event(windows: 2)])
    #expect(try told(.event, score: 0.9), "rather once too often")
    #expect(try !told(.eventEnd, score: 0.9))
    try commit([event(windows: 1, from: 5)])
    #expect(try !told(.event, score: 0.9))
  }

  @Test func `the end of an event that goes on has not been told`() throws {
    try commit([], open: [event(windows: 2)])
    #expect(try told(.eventEnd))
    #expect(try !told(.event))
  }
}
