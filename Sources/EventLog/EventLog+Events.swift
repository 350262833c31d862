import EventDetection
import GRDB

extension EventLog {
  /// Hands the events of current decisions to `body`, one after the other, without holding them all.
  /// - Throws: ``EventLogError/unknownSpecies(path:name:known:)`` for a name that no model in the log
  ///   knows, ``EventLogError/unknownSite(path:name:known:)``,
  ///   ``EventLogError/unknownInput(path:name:known:)``; and what `body` throws.
  public func forEachEvent(
    _ filter: EventFilter = EventFilter(), _ body: (LoggedEvent) throws -> Void
  ) throws {
    try stream { db in
      var reader = EventReader(db)
      for query in try queries(filter, in: db) {
        let rows = try query.events.fetchCursor(db)
        while let row = try rows.next() { try body(reader.event(row)) }
      }
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
      let counts = try daily?.counts(in: db) ?? query(filter, in: db).classCounts(in: db)
      return try ClassCount.bySpecies(counts, in: db)
    }
  }

  /// One after the other they give the events in the filter's order.
  private func queries(_ filter: EventFilter, in db: Database) throws -> [EventQuery] {
    // What has no instant would come first from the index by time, and in no order.
    guard filter.order == .time, filter.from == nil, filter.until == nil, filter.latest == nil
    else { return [try query(filter, in: db)] }
    var rest = filter
    rest.order = .file
    return [try query(filter, .known, in: db), try query(rest, .unknown, in: db)]
  }

  private func query(
    _ filter: EventFilter, _ instants: EventQuery.Instants = .any, in db: Database
  ) throws -> EventQuery {
    EventQuery(
      filter, instants, classes: try classes(filter.species, in: db),
      deployments: try deployments(filter.sites, in: db),
      inputs: try inputs(filter.inputs, in: db))
  }

  /// Events by local day and species, from the table of daily counts.
  /// - Parameters:
  ///   - from: The first day, `YYYY-MM-DD`; `nil` for the first in the log.
  ///   - through: The last day.
  public func dailyCounts(
    from: String? = nil, through: String? = nil
  ) throws(EventLogError) -> [DailyCount] {
    try read { db in
      var reader = EventReader(db)
      var counts: [DailyCount] = []
      // A day after the other; on each, several models may know a species.
      var day: [DailyCount] = []
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT day, class, events FROM daily_count WHERE day >= ? AND day <= ? ORDER BY day",
        // Every day sorts between the empty text and a colon.
        arguments: [from ?? "", through ?? ":"])
      func endDay() {
        counts += day.sorted { $0.taxon.commonName < $1.taxon.commonName }
        day.removeAll(keepingCapacity: true)
      }
      while let row = try rows.next() {
        let count = DailyCount(
          day: try row.decode(atIndex: 0), taxon: try reader.taxon(of: try row.decode(atIndex: 1)),
          events: try row.decode(atIndex: 2))
        if day.last.map({ $0.day != count.day }) ?? false { endDay() }
        if let known = day.firstIndex(where: { $0.taxon == count.taxon }) {
          day[known].events += count.events
        } else {
          day.append(count)
        }
      }
      endDay()
      return counts
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

  /// Names of inputs as the log spells them; `nil` for all.
  private func inputs(_ names: [String], in db: Database) throws -> [String]? {
    guard !names.isEmpty else { return nil }
    let known = try String.fetchAll(db, sql: "SELECT DISTINCT input FROM stream ORDER BY input")
    return try names.flatMap { name in
      let found = known.filter { $0.lowercased() == name.lowercased() }
      guard !found.isEmpty else {
        throw EventLogError.unknownInput(path: path, name: name, known: known)
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
