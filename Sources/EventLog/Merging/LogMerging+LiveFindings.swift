import GRDB

/// Events and candidates of streams. An event that was open when one of the two logs was copied has come
/// farther in the other.
extension LogMerging {
  mutating func mergeEvents(
    of decision: (theirs: Int64, own: Int64), _ arguments: StatementArguments, _ db: Database
  ) throws {
    let find = try db.cachedStatement(
      sql: "SELECT id FROM event WHERE decision = ? AND start_sample = ? AND class = ?")
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at,
          utc_offset_minutes, peak, mean, windows, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let goOn = try db.cachedStatement(
      sql: """
        UPDATE event SET end_sample = ?1, ended_at = ?2, peak = ?3, mean = ?4, windows = ?5,
          state = ?6
        WHERE id = ?7
          AND (end_sample < ?1 OR end_sample = ?1 AND state = 'open' AND ?6 = 'closed')
        """)
    var (added, updated, known) = (0, 0, 0)
    try forEachRow(
      """
      SELECT class, start_sample, end_sample, started_at, ended_at, utc_offset_minutes, peak, mean,
        windows, state
      FROM event WHERE decision = ? AND start_sample >= ? AND start_sample < ?
      """, arguments
    ) { row in
      let own = try mapped(try row.decode(Int64.self, atIndex: 0), classes, "class")
      let values = Array(row.databaseValues.dropFirst())
      let found = try Int64.fetchOne(find, arguments: [decision.own, values[0], own])
      if let found {
        try goOn.execute(
          arguments: [values[1], values[3], values[5], values[6], values[7], values[8], found])
        if db.changesCount > 0 { updated += 1 } else { known += 1 }
      } else {
        try insert.execute(
          arguments: StatementArguments(
            [decision.own.databaseValue, own.databaseValue] + values))
        added += 1
      }
    }
    report.count("event", \.added, added)
    report.count("event", \.updated, updated)
    report.count("event", \.known, known)
  }

  mutating func mergeCandidates(
    of decision: (theirs: Int64, own: Int64), _ arguments: StatementArguments, _ db: Database
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO candidate
          (decision, class, start_sample, end_sample, peak, mean, windows, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    var (added, known) = (0, 0)
    try forEachRow(
      """
      SELECT class, start_sample, end_sample, peak, mean, windows, cause
      FROM candidate WHERE decision = ? AND start_sample >= ? AND start_sample < ?
      """, arguments
    ) { row in
      let own = try mapped(try row.decode(Int64.self, atIndex: 0), classes, "class")
      try insert.execute(
        arguments: StatementArguments(
          [decision.own.databaseValue, own.databaseValue] + row.databaseValues.dropFirst()))
      if db.changesCount > 0 { added += 1 } else { known += 1 }
    }
    report.count("candidate", \.added, added)
    report.count("candidate", \.known, known)
  }
}
