import EventDetection
import GRDB

extension EventLog {
  /// Hands the events of current decisions to `body`, one after the other, without holding them all.
  /// - Throws: ``EventLogError/unknownSpecies(path:name:known:)`` for a name that no model in the log
  ///   knows, ``EventLogError/unknownSite(path:name:known:)``; and what `body` throws.
  public func forEachEvent(
    _ filter: EventFilter = EventFilter(), _ body: (LoggedEvent) throws -> Void
  ) throws {
    try stream { db in
      let rows = try query(filter, in: db).events.fetchCursor(db)
      while let row = try rows.next() { try body(LoggedEvent(row)) }
    }
  }

  /// How often each species was heard, the most frequent first.
  ///
  /// Of whole local days, species and models it is told by the daily counts, whatever the size of the log.
  /// - Throws: As ``forEachEvent(_:_:)``.
  public func speciesCounts(
    _ filter: EventFilter = EventFilter()
  ) throws(EventLogError) -> [SpeciesCount] {
    try read { db in
      let daily = DailyCountQuery(filter, classes: try classes(filter.species, in: db))
      if let counts = try daily?.counts(in: db) { return counts }
      return try query(filter, in: db).counts.fetchAll(db).map(SpeciesCount.init)
    }
  }

  private func query(_ filter: EventFilter, in db: Database) throws -> EventQuery {
    EventQuery(
      filter, classes: try classes(filter.species, in: db),
      deployments: try deployments(filter.sites, in: db))
  }

  /// Events by local day and species, from the table of daily counts.
  /// - Parameters:
  ///   - from: The first day, `YYYY-MM-DD`; `nil` for the first in the log.
  ///   - through: The last day.
  public func dailyCounts(
    from: String? = nil, through: String? = nil
  ) throws(EventLogError) -> [DailyCount] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT day, common_name, scientific_name, kind, sum(events) AS events FROM daily
          WHERE day >= ? AND day <= ?
          GROUP BY day, common_name, scientific_name, kind ORDER BY day, common_name
          """,
        // Every day sorts between the empty text and a colon.
        arguments: [from ?? "", through ?? ":"]
      ).map(DailyCount.init)
    }
  }

  /// The rows of places; `nil` for all.
  private func deployments(_ sites: [String], in db: Database) throws -> [Int64]? {
    guard !sites.isEmpty else { return nil }
    return try sites.flatMap { site in
      let found = try Int64.fetchAll(
        db, sql: "SELECT id FROM deployment WHERE site = ? COLLATE NOCASE", arguments: [site])
      guard !found.isEmpty else {
        let known = try String.fetchAll(
          db, sql: "SELECT DISTINCT site FROM deployment ORDER BY site")
        throw EventLogError.unknownSite(path: path, name: site, known: known)
      }
      return found
    }
  }

  /// The rows of species; `nil` for all.
  func classes(_ species: [String], in db: Database) throws -> [Int64]? {
    guard !species.isEmpty else { return nil }
    var classes: Set<Int64> = []
    for name in species {
      let found = try Int64.fetchSet(
        db,
        sql: """
          SELECT class.id FROM taxon JOIN class ON class.taxon = taxon.id
          WHERE common_name = ?1 COLLATE NOCASE OR scientific_name = ?1 COLLATE NOCASE
          """,
        arguments: [name])
      guard !found.isEmpty else {
        let known = try String.fetchAll(
          db,
          sql: """
            SELECT DISTINCT common_name FROM taxon JOIN class ON class.taxon = taxon.id
            WHERE kind <> 'background' ORDER BY common_name
            """)
        throw EventLogError.unknownSpecies(path: path, name: name, known: known)
      }
      classes.formUnion(found)
    }
    return classes.sorted()
  }
}
