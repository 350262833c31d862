public import EventDetection

/// Which announcements an action is run for.
///
/// A rule knows no clock and no log: time is an argument, and what happened before a restart is told to
/// it with ``recall(_:)``.
///
/// ```swift
/// var conditions = ActionRule.Conditions()
/// conditions.species = ["Corvus corax"]
/// conditions.onlyFirstOfDay = true
/// var rule = try ActionRule(conditions, taxa: bundle.classes.map(\.taxon))
/// for event in eventsOfToday { rule.recall(.eventBegan(event)) }
/// if rule.fires(announcement, at: now) { … }
/// ```
public struct ActionRule: Sendable {
  /// What a user sets. Without a change: every event of a species, when it begins.
  public struct Conditions: Hashable, Sendable {
    /// What is told; at least one.
    public var kinds: Set<Announcement.Kind> = [.event]
    /// Common names, scientific names or both, in any case; `nil` for every species. People are
    /// told of only where they are named here: nothing of them leaves the station unless told to.
    public var species: [String]?
    /// Of events: the lowest peak score, 0…1.
    public var leastScore: Float = 0
    /// Of events: only the first of each species that is told on a local day.
    public var onlyFirstOfDay = false
    /// Of events: seconds after one was told in which no other of the same species is.
    public var pause: Double = 0
    /// When nothing at all is told, be it an event or an incident. What comes then does not count as
    /// the first of the day.
    public var quiet: QuietSpan?

    /// Every event of a species, when it begins.
    public init() {}
  }

  /// What is limited by itself: an event's end does not wait because its beginning was told.
  private struct Subject: Hashable {
    let kind: Announcement.Kind
    let taxon: Taxon
  }

  /// An incident as one knows it again: by its text without the figures in it.
  private struct Fault: Hashable {
    let input: String?
    let kind: String
    let words: String

    init(_ incident: AnnouncedIncident) {
      input = incident.input
      kind = incident.kind
      words = incident.text.filter { !$0.isNumber }
    }
  }

  /// What a user has set, checked.
  public let conditions: Conditions
  private let species: Set<Taxon>?
  private var told: [Subject: LocalInstant] = [:]
  private var faults: [Fault: RecurringFault] = [:]

  /// - Parameter taxa: All that the station's models know.
  /// - Throws: ``ActionError/species(_:)`` for a name that no model knows, so that a misspelt one is
  ///   not silence; ``ActionError/leastScore(_:)``, ``ActionError/pause(_:)``, ``ActionError/nothingToTell``.
  public init(_ conditions: Conditions, taxa: [Taxon]) throws(ActionError) {
    guard (0...1).contains(conditions.leastScore) else {
      throw .leastScore(conditions.leastScore)
    }
    guard (0...Self.longestPause).contains(conditions.pause) else {
      throw .pause(conditions.pause)
    }
    guard !conditions.kinds.isEmpty, conditions.species?.isEmpty != true else {
      throw .nothingToTell
    }
    self.conditions = conditions
    guard let wanted = conditions.species else {
      species = nil
      return
    }
    let names = ClassNames(taxa)
    var species: Set<Taxon> = []
    for name in wanted {
      do throws(DetectionError) {
        for index in try names.indices(of: name, in: "the species of an action") {
          species.insert(taxa[index])
        }
      } catch {
        throw .species(error)
      }
    }
    self.species = species
  }

  /// Incidents that are known again.
  private static let mostFaults = 1000

  /// Seconds: a year. A longer pause is a mistake.
  static let longestPause = 366.0 * 86_400

  /// Whether the action is run for `announcement`; if so, that is remembered.
  ///
  /// An incident that recurs fires at once, then after 1 minute, 2, 4 … up to a day.
  /// - Parameter now: A clock that was set back ends a pause.
  public mutating func fires(_ announcement: Announcement, at now: LocalInstant) -> Bool {
    guard conditions.kinds.contains(announcement.kind), conditions.quiet?.contains(now) != true
    else { return false }
    switch announcement {
    case .incident(let incident):
      let fault = Fault(incident)
      // Texts that are never the same would fill memory.
      if faults.count >= Self.mostFaults, faults[fault] == nil { faults = [:] }
      return faults[fault, default: RecurringFault()].isWorthALine(at: now.utcMicroseconds)
    case .eventBegan(let event), .eventEnded(let event):
      guard isWanted(event) else { return false }
      let subject = Subject(kind: announcement.kind, taxon: event.taxon)
      if let last = told[subject], isTooSoon(now, after: last) { return false }
      told[subject] = now
      return true
    }
  }

  /// Takes note of what was announced before a restart, so that it is not told again as the first of
  /// its day, nor within its pause. Earliest first.
  public mutating func recall(_ announcement: Announcement) {
    _ = fires(announcement, at: announcement.instant)
  }

  private func isWanted(_ event: AnnouncedEvent) -> Bool {
    guard event.peakScore >= conditions.leastScore else { return false }
    return species?.contains(event.taxon) ?? (event.taxon.kind == .species)
  }

  private func isTooSoon(_ now: LocalInstant, after last: LocalInstant) -> Bool {
    if conditions.onlyFirstOfDay, now.localDay == last.localDay { return true }
    let elapsed = Double(now.utcMicroseconds - last.utcMicroseconds) / 1e6
    return elapsed >= 0 && elapsed < conditions.pause
  }
}
