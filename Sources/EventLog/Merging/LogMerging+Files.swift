import GRDB

/// Paths, as they were seen last in either log.
extension LogMerging {
  private struct Shown {
    let path: String
    let seenAt: Int64
  }

  mutating func mergeFiles(ofRecording id: Int64, to recording: Int64, _ db: Database) throws {
    let edges = try column("edges", of: "file")
    let seen = try rows(
      """
      SELECT path, bytes, modified, seen_at, \(edges), current FROM file
      WHERE recording = ? ORDER BY id
      """, [id])
    guard !seen.isEmpty else { return }
    let before = try Row.fetchAll(
      db, sql: "SELECT path, seen_at, current FROM file WHERE recording = ?", arguments: [recording]
    )
    for row in seen { try mergeFile(row, of: recording, db) }
    func shown(_ rows: [Row]) throws -> Shown? {
      guard let row = try rows.first(where: { try $0.decode(Int.self, forColumn: "current") == 1 })
      else { return nil }
      let path: String = try row.decode(forColumn: "path")
      let seenAt = try Int64.fetchOne(
        db, sql: "SELECT seen_at FROM file WHERE path = ? AND recording = ?",
        arguments: [path, recording])
      return Shown(path: path, seenAt: seenAt ?? 0)
    }
    func paths(_ rows: [Row]) throws -> Set<String> {
      Set(try rows.map { try $0.decode(forColumn: "path") })
    }
    guard let theirs = try shown(seen) else { return }
    if let ours = try shown(before) {
      guard
        isShown(
          theirs, insteadOf: ours,
          knownHere: try paths(before),
          knownThere: try paths(seen))
      else { return }
      try db.execute(
        sql: "UPDATE file SET current = 0 WHERE recording = ? AND current = 1",
        arguments: [recording])
    }
    try db.execute(
      sql: "UPDATE file SET current = 1 WHERE recording = ? AND path = ?",
      arguments: [recording, theirs.path])
  }

  /// Whether a file is where a recording lies now, because it was seen there later. Where both were seen at
  /// the same time, a log that knows of both paths is the later one.
  private func isShown(
    _ theirs: Shown, insteadOf ours: Shown, knownHere: Set<String>, knownThere: Set<String>
  ) -> Bool {
    guard theirs.path != ours.path else { return false }
    guard theirs.seenAt == ours.seenAt else { return theirs.seenAt > ours.seenAt }
    return switch (knownHere.contains(theirs.path), knownThere.contains(ours.path)) {
    case (true, _): false
    case (false, true): true
    case (false, false): theirs.path > ours.path
    }
  }

  private mutating func mergeFile(_ row: Row, of recording: Int64, _ db: Database) throws {
    let path: String = try row.decode(forColumn: "path")
    let seenAt: Int64 = try row.decode(forColumn: "seen_at")
    let known = try Int64.fetchOne(
      db, sql: "SELECT seen_at FROM file WHERE path = ? AND recording = ?",
      arguments: [path, recording])
    let values: StatementArguments = [
      row["bytes"] as DatabaseValue, row["modified"] as DatabaseValue, seenAt,
      row["edges"] as DatabaseValue, path,
      recording,
    ]
    if let known, known >= seenAt {
      report.count("file", \.known)
    } else if known != nil {
      try db.execute(
        sql: """
          UPDATE file SET bytes = ?, modified = ?, seen_at = ?, edges = ?
          WHERE path = ? AND recording = ?
          """, arguments: values)
      report.count("file", \.updated)
    } else {
      try db.execute(
        sql: """
          INSERT INTO file (bytes, modified, seen_at, edges, path, recording, current)
          VALUES (?, ?, ?, ?, ?, ?, 0)
          """, arguments: values)
      report.count("file", \.added)
    }
    try db.execute(
      sql: "DELETE FROM file WHERE path = ? AND error IS NOT NULL AND seen_at <= ?",
      arguments: [path, seenAt])
  }

  /// Paths that could not be analysed, unless they could later.
  mutating func mergeFailedFiles() throws {
    let edges = try column("edges", of: "file")
    let failed = try rows(
      "SELECT path, bytes, modified, seen_at, \(edges), error FROM file WHERE error IS NOT NULL")
    try inTransactions(failed) { merging, row, db in try merging.mergeFailedFile(row, db) }
  }

  private mutating func mergeFailedFile(_ row: Row, _ db: Database) throws {
    let path: String = try row.decode(forColumn: "path")
    let seenAt: Int64 = try row.decode(forColumn: "seen_at")
    let isOutdated = try Bool.fetchOne(
      db,
      sql: "SELECT EXISTS (SELECT 1 FROM file WHERE path = ? AND seen_at >= ?)",
      arguments: [path, seenAt])
    guard isOutdated != true else { return report.count("file", \.known) }
    try db.execute(sql: "DELETE FROM file WHERE path = ? AND error IS NOT NULL", arguments: [path])
    report.count("file", db.changesCount > 0 ? \.updated : \.added)
    try db.execute(
      sql: """
        INSERT INTO file (path, bytes, modified, seen_at, edges, error, current)
        VALUES (?, ?, ?, ?, ?, ?, 0)
        """, arguments: StatementArguments(Array(row.databaseValues)))
  }

  /// A whole recording in the one log, and in the other a copy of it that had broken off.
  mutating func supersedeShorterCopies() throws {
    try inTransactions([()]) { merging, _, db in
      let paths = try String.fetchAll(
        db,
        sql: """
          SELECT path FROM file WHERE recording IS NOT NULL GROUP BY path HAVING count(*) > 1
          """)
      for path in paths {
        let isTheirs: Bool? = try merging.value(
          "SELECT EXISTS (SELECT 1 FROM file WHERE path = ?)", [path])
        guard isTheirs == true else { continue }
        let recordings = try Int64.fetchAll(
          db, sql: "SELECT recording FROM file WHERE path = ? AND recording IS NOT NULL",
          arguments: [path])
        for recording in recordings {
          try EventLog.supersedeShorterCopies(of: recording, at: path, in: db)
        }
      }
    }
  }
}
