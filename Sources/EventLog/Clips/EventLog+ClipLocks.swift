import GRDB

/// Which clips a person wants to keep.
public enum ClipSelection: Hashable, Sendable {
  /// The clip that lies there.
  case path(String)
  /// The clips of an event, by its row in the log.
  case event(Int64)
}

extension EventLog {
  /// Locks clips, so that cleaning leaves them alone, or unlocks them.
  /// - Parameter now: Microseconds since 1970 UTC: of two copies of a log the one that was told last is right.
  /// - Returns: The paths of those that are locked now, or unlocked, whether they were so before or not.
  /// - Throws: ``EventLogError/noClip(path:clip:)``, and nothing is changed, if one of them is not there.
  @discardableResult
  public func setLock(
    _ isLocked: Bool, of clips: [ClipSelection], now: Int64
  ) throws(EventLogError) -> [String] {
    let folder = ClipFolder(ofLog: path)
    return try write { db in
      try clips.flatMap { clip in
        let (column, argument, name): (String, DatabaseValue, String) =
          switch clip {
          case .path(let path): ("path", folder.stored(path).databaseValue, "at \(path)")
          case .event(let event): ("event", event.databaseValue, "of event \(event)")
          }
        let rows = try Row.fetchAll(
          db, sql: Self.clip(where: column), arguments: [argument])
        guard !rows.isEmpty else { throw EventLogError.noClip(path: path, clip: name) }
        return try rows.map { row in
          try db.execute(
            sql: """
              UPDATE clip SET locked = ?1, lock_changed_at = ?2 WHERE id = ?3 AND locked <> ?1
              """,
            arguments: [isLocked, now, try row.decode(Int64.self, forColumn: "id")])
          return folder.path(try row.decode(forColumn: "path"))
        }
      }
    }
  }
}
