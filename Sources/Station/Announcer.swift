public import Actions
public import AudioCapture
import EventDetection
public import EventLog
import Foundation
import Threading

/// Turns a station's news into announcements, for those who asked for them.
///
/// What an action meets is an incident, but is not announced itself: a web hook that fails would be told
/// of by that web hook. ``takeReports()`` has it, for ``Station/keep(_:)``.
public final class Announcer: Sendable {
  private let dispatcher: Dispatcher
  private let site: String?
  private let reports: Reports

  /// What actions have met, until somebody takes it.
  private final class Reports: Sendable {
    let waiting = Guarded<[Incident]>([])
  }

  /// - Parameters:
  ///   - site: Of the station.
  ///   - log: Its events of the last day are not announced again as the first of it; `nil` if there is none
  ///     to be read.
  ///   - now: By the clock of the place.
  public init(
    _ actions: [Action], site: String?, log: EventLog?, clock: CaptureClock, now: LocalInstant
  ) {
    self.site = site
    let reports = Reports()
    self.reports = reports
    dispatcher = Dispatcher(Self.recalling(actions, log, now)) { report in
      let incident = Incident(
        happenedAt: clock.now().utc / 1000, kind: report.kind.rawValue, text: report.text)
      reports.waiting.withLock { $0.append(incident) }
    }
  }

  /// What the actions have met since this was asked last.
  public func takeReports() -> [Incident] {
    reports.waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }

  /// Tells rules that look back what was heard before the station began.
  private static func recalling(
    _ actions: [Action], _ log: EventLog?, _ now: LocalInstant
  ) -> [Action] {
    func looksBack(_ action: Action) -> Bool {
      action.rule.conditions.onlyFirstOfDay || action.rule.conditions.pause > 0
    }
    guard let log, actions.contains(where: looksBack) else { return actions }
    let pauses = actions.map(\.rule.conditions.pause)
    let seconds = min(max(86_400, pauses.max() ?? 0), longestLookBack)
    let from = now.utcMicroseconds - Int64(seconds * 1e6)
    var recalled = actions
    // A log that cannot be read now costs one announcement too many, not the station.
    try? log.forEachEvent(EventFilter(from: .utc(from))) { event in
      guard let startedAt = event.startedAt else { return }
      var ended = AnnouncedEvent(
        site: event.site, input: "", taxon: event.taxon,
        start: LocalInstant(utcMicroseconds: startedAt, utcOffsetMinutes: now.utcOffsetMinutes),
        peakScore: event.peakScore, meanScore: event.meanScore, windows: event.windows,
        model: event.model, modelVersion: event.modelVersion)
      var began = ended
      // What it had when it was told is known of one window alone: rather one announcement too many.
      if event.windows > 1 { began.peakScore = 0 }
      ended.end = event.endedAt.map {
        LocalInstant(utcMicroseconds: $0, utcOffsetMinutes: now.utcOffsetMinutes)
      }
      for index in recalled.indices where looksBack(recalled[index]) {
        recalled[index].rule.recall(.eventBegan(began))
        if !event.isOpen { recalled[index].rule.recall(.eventEnded(ended)) }
      }
    }
    return recalled
  }

  /// Seconds.
  private static let longestLookBack = 7 * 86_400.0

  /// Waits for nothing.
  public func take(_ news: StationNews, at now: LocalInstant) {
    switch news {
    case .opened(let heard, _): dispatcher.announce(.eventBegan(announced(heard)), at: now)
    case .closed(let heard, _):
      var event = announced(heard)
      event.end = LocalInstant(
        utcMicroseconds: heard.endedAt, utcOffsetMinutes: heard.utcOffsetMinutes)
      dispatcher.announce(.eventEnded(event), at: now)
    case .incident(let incident, let input):
      dispatcher.announce(
        .incident(
          AnnouncedIncident(
            site: site, input: input,
            instant: LocalInstant(
              utcMicroseconds: incident.happenedAt, utcOffsetMinutes: now.utcOffsetMinutes),
            kind: incident.kind, text: incident.text)), at: now)
    default: break
    }
  }

  /// What the actions have done.
  public var status: [ActionStatus] {
    dispatcher.counts.map { ActionStatus(name: $0.action, $0.counts) }
  }

  /// Delivers what waits as far as that is possible in the time, and ends.
  public func stop(within seconds: Double) { dispatcher.stop(within: seconds) }

  private func announced(_ heard: HeardEvent) -> AnnouncedEvent {
    AnnouncedEvent(
      site: site, input: heard.input, taxon: heard.taxon,
      start: LocalInstant(
        utcMicroseconds: heard.startedAt, utcOffsetMinutes: heard.utcOffsetMinutes),
      peakScore: heard.event.peakScore, meanScore: heard.event.meanScore,
      windows: heard.event.windows, latitude: heard.deployment?.latitude,
      longitude: heard.deployment?.longitude, model: heard.model, modelVersion: heard.modelVersion)
  }
}

/// What became of an action's announcements, for a status.
public struct ActionStatus: Sendable, Codable, Hashable {
  /// The action's, as in the settings.
  public var name: String
  /// Announcements that arrived: at a broker, those that it has acknowledged.
  public var sent: Int
  /// Given up after as many tries as the target makes; of a broker, failed tries to reach it.
  public var failed: Int
  /// Given up untried, because too many waited or the station ended.
  public var dropped: Int
  /// Not delivered yet, that under way included.
  public var waiting: Int
  /// Why the last one that failed did; stays when later ones are sent. `nil` if none failed.
  public var lastError: String?

  init(name: String, _ counts: ActionCounts) {
    self.name = name
    (sent, failed, dropped, waiting) = (counts.sent, counts.failed, counts.dropped, counts.waiting)
    lastError = counts.lastError
  }
}
