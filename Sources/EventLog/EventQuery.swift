import GRDB

/// An ``EventFilter`` as SQL over the view `detection`, which SQLite dissolves into its tables.
///
/// A unary `+` hides a column from the planner: without statistics it would rather walk an index in
/// the order asked for than look up the few rows that are asked for. So events are found by path, else
/// by species, else by time.
struct EventQuery {
  private var conditions: [String] = []
  private var conditionArguments = StatementArguments()
  private var path = "path"
  private var pathArguments = StatementArguments()
  private let order: String

  /// - Parameter classes: The rows of the species asked for; `nil` for all.
  init(_ filter: EventFilter, classes: [Int64]?) {
    let isByPath = !filter.paths.isEmpty
    let isByTime = !isByPath && classes == nil
    order =
      switch filter.order {
      case .time: isByTime ? "started_at, event" : "+started_at, event"
      case .file: "shown_path, recording_id, channel, start_sample, class"
      }

    if isByPath {
      let places = PathCondition(filter.paths, column: "asked.path")
      add(
        """
        decision IN (
          SELECT decision.id FROM file AS asked
            JOIN analysis ON analysis.recording = asked.recording
            JOIN decision ON decision.analysis = analysis.id AND decision.current = 1
          WHERE \(places.sql))
        """, places.arguments)
      path = """
        (SELECT asked.path FROM file AS asked
         WHERE asked.recording = recording_id AND \(places.sql)
         ORDER BY asked.current DESC, asked.path LIMIT 1)
        """
      pathArguments = places.arguments
    }
    if let classes {
      let list = classes.map(String.init).joined(separator: ", ")
      add("\(isByPath ? "+" : "")class IN (\(list))")
    }
    let startedAt = isByPath ? "+started_at" : "started_at"
    if let from = filter.from { add("\(startedAt) >= ?", [from]) }
    if let until = filter.until { add("\(startedAt) < ?", [until]) }
    if let score = filter.minimumScore { add("peak >= ?", [score]) }
    if let bundle = filter.bundle {
      add(
        "\(isByPath ? "+" : "")model_digest = (SELECT digest FROM bundle WHERE id = ?)",
        [bundle.row])
    }
  }

  private mutating func add(_ condition: String, _ arguments: StatementArguments = []) {
    conditions.append(condition)
    conditionArguments += arguments
  }

  /// All columns of ``LoggedEvent``, in the filter's order.
  var events: SQLRequest<Row> {
    SQLRequest(
      sql: """
        SELECT \(LoggedEvent.columns.joined(separator: ", ")), \(path) AS shown_path
        FROM detection\(condition) ORDER BY \(order)
        """,
      arguments: pathArguments + conditionArguments)
  }

  /// Names, number, highest peak, first and last start of each species, the most frequent first.
  /// Years have four digits, so that instants in ISO 8601 sort as they followed each other.
  var counts: SQLRequest<Row> {
    SQLRequest(
      sql: """
        SELECT common_name, scientific_name, kind, count(*) AS events, max(peak) AS peak,
          min(started_at) AS first, max(started_at) AS last, min(start_utc) AS first_utc,
          max(start_utc) AS last_utc
        FROM detection\(condition)
        GROUP BY common_name, scientific_name, kind ORDER BY events DESC, common_name
        """,
      arguments: conditionArguments)
  }

  private var condition: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }
}
