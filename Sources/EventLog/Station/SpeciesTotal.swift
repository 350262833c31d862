public import EventDetection
import GRDB

/// How many events of a species began in a span of time.
public struct SpeciesTotal: Hashable, Sendable {
  public var taxon: Taxon
  public var events: Int
}

extension EventLog {
  /// Events that began in a span of time, by species, the most frequent first.
  /// - Parameters:
  ///   - from: Microseconds since 1970 UTC.
  ///   - until: The same; what begins then is not counted.
  public func speciesTotals(
    from: Int64, until: Int64 = .max
  ) throws(EventLogError) -> [SpeciesTotal] {
    try read { db in
      try Row.fetchAll(db, sql: Self.speciesTotals, arguments: [from, until]).map { row in
        SpeciesTotal(taxon: try Taxon(row), events: try row.decode(forColumn: "events"))
      }
    }
  }

  static let speciesTotals = """
    WITH heard AS MATERIALIZED (
      SELECT event.class, count(*) AS events
      FROM event INDEXED BY event_by_time
        CROSS JOIN decision ON decision.id = event.decision AND decision.current = 1
      WHERE started_at >= ? AND started_at < ? GROUP BY event.class)
    SELECT common_name, scientific_name, kind, sum(events) AS events
    FROM heard JOIN class ON class.id = heard.class JOIN taxon ON taxon.id = class.taxon
    GROUP BY taxon.id ORDER BY sum(events) DESC, common_name
    """

  /// Whether an event of a species began in a span of time, whichever model heard it on whichever input: the
  /// first of a day is the one before which there is none.
  /// - Parameters:
  ///   - classIndex: Of the species, among `bundle`'s classes.
  ///   - from: Microseconds since 1970 UTC.
  ///   - until: The same; what begins then does not count.
  public func hasEvent(
    ofClass classIndex: Int, of bundle: BundleID, from: Int64, until: Int64 = .max
  ) throws(EventLogError) -> Bool {
    try read { db in
      try Bool.fetchOne(
        db, sql: Self.hasEvent, arguments: [bundle.row, classIndex, from, until]) ?? false
    }
  }

  static let hasEvent = """
    SELECT EXISTS (
      SELECT 1 FROM class AS asked
        CROSS JOIN class AS same ON same.taxon = asked.taxon
        CROSS JOIN event ON event.class = same.id
        CROSS JOIN decision ON decision.id = event.decision AND decision.current = 1
      WHERE asked.bundle = ? AND asked.output = ? AND event.started_at >= ? AND event.started_at < ?)
    """
}
