import GRDB

/// How often each species was heard, from the daily counts instead of the events: of ten million events in
/// as little time as of ten.
///
/// They know days, species and models, and nothing of paths, sites, inputs, scores or times of day.
struct DailyCountQuery {
  private let conditions: [String]
  let arguments: StatementArguments
  /// As ``conditions``, of an event.
  private let eventConditions: [String]

  /// - Parameter classes: The rows of the species asked for; `nil` for all.
  /// - Returns: `nil` if the counts do not know what is asked for.
  init?(_ filter: EventFilter, classes: [Int64]?) {
    guard filter.paths.isEmpty, filter.sites.isEmpty, filter.inputs.isEmpty,
      filter.minimumScore == nil, filter.latest == nil
    else { return nil }
    var conditions: [String] = []
    var eventConditions: [String] = []
    var arguments: StatementArguments = [:]
    for (name, comparison, moment) in [("from", ">=", filter.from), ("until", "<", filter.until)] {
      guard let moment else { continue }
      guard case .local(let clock) = moment, clock % 86_400_000_000 == 0 else { return nil }
      // What has no instant is in no span of time.
      let day = "strftime('%Y-%m-%d', :\(name), 'unixepoch')"
      conditions.append("day <> '' AND day \(comparison) \(day)")
      eventConditions.append("\(Schema1.day(of: "event")) \(comparison) \(day)")
      arguments += [name: clock / 1_000_000]
    }
    if let classes {
      conditions.append("class IN (\(classes.map(String.init).joined(separator: ", ")))")
    }
    if let bundle = filter.bundle {
      conditions.append("class IN (SELECT id FROM class WHERE bundle = :bundle)")
      arguments += ["bundle": bundle.row]
    }
    self.conditions = conditions
    self.arguments = arguments
    self.eventConditions = eventConditions
  }

  /// Number, highest score, first and last event of each class that has any.
  ///
  /// No offset reaches farther than a day: the first event by UTC is looked for from the day before the first
  /// local one on, among those that are current, and the last one likewise.
  var sql: String {
    let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    func event(_ bound: String, _ order: String) -> String {
      """
      (SELECT event.id FROM event INDEXED BY event_by_class
         CROSS JOIN decision ON decision.id = event.decision AND decision.current = 1
       WHERE \((["event.class = counted.class", bound] + eventConditions).joined(separator: " AND "))
       ORDER BY event.started_at \(order) LIMIT 1)
      """
    }
    func day(_ function: String) -> String {
      let dated = (conditions + ["day <> ''", "class = counted.class"]).joined(separator: " AND ")
      return "strftime('%s', (SELECT \(function)(day) FROM daily_count WHERE \(dated)))"
    }
    return """
      WITH counted AS MATERIALIZED (
        SELECT class, sum(events) AS events, max(peak) AS peak
        FROM daily_count \(condition) GROUP BY +class)
      SELECT class, events, peak,
        \(event("event.started_at >= (\(day("min")) - 86400) * 1000000", "")) AS first_event,
        \(event("event.started_at < (\(day("max")) + 172800) * 1000000", "DESC")) AS last_event
      FROM counted
      """
  }

  /// - Returns: `nil` if the log has not kept the counts that are needed since its beginning.
  func counts(in db: Database) throws -> [ClassCount]? {
    guard try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 >= 3 else { return nil }
    return try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in
      ClassCount(
        row: try row.decode(forColumn: "class"), events: try row.decode(forColumn: "events"),
        highestPeak: try row.decode(forColumn: "peak"),
        first: try row.decode(forColumn: "first_event"),
        last: try row.decode(forColumn: "last_event"))
    }
  }
}
