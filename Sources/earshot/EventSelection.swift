import EventLog

/// The events that a command shows.
struct EventSelection {
  let log: EventLog
  let filter: EventFilter

  func forEachEvent(_ body: (LoggedEvent) throws -> Void) throws {
    try log.forEachEvent(filter, body)
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
  func counts() throws -> [SpeciesCount] { try log.speciesCounts(filter) }
}
