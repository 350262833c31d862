import EventDetection
import EventLog

/// The events that a command shows.
struct EventSelection {
  let log: EventLog
  let filter: EventFilter

  func forEachEvent(_ body: (LoggedEvent) throws -> Void) throws {
    try log.forEachEvent(filter, body)
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
    try log.speciesCounts(filter).map(SpeciesTally.init)
  }
}

/// How often a species was heard, and when.
struct SpeciesTally {
  let taxon: Taxon
  let events: Int
  let highestScore: Float
  /// Microseconds since 1970 UTC; `nil` where no instant is known.
  let firstStartedAt: Int64?
  let lastStartedAt: Int64?

  init(_ count: SpeciesCount) {
    taxon = count.taxon
    events = count.events
    highestScore = count.highestPeak
    firstStartedAt = count.firstStartedAt
    lastStartedAt = count.lastStartedAt
  }
}
