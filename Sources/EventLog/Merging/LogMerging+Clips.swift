import GRDB

/// Clips, with what became of them.
extension LogMerging {
  mutating func mergeClips() throws {
    let changed = try column("lock_changed_at", of: "clip")
    let clips = try rows(
      """
      SELECT event, path, bytes, locked, \(changed), deleted_at, cause FROM clip
      ORDER BY event, path, id
      """)
    // Of several of an event at the same path the first is the first.
    var (last, place) = ("", 0)
    var places: [Int] = []
    for clip in clips {
      let name =
        "\(try clip.decode(Int64.self, forColumn: "event")) \(try clip.decode(String.self, forColumn: "path"))"
      (last, place) = (name, name == last ? place + 1 : 0)
      places.append(place)
    }
    try inTransactions(Array(zip(clips, places))) { merging, clip, db in
      try merging.mergeClip(clip.0, place: clip.1, db)
    }
  }

  /// A path is known as it is stored, in a copy of a log that lies elsewhere, or by the file it leads to.
  private mutating func mergeClip(_ clip: Row, place: Int, _ db: Database) throws {
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
          """), arguments: [event, stored, path, place])
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
        [event.databaseValue, path.databaseValue] + clip.databaseValues.dropFirst(2)))
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
