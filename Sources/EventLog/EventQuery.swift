import GRDB

/// An ``EventFilter`` as SQL over the view `detection`, which SQLite dissolves into its tables.
///
/// A unary `+` hides a column from the planner: without statistics it would rather walk an index in
/// the order asked for than look up the few rows that are asked for. So events are found by path, else
/// by species, else by time, else by model, else by place.
struct EventQuery {
  private var conditions: [String] = []
  private var conditionArguments = StatementArguments()
  /// The recordings at the paths asked for; `nil` for all.
  private let places: PathCondition?
  private let order: String
  /// The number of the latest, and how they are found.
  private let latest: (count: Int, order: String)?

  /// - Parameters:
  ///   - classes: The rows of the species asked for; `nil` for all.
  ///   - deployments: The rows of the places asked for; `nil` for all.
  init(_ filter: EventFilter, classes: [Int64]?, deployments: [Int64]? = nil) {
    places = filter.paths.isEmpty ? nil : PathCondition(filter.paths)
    let isByPath = places != nil
    let isByTime = !isByPath && classes == nil
    let isByModel = isByTime && filter.from == nil && filter.until == nil && filter.latest == nil
    let isBySite = isByModel && filter.bundle == nil && deployments != nil
    // Of one class, too, the index has them in their order.
    let hasOrder = isByTime || !isByPath && classes?.count == 1
    latest = filter.latest.map {
      ($0, hasOrder ? "started_at DESC, event DESC" : "+started_at DESC, event DESC")
    }
    order =
      switch filter.order {
      case .time: isByTime && !isBySite ? "started_at, event" : "+started_at, event"
      case .file: "shown_path, recording_id, channel, start_sample, class"
      }

    if isByPath { add("recording_id = asked_recording") }
    if let classes {
      let list = classes.map(String.init).joined(separator: ", ")
      add("\(isByPath ? "+" : "")class IN (\(list))")
    }
    let startedAt = isByPath ? "+started_at" : "started_at"
    if let from = filter.from { add(startedAt, ">=", from) }
    if let until = filter.until { add(startedAt, "<", until) }
    if let score = filter.minimumScore { add("peak >= ?", [score]) }
    if let bundle = filter.bundle {
      add(
        "\(isByModel ? "" : "+")model_digest = (SELECT digest FROM bundle WHERE id = ?)",
        [bundle.row])
    }
    if let deployments {
      let list = deployments.map(String.init).joined(separator: ", ")
      add(
        isBySite
          ? "decision IN (\(Self.decisions(ofDeployments: list)))"
          : "site IN (SELECT deployment.site FROM deployment WHERE deployment.id IN (\(list)))")
    }
  }

  private static func decisions(ofDeployments list: String) -> String {
    ["recording", "stream"].map { source in
      """
      SELECT decision.id FROM \(source)
        JOIN analysis ON analysis.\(source) = \(source).id
        JOIN decision ON decision.analysis = analysis.id AND decision.current = 1
      WHERE \(source).deployment IN (\(list))
      """
    }.joined(separator: " UNION ALL ")
  }

  /// By local time the index finds what lies within a day, the farthest that any offset reaches; which
  /// of it is meant, its text says: instants in ISO 8601 sort as clocks showed them.
  private mutating func add(_ startedAt: String, _ comparison: String, _ moment: Moment) {
    switch moment {
    case .utc(let instant):
      add("\(startedAt) \(comparison) ?", [instant])
    case .local(let clock):
      add("\(startedAt) \(comparison) ? \(comparison == "<" ? "+" : "-") 86400000000", [clock])
      add(
        "start_local \(comparison) strftime('%Y-%m-%dT%H:%M:%f', ? / 1e3, 'unixepoch')",
        [(Double(clock) / 1000).rounded(.down)])
    }
  }

  private mutating func add(_ condition: String, _ arguments: StatementArguments = []) {
    conditions.append(condition)
    conditionArguments += arguments
  }

  /// All columns of ``LoggedEvent``, in the filter's order.
  var events: SQLRequest<Row> {
    let columns = LoggedEvent.columns + ["\(places == nil ? "path" : "asked_path") AS shown_path"]
    func select(_ columns: [String]) -> String {
      "\(asked)SELECT \(columns.joined(separator: ", ")) FROM \(source)\(condition)"
    }
    guard let latest else {
      return SQLRequest(sql: "\(select(columns)) ORDER BY \(order)", arguments: arguments)
    }
    return SQLRequest(
      sql: """
        SELECT * FROM (\(select(columns + ["recording_id", "class"]))
          ORDER BY \(latest.order) LIMIT ?) ORDER BY \(order)
        """,
      arguments: arguments + [latest.count])
  }

  /// Names, number, highest peak, first and last start of each species, the most frequent first.
  /// Years have four digits, so that instants in ISO 8601 sort as they followed each other.
  var counts: SQLRequest<Row> {
    SQLRequest(
      sql: """
        \(asked)SELECT common_name, scientific_name, kind, count(*) AS events, max(peak) AS peak,
          min(started_at) AS first, max(started_at) AS last, min(\(Self.start)) AS first_start,
          max(\(Self.start)) AS last_start
        FROM \(source)\(condition)
        GROUP BY common_name, scientific_name, kind ORDER BY events DESC, common_name
        """,
      arguments: arguments)
  }

  /// An event's start in UTC, by local time, and how it is known, as a text that sorts by the first;
  /// ``SpeciesCount/Start`` reads it.
  static let start = "start_utc || ' ' || start_local || ' ' || ifnull(time_source, '')"

  /// The recordings at the paths asked for, each once, with the path to show of it: the one at which
  /// it was seen last, else the first.
  private var asked: String {
    guard places != nil else { return "" }
    return """
      WITH asked(asked_recording, asked_path) AS MATERIALIZED (
        SELECT file.recording, substr(min(iif(file.current, '0', '1') || file.path), 2)
        FROM \(PathCondition.matchingFiles) AND file.recording IS NOT NULL
        GROUP BY file.recording)\n
      """
  }

  /// The join's order is said, and its condition stands in `WHERE`: with `ON` newer versions of SQLite
  /// would not dissolve the view.
  private var source: String { places == nil ? "detection" : "asked CROSS JOIN detection" }

  private var arguments: StatementArguments {
    (places?.arguments ?? []) + conditionArguments
  }

  private var condition: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }
}
