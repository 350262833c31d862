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
        db, sql: "SELECT id, event FROM clip WHERE path = ? AND deleted_at IS NULL",
        arguments: [stored])
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

  /// The clips that have not been deleted, by their events.
  /// - Parameter species: Common or scientific names, in any case; empty for all.
  /// - Throws: ``EventLogError/unknownSpecies(path:name:known:)``.
  public func keptClips(of species: [String] = []) throws(EventLogError) -> [KeptClip] {
    let folder = ClipFolder(ofLog: path)
    return try read { db in
      var condition = ""
      if let classes = try classes(species, in: db) {
        condition = "WHERE event.class IN (\(classes.map(String.init).joined(separator: ", ")))"
      }
      return try Row.fetchAll(db, sql: Self.keptClips(condition)).map { try KeptClip($0, folder) }
    }
  }

  /// By their events, which lie beside each other in the file.
  static func keptClips(_ condition: String) -> String {
    """
    SELECT \(KeptClip.columns)
    FROM (SELECT * FROM clip INDEXED BY clip_kept WHERE deleted_at IS NULL ORDER BY event) AS clip
      CROSS JOIN event ON event.id = clip.event
      JOIN class ON class.id = event.class
      JOIN taxon ON taxon.id = class.taxon
    \(condition)
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

  /// Files that are no clip of the log, or no more, of those that lie where clips lie.
  /// - Returns: Those of `paths`, in their order.
  public func unknownClips(among paths: [String]) throws(EventLogError) -> [String] {
    let folder = ClipFolder(ofLog: path)
    return try read { db in
      let known = try db.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM clip WHERE path = ? AND deleted_at IS NULL)")
      return try paths.filter { path in
        try Bool.fetchOne(known, arguments: [folder.stored(path)]) != true
      }
    }
  }
}
