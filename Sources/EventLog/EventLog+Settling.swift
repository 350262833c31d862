import EventDetection
import GRDB

extension EventLog {
  /// Closes what an input left open when the station last ended: gaps end now; a stream that was cut off
  /// ends where it was done, and from there to now there is a gap. So there is if nothing was open: the
  /// station was killed between the end of one thing and the beginning of the next.
  ///
  /// - Parameter now: Microseconds since 1970 UTC.
  /// - Returns: The instants up to which cut-off streams were done.
  @discardableResult
  public func settle(input: String, now: Int64) throws(EventLogError) -> [Int64] {
    try write { db in
      let streams = try Self.endCutOffStreams(ofInput: input, in: db)
      for stream in streams {
        try Self.interrupt(input, stream: stream.row, from: stream.end, to: now, in: db)
      }
      try db.execute(sql: Self.endOpenGaps, arguments: [now, input])
      let hadGap = db.changesCount > 0
      if !hadGap, streams.isEmpty, let end = try Self.lastInstant(ofInput: input, in: db),
        end != now
      {
        try Self.interrupt(input, stream: nil, from: end, to: now, in: db)
      }
      return streams.map(\.end)
    }
  }

  static let endOpenGaps = "UPDATE gap SET ended_at = ? WHERE input = ? AND ended_at IS NULL"

  /// Sorted by what is no column, so that those that are over are not gone through for their order.
  static let runningAnalyses = """
    SELECT analysis.id, stream, done_through_sample FROM analysis
      JOIN stream ON stream.id = analysis.stream
    WHERE state = 'running' AND input = ? ORDER BY +analysis.id
    """

  static let lastGap = """
    SELECT ended_at FROM gap WHERE input = ? AND start_sample IS NULL ORDER BY id DESC LIMIT 1
    """

  static let lastStream = """
    SELECT utc_at, ended_at FROM stream
      JOIN anchor ON anchor.stream = stream.id AND sample = 0
    WHERE input = ? ORDER BY stream.id DESC LIMIT 1
    """

  /// - Returns: The streams, and the instants up to which they were done.
  private static func endCutOffStreams(
    ofInput input: String, in db: Database
  ) throws -> [(row: Int64, end: Int64)] {
    let rows = try Row.fetchAll(db, sql: runningAnalyses, arguments: [input])
    return try rows.map { row in
      let analysis: Int64 = try row.decode(forColumn: "id")
      let stream: Int64 = try row.decode(forColumn: "stream")
      let done = try doneThrough(row, in: db)
      guard let timeline = try timeline(ofStream: stream, in: db) else {
        throw DatabaseError.senseless("a stream without an instant")
      }
      try db.execute(
        sql: """
          UPDATE event SET state = 'closed' WHERE state = 'open' AND decision IN
            (SELECT id FROM decision WHERE analysis = ?)
          """,
        arguments: [analysis])
      try db.execute(
        sql: "UPDATE analysis SET state = 'done', done_through_sample = ? WHERE id = ?",
        arguments: [done, analysis])
      let until = timeline.utcMicroseconds(at: done)
      try end(stream, at: until, in: db)
      return (stream, until)
    }
  }

  /// The mark of an analysis. For one that no stream has, the end of the last window that is stored: a
  /// station must not stay deaf because one value is damaged.
  private static func doneThrough(_ row: Row, in db: Database) throws -> Int64 {
    if let done = try? row.position(forColumn: "done_through_sample") { return done }
    let last = try Int64.fetchOne(
      db,
      sql: """
        SELECT end_sample FROM score WHERE analysis = ? AND end_sample BETWEEN 0 AND ?
        ORDER BY start_sample DESC LIMIT 1
        """,
      arguments: [row["id"] as DatabaseValue, SampleRange.endOfPositions - 1])
    return last ?? 0
  }

  /// Where the last gap or stream of an input ended, of which none is open; `nil` if it never had any.
  ///
  /// A stream begins where the gap before it ends, to the microsecond, and never follows another stream.
  /// Which instant is later does not tell which came last: the clock may have been set back.
  private static func lastInstant(ofInput input: String, in db: Database) throws -> Int64? {
    let gap = try Int64.fetchOne(db, sql: lastGap, arguments: [input])
    let stream = try Row.fetchOne(db, sql: lastStream, arguments: [input])
    // A station writes a gap before its first stream: without one, another's log was merged here.
    guard let gap, let stream else { return gap }
    let start: Int64 = try stream.decode(forColumn: "utc_at")
    return gap == start ? try stream.decode(forColumn: "ended_at") : gap
  }

  private static func interrupt(
    _ input: String, stream: Int64?, from start: Int64, to end: Int64, in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO gap (input, stream, started_at, ended_at, cause) VALUES (?, ?, ?, ?, ?)",
      arguments: [input, stream, start, end, Gap.Cause.interrupted.rawValue])
  }
}
