import GRDB

/// An ``EventFilter`` as SQL over the events of current decisions.
///
/// A unary `+` hides a column from the planner: without statistics it would rather walk an index in
/// the order asked for than look up the few rows that are asked for. So events are found by path, else
/// by species, else by time, else by model, else by place or input.
///
/// What an event shares with others, its recording, model and place, is not asked here for each: an
/// ``EventReader`` looks that up once.
struct EventQuery {
  /// Whether instants of events matter.
  enum Instants {
    case any
    /// Only events whose start is known.
    case known
    case unknown
  }

  private var conditions: [String] = []
  private var conditionArguments = StatementArguments()
  /// The recordings at the paths asked for; `nil` for all.
  private let places: PathCondition?
  private let order: String
  private let isByFile: Bool
  /// The number of the latest, and how they are found.
  private let latest: (count: Int, order: String)?

  /// - Parameters:
  ///   - classes: The rows of the species asked for; `nil` for all.
  ///   - deployments: The rows of the places asked for; `nil` for all.
  ///   - inputs: The inputs asked for; `nil` for all, and for recordings.
  init(
    _ filter: EventFilter, _ instants: Instants = .any, classes: [Int64]?,
    deployments: [Int64]? = nil, inputs: [String]? = nil
  ) {
    places = filter.paths.isEmpty ? nil : PathCondition(filter.paths)
    let isByPath = places != nil
    let isByTime = !isByPath && classes == nil
    // Few have no instant: they are found by that.
    let isByModel =
      isByTime && filter.from == nil && filter.until == nil && filter.latest == nil
      && instants != .unknown
    let isBySource = isByModel && filter.bundle == nil && (deployments != nil || inputs != nil)
    isByFile = filter.order == .file
    order =
      switch filter.order {
      case .time:
        filter.latest != nil
          ? "event.started_at IS NULL, event.started_at, event.id"
          : isByTime && !isBySource ? "event.started_at, event.id" : "+event.started_at, event.id"
      case .file:
        """
        shown_path, analysis.recording, analysis.stream, analysis.channel, event.start_sample,
          event.class
        """
      }
    // Of one class, too, the index has them in their order.
    let hasOrder = isByTime || !isByPath && classes?.count == 1
    latest = filter.latest.map {
      ($0, "\(hasOrder ? "" : "+")event.started_at DESC, event.id DESC")
    }

    if let classes {
      let list = classes.map(String.init).joined(separator: ", ")
      add("\(isByPath ? "+" : "")event.class IN (\(list))")
    }
    let startedAt = isByPath ? "+event.started_at" : "event.started_at"
    if let from = filter.from { add(startedAt, ">=", from) }
    if let until = filter.until { add(startedAt, "<", until) }
    if let score = filter.minimumScore { add("event.peak >= ?", [score]) }
    if let bundle = filter.bundle {
      add("\(isByModel ? "" : "+")analysis.bundle = ?", [bundle.row])
    }
    switch instants {
    case .any: break
    case .known:
      let isHidden = isByPath || isBySource || isByModel && filter.bundle != nil
      add("\(isHidden ? "+" : "")event.started_at IS NOT NULL")
    case .unknown: add("\(startedAt) IS NULL")
    }
    if let deployments {
      let list = deployments.map(String.init).joined(separator: ", ")
      add(
        isBySource
          ? "event.decision IN (\(Self.decisions(of: ["recording", "stream"], where: "deployment IN (\(list))")))"
          : """
          ifnull((SELECT deployment FROM recording WHERE recording.id = analysis.recording),
            (SELECT deployment FROM stream WHERE stream.id = analysis.stream)) IN (\(list))
          """)
    }
    if let inputs {
      let list = inputs.map { _ in "?" }.joined(separator: ", ")
      add(
        isBySource
          ? "event.decision IN (\(Self.decisions(of: ["stream"], where: "input IN (\(list))")))"
          : "(SELECT input FROM stream WHERE stream.id = analysis.stream) IN (\(list))",
        StatementArguments(inputs))
    }
  }

  private static func decisions(of sources: [String], where condition: String) -> String {
    sources.map { source in
      """
      SELECT its.id FROM \(source) JOIN analysis AS work ON work.\(source) = \(source).id
        JOIN decision AS its ON its.analysis = work.id AND its.current = 1
      WHERE \(source).\(condition)
      """
    }.joined(separator: " UNION ALL ")
  }

  /// By local time the index finds what lies within a day, the farthest that any offset reaches; which
  /// of it is meant, the clock of the place says, to the millisecond that it shows.
  private mutating func add(_ startedAt: String, _ comparison: String, _ moment: Moment) {
    switch moment {
    case .utc(let instant):
      add("\(startedAt) \(comparison) ?", [instant])
    case .local(let clock):
      add("\(startedAt) \(comparison) ? \(comparison == "<" ? "+" : "-") 86400000000", [clock])
      let shown = "(event.started_at + ifnull(event.utc_offset_minutes, 0) * 60000000)"
      add(
        "\(Schema1.milliseconds(shown)) \(comparison) ?",
        [clock / 1000 - (clock % 1000 < 0 ? 1 : 0)])
    }
  }

  private mutating func add(_ condition: String, _ arguments: StatementArguments = []) {
    conditions.append(condition)
    conditionArguments += arguments
  }

  /// The columns of ``EventReader``, in the filter's order.
  var events: SQLRequest<Row> {
    let path = places != nil ? "asked_path" : isByFile ? "file.path" : "NULL"
    let columns =
      EventReader.columns.map { "event.\($0)" }.joined(separator: ", ")
      + ", \(path) AS shown_path"
    guard let latest else {
      return SQLRequest(
        sql: "\(asked)SELECT \(columns) FROM \(source)\(condition) ORDER BY \(order)",
        arguments: arguments)
    }
    return SQLRequest(
      sql: """
        \(asked)SELECT \(columns) FROM (
          SELECT event.id AS latest\(places == nil ? "" : ", asked_path")
          FROM \(source)\(condition) ORDER BY \(latest.order) LIMIT ?)
        CROSS JOIN event ON event.id = latest
        \(Self.analysis)\(isByFile && places == nil ? Self.file : "") ORDER BY \(order)
        """,
      arguments: arguments + [latest.count])
  }

  /// Of each class that was heard.
  func classCounts(in db: Database) throws -> [ClassCount] {
    let (firsts, lasts) = (try extremes("min", in: db), try extremes("max", in: db))
    return try counts.fetchAll(db).map { row in
      let id: Int64 = try row.decode(forColumn: "class")
      return ClassCount(
        row: id, events: try row.decode(forColumn: "events"),
        highestPeak: try row.decode(forColumn: "peak"), first: firsts[id], last: lasts[id])
    }
  }

  var counts: SQLRequest<Row> { group("count(*) AS events, max(event.peak) AS peak") }

  /// Of each class an event that starts first, or last: with one extreme SQLite tells the row that has it.
  private func extremes(_ function: String, in db: Database) throws -> [Int64: Int64] {
    let rows = try group("\(function)(event.started_at) AS instant, event.id AS event").fetchAll(db)
    return try rows.reduce(into: [:]) { events, row in
      guard try row.decode(Int64?.self, forColumn: "instant") != nil else { return }
      events[try row.decode(forColumn: "class")] = try row.decode(Int64.self, forColumn: "event")
    }
  }

  private func group(_ columns: String) -> SQLRequest<Row> {
    SQLRequest(
      sql: """
        \(asked)SELECT event.class, \(columns) FROM \(source)\(condition) GROUP BY +event.class
        """,
      arguments: arguments)
  }

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

  private static let analysis = """
    JOIN decision ON decision.id = event.decision AND decision.current = 1
    JOIN analysis ON analysis.id = decision.analysis
    """
  private static let file =
    " LEFT JOIN file ON file.recording = analysis.recording AND file.current = 1"

  private var source: String {
    if places != nil {
      return """
        asked CROSS JOIN analysis ON analysis.recording = asked_recording
          CROSS JOIN decision ON decision.analysis = analysis.id AND decision.current = 1
          CROSS JOIN event ON event.decision = decision.id
        """
    }
    return "event \(Self.analysis)\(isByFile ? Self.file : "")"
  }

  private var arguments: StatementArguments {
    (places?.arguments ?? []) + conditionArguments
  }

  private var condition: String {
    conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
  }
}
