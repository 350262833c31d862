import GRDB

/// What a station noted beside its streams.
extension LogMerging {
  mutating func mergeGapsOfInputs() throws {
    let ids = try reading {
      try Int64.fetchAll(
        source, sql: "SELECT id FROM gap WHERE input IS NOT NULL AND stream IS NULL ORDER BY id")
    }
    try inTransactions(ids) { merging, id, db in try merging.mergeGaps("id = ?", [id], db) }
  }

  /// Gaps of inputs that a condition finds. One that was open in one log and is over in the other is over; if
  /// two ends are known of it, the first holds: the later one is of a copy that was taken up again.
  mutating func mergeGaps(
    _ condition: String, _ arguments: StatementArguments, _ db: Database
  ) throws {
    let columns = "input, stream, start_sample, end_sample, started_at, cause"
    for row in try rows(
      "SELECT \(columns), ended_at FROM gap WHERE input IS NOT NULL AND \(condition) ORDER BY id",
      arguments)
    {
      var values = Array(row.databaseValues.dropLast())
      let stream = try row.decode(Int64?.self, forColumn: "stream")
      values[1] = try stream.map { try mapped($0, streams, "stream") }.databaseValue
      let ended: DatabaseValue = row["ended_at"]
      let known = try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT id FROM gap WHERE input = ? AND stream IS ? AND start_sample IS ?
              AND end_sample IS ? AND started_at = ? AND cause = ?
            """), arguments: StatementArguments(values))
      if let known {
        try db.execute(
          sql: """
            UPDATE gap SET ended_at = ?1
            WHERE id = ?2 AND ?1 IS NOT NULL AND (ended_at IS NULL OR ended_at > ?1)
            """, arguments: [ended, known])
        report.count("gap", db.changesCount > 0 ? \.updated : \.known)
      } else {
        try db.cachedStatement(
          sql: "INSERT INTO gap (\(columns), ended_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: StatementArguments(values + [ended]))
        report.count("gap", \.added)
      }
    }
  }

  mutating func mergeIncidents() throws {
    let rows = try rows(
      """
      SELECT happened_at, kind, text, count(*) AS times FROM incident
      GROUP BY happened_at, kind, text ORDER BY min(id)
      """)
    try inTransactions(rows) { merging, row, db in
      try merging.mergeAlike(
        "incident", "happened_at, kind, text", Array(row.databaseValues.dropLast()),
        times: try row.decode(forColumn: "times"), db)
    }
  }

  mutating func mergeReviews() throws {
    let rows = try rows(
      """
      SELECT event, reviewed_at, reviewer, verdict, taxon, note, count(*) AS times FROM review
      GROUP BY event, reviewed_at, reviewer, verdict, taxon, note ORDER BY min(id)
      """)
    try inTransactions(rows) { merging, row, db in
      let times: Int = try row.decode(forColumn: "times")
      guard let event = try merging.event(try row.decode(forColumn: "event"), db) else {
        return merging.report.count("review", \.refused, times)
      }
      var values = Array(row.databaseValues.dropLast())
      values[0] = event.databaseValue
      let taxon = try row.decode(Int64?.self, forColumn: "taxon")
      values[4] = try taxon.map { try merging.mapped($0, merging.taxa, "taxon") }.databaseValue
      try merging.mergeAlike(
        "review", "event, reviewed_at, reviewer, verdict, taxon, note", values, times: times, db)
    }
  }

  /// Rows that say the same: as many as in the log that has more.
  private mutating func mergeAlike(
    _ table: String, _ columns: String, _ values: [DatabaseValue], times: Int, _ db: Database
  ) throws {
    let names = columns.split(separator: ", ")
    let known =
      try Int.fetchOne(
        db.cachedStatement(
          sql: """
            SELECT count(*) FROM \(table)
            WHERE \(names.map { "\($0) IS ?" }.joined(separator: " AND "))
            """), arguments: StatementArguments(values)) ?? 0
    report.count(table, \.known, min(known, times))
    guard known < times else { return }
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    for _ in known..<times {
      try db.execute(
        sql: "INSERT INTO \(table) (\(columns)) VALUES (\(marks))",
        arguments: StatementArguments(values))
    }
    report.count(table, \.added, times - known)
  }

  /// The event of the log that grows, for one of the other.
  func event(_ id: Int64, _ db: Database) throws -> Int64? {
    guard
      let row = try rows(
        "SELECT decision, start_sample, class FROM event WHERE id = ?", [id]
      ).first,
      let decision = decisions[try row.decode(forColumn: "decision")],
      let own = classes[try row.decode(forColumn: "class")]
    else { return nil }
    return try Int64.fetchOne(
      db.cachedStatement(
        sql: "SELECT id FROM event WHERE decision = ? AND start_sample = ? AND class = ?"),
      arguments: [decision, row["start_sample"] as DatabaseValue, own])
  }
}
