public import EventDetection
import GRDB

extension EventLog {
  /// What was found at a path when it was last seen; `nil` if never.
  ///
  /// A file of the same size and modification time need not be read again to know its content.
  public func file(at path: String) throws(EventLogError) -> KnownFile? {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT file.*, sha256
          FROM file LEFT JOIN recording ON recording.id = file.recording
          WHERE path = ? ORDER BY seen_at DESC, file.id DESC LIMIT 1
          """,
        arguments: [path])
      return try row.map(KnownFile.init)
    }
  }

  /// Notes that a recording which is in the log was seen at a path.
  /// - Returns: `false`, and nothing is noted, if no such recording is in the log.
  @discardableResult
  public func note(_ file: SeenFile, sha256: String) throws(EventLogError) -> Bool {
    try write { db in
      guard let recording = try Self.recording(sha256: sha256, in: db) else { return false }
      try Self.note(file, recording: recording, in: db)
      return true
    }
  }

  /// Notes that a path could not be analysed; an earlier error of the path is replaced.
  public func note(_ file: SeenFile, error: String) throws(EventLogError) {
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO file (path, bytes, modified, seen_at, error, current)
          VALUES (?, ?, ?, ?, ?, 0)
          ON CONFLICT (path, ifnull(recording, 0)) DO UPDATE SET
            bytes = excluded.bytes, modified = excluded.modified, seen_at = excluded.seen_at,
            error = excluded.error
          """,
        arguments: [file.path, file.bytes, file.modified, file.seenAt, error])
    }
  }

  /// The paths that could not be analysed when they were last seen, by path.
  public func forEachFailedFile(_ body: (KnownFile) throws -> Void) throws {
    try stream { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT *, NULL AS sha256 FROM file
          WHERE error IS NOT NULL ORDER BY path
          """)
      while let row = try rows.next() { try body(KnownFile(row)) }
    }
  }

  /// Gaps of a recording: its own, and those of every pass over it, by start.
  public func gaps(ofRecording sha256: String) throws(EventLogError) -> [Gap] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT DISTINCT start_sample, end_sample, cause
          FROM gap JOIN recording ON recording.id = gap.recording
          WHERE sha256 = ? ORDER BY start_sample, end_sample
          """,
        arguments: [sha256])
      var gaps: [Gap] = []
      while let row = try rows.next() {
        let name: String = try row.decode(forColumn: "cause")
        guard let cause = Gap.Cause(rawValue: name) else {
          throw DatabaseError.senseless("a gap of cause \"\(name)\"")
        }
        gaps.append(Gap(range: try SampleRange(row), cause: cause))
      }
      return gaps
    }
  }

  static func recording(sha256: String, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db, sql: "SELECT id FROM recording WHERE sha256 = ?", arguments: [sha256])
  }

  /// The path seen last is the one that views show: a file that was moved is found where it is now.
  static func note(_ file: SeenFile, recording: Int64, in db: Database) throws {
    try db.execute(
      sql: "UPDATE file SET current = 0 WHERE recording = ? AND current = 1 AND path <> ?",
      arguments: [recording, file.path])
    try db.execute(
      sql: """
        INSERT INTO file (path, bytes, modified, seen_at, edges, recording, current)
        VALUES (?, ?, ?, ?, ?, ?, 1)
        ON CONFLICT (path, ifnull(recording, 0)) DO UPDATE SET
          bytes = excluded.bytes, modified = excluded.modified, seen_at = excluded.seen_at,
          edges = excluded.edges, current = 1
        """,
      arguments: [file.path, file.bytes, file.modified, file.seenAt, file.edges, recording])
    try db.execute(
      sql: "DELETE FROM file WHERE path = ? AND error IS NOT NULL", arguments: [file.path])
    try supersedeShorterCopies(of: recording, at: file.path, in: db)
  }

  /// A whole file in the place of a copy of it that had broken off: both hold the same calls, and
  /// only the whole one's are shown.
  ///
  /// It must be as sure as can be that it is the same recording: another recorder may have begun at the
  /// same instant under the same name, and one without a clock names all its files alike. And as long
  /// as the copy lies elsewhere too, it stays.
  static func supersedeShorterCopies(
    of recording: Int64, at path: String, in db: Database
  ) throws {
    let copies = try Int64.fetchAll(
      db,
      sql: """
        SELECT copy.id FROM recording
          JOIN anchor ON anchor.recording = recording.id AND anchor.sample = 0
          JOIN file ON file.path = ?2
          JOIN recording AS copy ON copy.id = file.recording AND copy.id <> recording.id
            AND copy.sample_rate = recording.sample_rate AND copy.channels = recording.channels
            AND copy.frames < recording.frames AND copy.serial IS recording.serial
            AND copy.device IS recording.device
          JOIN anchor AS start ON start.recording = copy.id AND start.sample = 0
            AND start.utc_at = anchor.utc_at AND start.source <> 'modification_time'
        WHERE recording.id = ?1
          AND EXISTS (SELECT 1 FROM gap WHERE gap.recording = copy.id AND analysis IS NULL
            AND cause IN ('truncated', 'undecodable'))
          AND NOT EXISTS (SELECT 1 FROM file AS other
            WHERE other.recording = copy.id AND other.path <> ?2)
        """,
      arguments: [recording, path])
    for copy in copies {
      try db.execute(
        sql: """
          UPDATE decision SET current = 0
            WHERE current = 1 AND analysis IN (SELECT id FROM analysis WHERE recording = ?)
          """,
        arguments: [copy])
      try db.execute(
        sql: "UPDATE analysis SET state = 'superseded' WHERE recording = ? AND state = 'done'",
        arguments: [copy])
    }
  }
}

extension KnownFile {
  fileprivate init(_ row: Row) throws {
    file = SeenFile(
      path: try row.decode(forColumn: "path"), bytes: try row.decode(forColumn: "bytes"),
      modified: try row.decode(forColumn: "modified"), seenAt: try row.decode(forColumn: "seen_at"),
      // A log of version 1 that is only read does not have it.
      edges: row.hasColumn("edges") ? try row.decode(forColumn: "edges") : nil)
    content =
      if let sha256: String = try row.decode(forColumn: "sha256") {
        .recording(sha256: sha256)
      } else {
        .error(try row.decode(forColumn: "error"))
      }
  }
}
