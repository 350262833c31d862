import EventDetection
import GRDB

/// Streams of a station's inputs: some go on for months, so each comes in pieces, with the mark up to which
/// it has come.
extension LogMerging {
  /// What a stream is known by.
  private struct Key: Hashable {
    let input: String
    let device: String
    let sampleRate: Int
    let startedAt: Int64?

    static func sql(_ endedAt: String) -> String {
      """
      SELECT stream.id, input, device, sample_rate, deployment, \(endedAt),
        (SELECT utc_at FROM anchor WHERE anchor.stream = stream.id ORDER BY sample LIMIT 1) AS first
      FROM stream ORDER BY stream.id
      """
    }

    init(_ row: Row) throws {
      input = try row.decode(forColumn: "input")
      device = try row.decode(forColumn: "device")
      sampleRate = try row.decode(forColumn: "sample_rate")
      startedAt = try row.decode(forColumn: "first")
    }
  }

  mutating func mergeStreams() throws {
    let rows = try rows(Key.sql(try column("ended_at", of: "stream")))
    guard !rows.isEmpty else { return }
    let known = try target.database.read { db in
      try Row.fetchAll(db, sql: Key.sql("ended_at")).reduce(into: [Key: Int64]()) {
        $0[try Key($1)] = try $1.decode(forColumn: "id")
      }
    }
    for row in rows {
      let id: Int64 = try row.decode(forColumn: "id")
      try mergeStream(id, row, to: known[try Key(row)])
    }
  }

  private mutating func mergeStream(_ id: Int64, _ row: Row, to known: Int64?) throws {
    let theirs = try analyses(of: "stream", id)
    var progress: [StreamPiece] = []
    try inTransactions([()]) { merging, _, db in
      let own = try merging.streamRow(row, known, db)
      merging.streams[id] = own
      try merging.mergeAnchors(ofStream: id, to: own, isNew: known == nil, db)
      try merging.mergeGaps("stream = ?", [id], db)
      let pairs = MergedAnalysis.pairs(theirs, try merging.ownAnalyses(of: "stream", own, db))
      for (their, ours) in pairs {
        if let piece = try merging.begin(their, ours, ofStream: own, db) { progress.append(piece) }
      }
    }
    for piece in progress {
      try inTransactions(piece.spans) { merging, span, db in try merging.merge(piece, span, db) }
      try inTransactions([()]) { merging, _, db in try merging.finish(piece, db) }
    }
  }

  private mutating func streamRow(_ row: Row, _ known: Int64?, _ db: Database) throws -> Int64 {
    let place = try (row.decode(Int64?.self, forColumn: "deployment"))
      .map { try mapped($0, deployments, "deployment") }
    if let known {
      try db.execute(
        sql: "UPDATE stream SET deployment = ? WHERE id = ? AND deployment IS NULL",
        arguments: [place, known])
      report.count("stream", \.known)
      return known
    }
    try db.execute(
      sql: "INSERT INTO stream (input, device, sample_rate, deployment) VALUES (?, ?, ?, ?)",
      arguments: [
        row["input"] as DatabaseValue, row["device"] as DatabaseValue,
        row["sample_rate"] as DatabaseValue, place,
      ])
    report.count("stream", \.added)
    return db.lastInsertedRowID
  }

  private mutating func mergeAnchors(
    ofStream id: Int64, to own: Int64, isNew: Bool, _ db: Database
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO anchor
          (stream, sample, utc_at, utc_offset_minutes, source, measured_rate)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    for row in try rows(
      """
      SELECT sample, utc_at, utc_offset_minutes, source, measured_rate FROM anchor
      WHERE stream = ? ORDER BY sample
      """, [id])
    {
      try insert.execute(
        arguments: StatementArguments([own.databaseValue] + Array(row.databaseValues)))
      report.count("anchor", db.changesCount > 0 ? \.added : \.known)
    }
  }

  // MARK: - Pieces

  /// A pass of a model over a stream of which there is more to come.
  struct StreamPiece {
    let theirs: MergedAnalysis
    let own: Int64
    let stream: Int64
    let state: MergedAnalysis.State
    /// Decisions of the other log, and of this one.
    let decisions: [(theirs: Int64, own: Int64)]

    /// Where the last row of the other log begins.
    let last: Int64

    /// Of a few minutes each, the last without end.
    var spans: some Sequence<Range<Int64>> {
      let last = min(last, theirs.doneThrough)
      let length: Int64 = 1 << 25
      return stride(from: 0, through: last, by: Int64.Stride(length)).lazy.map {
        $0..<($0 + length > last ? SampleRange.endOfPositions : $0 + length)
      }
    }
  }

  /// - Returns: What is to be done; `nil` if this log is as far.
  private mutating func begin(
    _ their: MergedAnalysis, _ own: MergedAnalysis?, ofStream stream: Int64, _ db: Database
  ) throws -> StreamPiece? {
    // Nobody goes on here with what is new here.
    let state: MergedAnalysis.State = own == nil ? max(their.state, .done) : their.state
    let id: Int64
    if let own {
      id = own.id
    } else {
      id = try insert(their, owner: "stream", stream, state: state, doneThrough: 0, db)
    }
    // A decision of less sound than this log has of the stream would be one with events missing.
    let isFurther = own.map { $0.doneThrough > their.doneThrough } ?? false
    let (pairs, hasNew) = try mergeDecisions(of: their, to: id, addsNew: !isFurther, db)
    if let own, own.doneThrough >= their.doneThrough, own.state >= their.state {
      report.count("analysis", \.known)
      if !hasNew {
        try countKnownScores(of: their.id)
        for pair in pairs { try countKnownFindings(of: pair.theirs) }
        return nil
      }
    } else if own != nil {
      report.count("analysis", \.updated)
    }
    return StreamPiece(
      theirs: their, own: id, stream: stream, state: max(own?.state ?? state, state),
      decisions: pairs, last: try lastStart(of: their.id, decisions: pairs.map(\.theirs)))
  }

  /// Where the last window, event or candidate of an analysis of the other log begins.
  private func lastStart(of analysis: Int64, decisions: [Int64]) throws -> Int64 {
    var starts: [Int64?] = [
      try value("SELECT max(start_sample) FROM score WHERE analysis = ?", [analysis])
    ]
    for table in ["event", "candidate"] {
      for decision in decisions {
        starts.append(
          try value("SELECT max(start_sample) FROM \(table) WHERE decision = ?", [decision]))
      }
    }
    return starts.compactMap { $0 }.max() ?? 0
  }

  /// - Parameter addsNew: Whether this log gets decisions that it has not.
  /// - Returns: Decisions of the other log and of this one, and whether there are new ones among them.
  private mutating func mergeDecisions(
    of their: MergedAnalysis, to own: Int64, addsNew: Bool, _ db: Database
  ) throws -> (pairs: [(theirs: Int64, own: Int64)], hasNew: Bool) {
    var hasNew = false
    let pairs = try rows(
      "SELECT id, settings, current FROM decision WHERE analysis = ? ORDER BY id", [their.id]
    )
    .compactMap { row -> (Int64, Int64)? in
      let id: Int64 = try row.decode(forColumn: "id")
      let settings = try mapped(try row.decode(forColumn: "settings"), settings, "settings")
      let known = try Int64.fetchOne(
        db, sql: "SELECT id FROM decision WHERE analysis = ? AND settings = ?",
        arguments: [own, settings])
      if known == nil {
        guard addsNew else { return nil }
        hasNew = true
        // Current from the start, as a station's are, unless another one is.
        try db.execute(
          sql: """
            INSERT INTO decision (analysis, settings, current)
            SELECT ?1, ?2, ?3 AND NOT EXISTS
              (SELECT 1 FROM decision WHERE analysis = ?1 AND current = 1)
            """, arguments: [own, settings, row["current"] as DatabaseValue])
      }
      report.count("decision", known == nil ? \.added : \.known)
      let decision = known ?? db.lastInsertedRowID
      decisions[id] = decision
      return (id, decision)
    }
    return (pairs, hasNew)
  }

  private mutating func merge(
    _ piece: StreamPiece, _ span: Range<Int64>, _ db: Database
  ) throws {
    let bounds: [any DatabaseValueConvertible] = [span.lowerBound, span.upperBound]
    let insertScore = try db.cachedStatement(
      sql:
        "INSERT OR IGNORE INTO score (analysis, start_sample, end_sample, outputs) VALUES (?, ?, ?, ?)"
    )
    var counts = [0, 0]
    try forEachRow(
      """
      SELECT start_sample, end_sample, outputs FROM score
      WHERE analysis = ? AND start_sample >= ? AND start_sample < ?
      """, StatementArguments([piece.theirs.id] + bounds)
    ) { row in
      try insertScore.execute(
        arguments: StatementArguments([piece.own.databaseValue] + Array(row.databaseValues)))
      counts[db.changesCount > 0 ? 0 : 1] += 1
    }
    report.count("score", \.added, counts[0])
    report.count("score", \.known, counts[1])
    for pair in piece.decisions {
      try mergeEvents(of: pair, StatementArguments([pair.theirs] + bounds), db)
      try mergeCandidates(of: pair, StatementArguments([pair.theirs] + bounds), db)
    }
    try db.execute(
      sql: "UPDATE analysis SET done_through_sample = max(done_through_sample, ?) WHERE id = ?",
      arguments: [min(span.upperBound, piece.theirs.doneThrough), piece.own])
  }

  private func finish(_ piece: StreamPiece, _ db: Database) throws {
    try db.execute(
      sql: "UPDATE analysis SET state = ?, error = ? WHERE id = ?",
      arguments: [
        piece.state.rawValue, piece.state == .failed ? piece.theirs.error : nil, piece.own,
      ])
    guard piece.state > .failed,
      let timeline = try EventLog.timeline(ofStream: piece.stream, in: db),
      let done = try Row.fetchOne(
        db, sql: "SELECT done_through_sample FROM analysis WHERE id = ?", arguments: [piece.own]
      )?.position(forColumn: "done_through_sample")
    else { return }
    try EventLog.end(piece.stream, at: timeline.utcMicroseconds(at: done), in: db)
    try db.execute(
      sql: """
        UPDATE event SET state = 'closed' WHERE state = 'open' AND decision IN
          (SELECT id FROM decision WHERE analysis = ?)
        """, arguments: [piece.own])
  }
}
