import GRDB

/// Clips, with what became of them.
extension LogMerging {
  mutating func mergeClips() throws {
    // A station of years has a million of them, deleted ones too.
    let ids = try reading { try Int64.fetchAll(source, sql: "SELECT id FROM clip ORDER BY id") }
    let changed = try column("lock_changed_at", of: "clip")
    // Of several of an event at the same path the first is the first.
    let sql = """
      SELECT event, path, bytes, locked, \(changed), deleted_at, cause,
        (SELECT count(*) FROM clip AS other WHERE other.event = clip.event
          AND other.path = clip.path AND other.id < clip.id) AS place
      FROM clip WHERE id = ?
      """
    try inTransactions(ids) { merging, id, db in
      for clip in try merging.rows(sql, [id]) { try merging.mergeClip(clip, db) }
    }
  }

  /// A path is known as it is stored, in a copy of a log that lies elsewhere, or by the file it leads to.
  private mutating func mergeClip(_ clip: Row, _ db: Database) throws {
    guard let event = try event(try clip.decode(forColumn: "event"), db) else {
      return report.count("clip", \.refused)
    }
    let stored: String = try clip.decode(forColumn: "path")
    let path = targetFolder.stored(sourceFolder.path(stored))
    let own = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT id, locked, lock_changed_at, deleted_at FROM clip
          WHERE event = ?1 AND path = iif(
            EXISTS (SELECT 1 FROM clip WHERE event = ?1 AND path = ?2), ?2, ?3)
          ORDER BY id LIMIT 1 OFFSET ?4
          """), arguments: [event, stored, path, clip["place"] as DatabaseValue])
    if let own { return try update(own, by: clip, db) }
    let isTaken = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM clip WHERE path = ? AND deleted_at IS NULL)",
      arguments: [path])
    let deletedAt = try clip.decode(Int64?.self, forColumn: "deleted_at")
    guard isTaken != true || deletedAt != nil else { return report.count("clip", \.refused) }
    try db.execute(
      sql: """
        INSERT INTO clip (event, path, bytes, locked, lock_changed_at, deleted_at, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: StatementArguments(
        [event.databaseValue, path.databaseValue] + clip.databaseValues.dropFirst(2).dropLast()))
    report.count("clip", \.added)
  }

  /// What was deleted in one log is so in both, since the first time. The lock that was changed last holds.
  private mutating func update(_ own: Row, by clip: Row, _ db: Database) throws {
    let id: Int64 = try own.decode(forColumn: "id")
    var hasChanged = false
    let (lock, ownLock) = (
      (
        try clip.decode(Int64?.self, forColumn: "lock_changed_at") ?? .min,
        try clip.decode(Int.self, forColumn: "locked")
      ),
      (
        try own.decode(Int64?.self, forColumn: "lock_changed_at") ?? .min,
        try own.decode(Int.self, forColumn: "locked")
      )
    )
    if lock > ownLock {
      try db.execute(
        sql: "UPDATE clip SET locked = ?, lock_changed_at = ? WHERE id = ?",
        arguments: [
          clip["locked"] as DatabaseValue, clip["lock_changed_at"] as DatabaseValue, id,
        ])
      hasChanged = true
    }
    if let deletedAt = try clip.decode(Int64?.self, forColumn: "deleted_at"),
      deletedAt < (try own.decode(Int64?.self, forColumn: "deleted_at")) ?? .max
    {
      try db.execute(
        sql: "UPDATE clip SET deleted_at = ?, cause = ? WHERE id = ?",
        arguments: [deletedAt, clip["cause"] as DatabaseValue, id])
      hasChanged = true
    }
    report.count("clip", hasChanged ? \.updated : \.known)
  }
}
