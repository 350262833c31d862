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
    var recordings: [String: String] = [:]
    for start in stride(from: 0, to: filter.paths.count, by: Self.pathsAtOnce) {
      let part = filter.paths[start..<min(start + Self.pathsAtOnce, filter.paths.count)]
      recordings.merge(try log.recordings(under: Array(part))) { min($0, $1) }
    }
    var all = filter
    all.paths = []
    try log.forEachEvent(all) { event in
      guard let sha256 = event.sha256, let path = recordings[sha256] else { return }
      var event = event
      event.path = path
      try body(event)
    }
  }

  /// - Throws: ``UsageError`` if there is a path at or below which the log knows no recording.
  func requireRecordings(below paths: [String]) throws {
    for (path, given) in zip(filter.paths, paths) where try !log.hasRecordings(under: path) {
      throw UsageError("\(log.path): no recording of the log lies at or below \(given).")
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
  func counts() throws -> [SpeciesCount] {
    guard filter.paths.count > Self.pathsAtOnce else { return try log.speciesCounts(filter) }
    var counts: [Taxon: SpeciesCount] = [:]
    try forEachEvent { event in
      counts[event.taxon, default: SpeciesCount(taxon: event.taxon)].add(event)
    }
    return counts.values.sorted {
      ($1.events, $0.taxon.commonName) < ($0.events, $1.taxon.commonName)
    }
  }
}
