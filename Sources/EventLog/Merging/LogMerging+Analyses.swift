import GRDB

/// One pass of a model over a recording or a stream, in either log.
struct MergedAnalysis {
  let id: Int64
  let channel: Int
  /// Of the log that grows.
  let bundle: Int64
  let step: Int
  let scoreFloor: Double
  let doneThrough: Int64
  let state: State
  let error: String?

  /// In the order in which an analysis passes through them: of two copies the one that is farther is right.
  enum State: String, Comparable, CaseIterable {
    case running, failed, done, superseded

    static func < (one: State, other: State) -> Bool {
      (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
    }
  }

  struct Key: Hashable {
    let channel: Int
    let bundle: Int64
    let step: Int
  }

  var key: Key { Key(channel: channel, bundle: bundle, step: step) }

  static let columns =
    "id, channel, bundle, step, score_floor, done_through_sample, state, error"

  init(_ row: Row, bundle: Int64) throws {
    let name: String = try row.decode(forColumn: "state")
    guard let state = State(rawValue: name) else {
      throw DatabaseError.senseless("an analysis of state \"\(name)\"")
    }
    id = try row.decode(forColumn: "id")
    channel = try row.decode(forColumn: "channel")
    self.bundle = bundle
    step = try row.decode(forColumn: "step")
    scoreFloor = try row.decode(forColumn: "score_floor")
    doneThrough = try row.position(forColumn: "done_through_sample")
    self.state = state
    error = try row.decode(forColumn: "error")
  }

  /// Which analyses of the one log are which of the other: the same model over the same channel, and of
  /// those the first the first and so on, since the same work has the same result.
  static func pairs(
    _ theirs: [MergedAnalysis], _ ours: [MergedAnalysis]
  ) -> [(theirs: MergedAnalysis, ours: MergedAnalysis?)] {
    var waiting = Dictionary(grouping: ours, by: \.key)
    return theirs.map { analysis in
      guard let first = waiting[analysis.key]?.first else { return (analysis, nil) }
      waiting[analysis.key]?.removeFirst()
      return (analysis, first)
    }
  }
}

extension LogMerging {
  func analyses(of owner: String, _ id: Int64) throws -> [MergedAnalysis] {
    try rows("SELECT \(MergedAnalysis.columns) FROM analysis WHERE \(owner) = ? ORDER BY id", [id])
      .map { row in
        try reading {
          try MergedAnalysis(
            row, bundle: mapped(row.decode(forColumn: "bundle"), bundles, "bundle"))
        }
      }
  }

  func ownAnalyses(of owner: String, _ id: Int64, _ db: Database) throws -> [MergedAnalysis] {
    try Row.fetchAll(
      db, sql: "SELECT \(MergedAnalysis.columns) FROM analysis WHERE \(owner) = ? ORDER BY id",
      arguments: [id]
    ).map { try MergedAnalysis($0, bundle: $0.decode(forColumn: "bundle")) }
  }

  mutating func mergeAnalyses(
    ofRecording id: Int64, to placing: RecordingPlacing, _ db: Database
  ) throws {
    let theirs = try analyses(of: "recording", id)
    let ours = try ownAnalyses(of: "recording", placing.id, db)
    let pairs = MergedAnalysis.pairs(theirs, ours)
    var choice = CurrentDecisions(
      theirs: try currentDecisions(of: theirs), ours: try Self.currentDecisions(of: ours, db),
      superseded: Set(ours.filter { $0.state == .superseded }.map(\.id)))
    // First what is over, so that there is room for what is done.
    for case (let their, let own?) in pairs where own.state < their.state {
      try db.execute(
        sql: "UPDATE analysis SET state = ?, error = ? WHERE id = ?",
        arguments: [their.state.rawValue, their.error, own.id])
      report.count("analysis", \.updated)
      if their.state == .superseded { choice.supersede(own.id) }
    }
    for (their, own) in pairs {
      let analysis: Int64
      if let own {
        analysis = own.id
        if own.state >= their.state { report.count("analysis", \.known) }
        try countKnownScores(of: their.id)
      } else {
        analysis = try insert(their, owner: "recording", placing.id, state: their.state, db)
        if their.state == .superseded { choice.supersede(analysis) }
        try insertScores(of: their.id, to: analysis, db)
      }
      try mergeGaps(ofRecording: id, analysis: their.id, to: placing, analysis, db)
      try mergeDecisions(of: their, to: analysis, placing, &choice, db)
    }
    try choice.apply(db)
  }

  mutating func insert(
    _ analysis: MergedAnalysis, owner: String, _ id: Int64, state: MergedAnalysis.State,
    doneThrough: Int64? = nil, _ db: Database
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        INSERT INTO analysis
          (\(owner), channel, bundle, step, score_floor, done_through_sample, state, error)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      id, analysis.channel, analysis.bundle, analysis.step, analysis.scoreFloor,
      doneThrough ?? analysis.doneThrough, state.rawValue, analysis.error,
    ])
    report.count("analysis", \.added)
    return db.lastInsertedRowID
  }

  private mutating func insertScores(
    of analysis: Int64, to own: Int64, _ db: Database
  ) throws {
    let insert = try db.cachedStatement(
      sql: "INSERT INTO score (analysis, start_sample, end_sample, outputs) VALUES (?, ?, ?, ?)")
    var rows = 0
    try forEachRow(
      "SELECT start_sample, end_sample, outputs FROM score WHERE analysis = ?", [analysis]
    ) { row in
      try insert.execute(
        arguments: StatementArguments([own.databaseValue] + Array(row.databaseValues)))
      rows += 1
    }
    report.count("score", \.added, rows)
  }

  mutating func countKnownScores(of analysis: Int64) throws {
    let count: Int? = try value("SELECT count(*) FROM score WHERE analysis = ?", [analysis])
    report.count("score", \.known, count ?? 0)
  }
}
