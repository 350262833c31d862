import EventDetection
import EventLog

/// The events that a command shows: a filter, by however many paths.
struct EventSelection {
  let log: EventLog
  let filter: EventFilter

  /// Paths of one question to the log: SQLite limits how deep a condition may be.
  private static let pathsAtOnce = 200

  func forEachEvent(_ body: (LoggedEvent) throws -> Void) throws {
    guard filter.paths.count > Self.pathsAtOnce else {
      return try log.forEachEvent(filter, body)
    }
    var seen: Set<Int64> = []
    let paths = filter.paths.sorted()
    for start in stride(from: 0, to: paths.count, by: Self.pathsAtOnce) {
      var part = filter
      part.paths = Array(paths[start..<min(start + Self.pathsAtOnce, paths.count)])
      try log.forEachEvent(part) { event in
        if seen.insert(event.id).inserted { try body(event) }
      }
    }
  }

  /// Writes the events as they come.
  func write(as writer: any EventWriter, _ write: (String) throws -> Void) throws {
    var writer = writer
    try write(writer.head)
    try forEachEvent { try write(writer.text(for: $0)) }
    try write(writer.tail)
  }

  /// How often each species was heard, the most frequent first.
  func counts() throws -> [SpeciesTally] {
    guard filter.paths.count > Self.pathsAtOnce else {
      return try log.speciesCounts(filter).map(SpeciesTally.init)
    }
    var tallies: [Taxon: SpeciesTally] = [:]
    try forEachEvent { event in
      tallies[event.taxon, default: SpeciesTally(taxon: event.taxon)].add(event)
    }
    return tallies.values.sorted {
      ($1.events, $0.taxon.commonName) < ($0.events, $1.taxon.commonName)
    }
  }
}

/// How often a species was heard, and when.
struct SpeciesTally {
  let taxon: Taxon
  private(set) var events = 0
  private(set) var highestScore: Float = 0
  /// Microseconds since 1970 UTC; `nil` where no instant is known.
  private(set) var firstStartedAt: Int64?
  private(set) var lastStartedAt: Int64?

  init(taxon: Taxon) { self.taxon = taxon }

  init(_ count: SpeciesCount) {
    taxon = count.taxon
    events = count.events
    highestScore = count.highestPeak
    firstStartedAt = count.firstStartedAt
    lastStartedAt = count.lastStartedAt
  }

  mutating func add(_ event: LoggedEvent) {
    events += 1
    highestScore = max(highestScore, event.peakScore)
    guard let startedAt = event.startedAt else { return }
    firstStartedAt = min(firstStartedAt ?? startedAt, startedAt)
    lastStartedAt = max(lastStartedAt ?? startedAt, startedAt)
  }
}
