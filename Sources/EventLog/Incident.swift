import GRDB

/// Something that an operator should know.
public struct Incident: Hashable, Sendable {
  /// Microseconds since 1970 UTC.
  public var happenedAt: Int64
  /// A short word to filter by.
  public var kind: String
  /// What happened, for people; of a station's input, with its name before it.
  public var text: String

  /// Not in a log yet: ``EventLog/note(_:)`` adds it.
  public init(happenedAt: Int64, kind: String, text: String) {
    self.happenedAt = happenedAt
    self.kind = kind
    self.text = text
  }
}

extension EventLog {
  /// Adds an incident to the log.
  public func note(_ incident: Incident) throws(EventLogError) {
    try write { db in try Self.note(incident, in: db) }
  }

  static func note(_ incident: Incident, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO incident (happened_at, kind, text) VALUES (?, ?, ?)",
      arguments: [incident.happenedAt, incident.kind, incident.text])
  }

  /// Hands incidents to `body`, the oldest first.
  /// - Parameter from: Only those at or after this instant, microseconds since 1970 UTC.
  public func forEachIncident(
    from: Int64 = .min, _ body: (Incident) throws -> Void
  ) throws {
    try stream { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT happened_at, kind, text FROM incident
          WHERE happened_at >= ? ORDER BY happened_at, id
          """,
        arguments: [from])
      while let row = try rows.next() {
        try body(
          Incident(
            happenedAt: try row.decode(forColumn: "happened_at"),
            kind: try row.decode(forColumn: "kind"), text: try row.decode(forColumn: "text")))
      }
    }
  }
}
