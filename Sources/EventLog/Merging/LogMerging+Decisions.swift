import GRDB

extension LogMerging {
  mutating func mergeDecisions(
    of analysis: MergedAnalysis, to own: Int64, _ placing: RecordingPlacing,
    _ choice: inout CurrentDecisions, _ db: Database
  ) throws {
    for row in try rows(
      "SELECT id, settings FROM decision WHERE analysis = ? ORDER BY id", [analysis.id])
    {
      let id: Int64 = try row.decode(atIndex: 0)
      let settings = try mapped(row.decode(atIndex: 1), settings, "settings")
      let known = try Int64.fetchOne(
        db, sql: "SELECT id FROM decision WHERE analysis = ? AND settings = ?",
        arguments: [own, settings])
      if let known {
        // A decision about a recording is committed whole.
        decisions[id] = known
        choice.match(theirs: id, ours: known, of: own, wasKnown: true)
        report.count("decision", \.known)
        try countKnownFindings(of: id)
        continue
      }
      try db.execute(
        sql: "INSERT INTO decision (analysis, settings, current) VALUES (?, ?, 0)",
        arguments: [own, settings])
      let new = db.lastInsertedRowID
      decisions[id] = new
      choice.match(theirs: id, ours: new, of: own, wasKnown: false)
      report.count("decision", \.added)
      try insertEvents(of: id, to: new, placing, db)
      try insertCandidates(of: id, to: new, db)
    }
  }

  mutating func countKnownFindings(of decision: Int64) throws {
    for table in ["event", "candidate"] {
      let count: Int? = try value("SELECT count(*) FROM \(table) WHERE decision = ?", [decision])
      report.count(table, \.known, count ?? 0)
    }
  }

  private mutating func insertEvents(
    of decision: Int64, to own: Int64, _ placing: RecordingPlacing, _ db: Database
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at,
          utc_offset_minutes, peak, mean, windows, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    var rows = 0
    try forEachRow(
      """
      SELECT class, start_sample, end_sample, started_at, ended_at, utc_offset_minutes, peak, mean,
        windows, state
      FROM event WHERE decision = ? ORDER BY start_sample, class
      """, [decision]
    ) { row in
      let instants = try placing.instants(row)
      try insert.execute(arguments: [
        own, try mapped(row.decode(atIndex: 0), classes, "class"), row[1] as DatabaseValue,
        row[2] as DatabaseValue,
        instants.start, instants.end, try placing.utcOffsetMinutes(row), row[6] as DatabaseValue,
        row[7] as DatabaseValue, row[8] as DatabaseValue, row[9] as DatabaseValue,
      ])
      rows += 1
    }
    report.count("event", \.added, rows)
  }

  private mutating func insertCandidates(
    of decision: Int64, to own: Int64, _ db: Database
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO candidate
          (decision, class, start_sample, end_sample, peak, mean, windows, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    var rows = 0
    try forEachRow(
      """
      SELECT class, start_sample, end_sample, peak, mean, windows, cause
      FROM candidate WHERE decision = ?
      """, [decision]
    ) { row in
      let values =
        [own.databaseValue, try mapped(row.decode(atIndex: 0), classes, "class").databaseValue]
        + row.databaseValues.dropFirst()
      try insert.execute(arguments: StatementArguments(values))
      rows += 1
    }
    report.count("candidate", \.added, rows)
  }
}
