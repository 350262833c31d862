import GRDB

/// The sounds of events that are kept as files. The log says which there are and what became of them; the
/// files are the business of those who write and delete them.
extension EventLog {
  /// Notes a clip that has been written.
  ///
  /// The same clip twice is one: what is new of it is its size.
  ///
  /// - Parameters:
  ///   - path: Of the file. What lies below the log's folder is stored relative to it.
  ///   - bytes: Its size.
  ///   - classIndex: Of the event, as ``commit(_:of:isLast:)`` got it.
  ///   - start: The event's first sample.
  /// - Throws: ``EventLogError/refused(path:reason:)`` if the log does not have the event, or if the path is
  ///   that of another event's clip.
  @discardableResult
  public func addClip(
    at path: String, bytes: Int64, ofClass classIndex: Int, start: Int64, in live: LiveAnalysisID
  ) throws(EventLogError) -> ClipID {
    let stored = ClipFolder(ofLog: self.path).stored(path)
    return try write { db in
      let classes = try Self.classes(of: AnalysisID(row: live.analysis), in: db)
      let event = try Int64.fetchOne(
        db, sql: "SELECT id FROM event WHERE decision = ? AND start_sample = ? AND class = ?",
        arguments: [live.decision, start, try Self.classRow(classIndex, classes)])
      guard let event else {
        throw EventLogError.refused(
          path: self.path,
          reason: "there is no event of class \(classIndex) at sample \(start) for \(path)")
      }
      let known = try Row.fetchOne(
        db, sql: Self.clip(where: "path"), arguments: [stored])
      guard let known else {
        try db.execute(
          sql: "INSERT INTO clip (event, path, bytes, locked) VALUES (?, ?, ?, 0)",
          arguments: [event, stored, bytes])
        return ClipID(row: db.lastInsertedRowID)
      }
      guard try known.decode(Int64.self, forColumn: "event") == event else {
        throw EventLogError.refused(
          path: self.path, reason: "\(path) is the clip of another event")
      }
      let id: Int64 = try known.decode(forColumn: "id")
      try db.execute(sql: "UPDATE clip SET bytes = ? WHERE id = ?", arguments: [bytes, id])
      return ClipID(row: id)
    }
  }

  /// - Parameter column: `path` or `event`.
  static func clip(where column: String) -> String {
    "SELECT id, event, path FROM clip WHERE \(column) = ? AND deleted_at IS NULL"
  }

  /// The clips that have not been deleted, by their events.
  /// - Parameter species: Common or scientific names, in any case; empty for all.
  /// - Throws: ``EventLogError/unknownSpecies(path:name:known:)``.
  public func keptClips(of species: [String] = []) throws(EventLogError) -> [KeptClip] {
    let folder = ClipFolder(ofLog: path)
    return try read { db in
      var condition = ""
      if let classes = try classes(species, in: db) {
        condition = "AND event.class IN (\(classes.map(String.init).joined(separator: ", ")))"
      }
      return try Row.fetchAll(db, sql: Self.keptClips(condition)).map { try KeptClip($0, folder) }
    }
  }

  /// By their events, which lie beside each other in the file; a clip's own row is read if its event is one
  /// that is asked for.
  static func keptClips(_ condition: String) -> String {
    """
    SELECT \(KeptClip.columns)
    FROM clip AS kept INDEXED BY clip_kept
      CROSS JOIN event ON event.id = kept.event
      CROSS JOIN clip ON clip.id = kept.id
      CROSS JOIN class ON class.id = event.class
      CROSS JOIN taxon ON taxon.id = class.taxon
    WHERE kept.deleted_at IS NULL \(condition) ORDER BY kept.event
    """
  }

  /// Notes that clips' files are gone. Their rows stay; of those that were deleted before, as they were.
  /// - Parameters:
  ///   - cause: A short word: why.
  ///   - now: Microseconds since 1970 UTC.
  public func markDeleted(
    _ clips: [ClipID], cause: String, now: Int64
  ) throws(EventLogError) {
    guard !clips.isEmpty else { return }
    try write { db in
      let update = try db.cachedStatement(
        sql: "UPDATE clip SET deleted_at = ?, cause = ? WHERE id = ? AND deleted_at IS NULL")
      for clip in clips { try update.execute(arguments: [now, cause, clip.row]) }
    }
  }

  /// Takes back that clips' files were gone, of those that are there again: a disk was away. They are what
  /// they were, locked or not.
  /// - Parameters:
  ///   - files: Their sizes in bytes, by their paths; a file of another size is another's.
  ///   - cause: With which they were marked.
  /// - Returns: How many.
  public func markFound(
    _ files: [String: Int64], gone cause: String
  ) throws(EventLogError) -> Int {
    guard !files.isEmpty else { return 0 }
    let folder = ClipFolder(ofLog: path)
    return try write { db in
      // Files without a row are few, and seldom; no index is kept for them.
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT id, path, bytes FROM clip WHERE cause = ? AND path NOT IN
            (SELECT path FROM clip WHERE deleted_at IS NULL) ORDER BY id
          """, arguments: [cause])
      var found: [String: Int64] = [:]
      while let row = try rows.next() {
        let path = folder.path(try row.decode(forColumn: "path"))
        guard try files[path] == row.decode(Int64.self, forColumn: "bytes") else { continue }
        found[path] = try row.decode(forColumn: "id")
      }
      for id in found.values {
        try db.execute(
          sql: "UPDATE clip SET deleted_at = NULL, cause = NULL WHERE id = ?", arguments: [id])
      }
      return found.count
    }
  }
}
