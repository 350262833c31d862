import EventDetection
import GRDB

/// A stretch of time in which an input of a station was listened to; ``InputGap``s lie within it where
/// ``InputGap/isWithinStream`` says so.
public struct HeardStretch: Hashable, Sendable {
  /// What the station calls the input.
  public var input: String
  /// Microseconds since 1970 UTC.
  public var startedAt: Int64
  /// The same; of one that goes on, or was cut off, as far as it has come.
  public var endedAt: Int64

  /// Seconds of it between two instants, microseconds since 1970 UTC.
  public func seconds(from: Int64, until: Int64) -> Double {
    max(0, Double(min(endedAt, until)) - Double(max(startedAt, from))) / 1e6
  }
}

extension EventLog {
  /// When a station's inputs were listened to in a span of time, by start.
  /// - Parameters:
  ///   - from: Microseconds since 1970 UTC.
  ///   - until: The same.
  public func heardStretches(
    from: Int64, until: Int64
  ) throws(EventLogError) -> [HeardStretch] {
    try read { db in
      try Row.fetchAll(
        db, sql: Self.streamsHeard, arguments: ["from": from, "until": until]
      ).map { row in
        var end: Int64? = try row.decode(forColumn: "ended_at")
        if end == nil {
          let done = try row.position(forColumn: "done_through_sample")
          end = try Self.timeline(ofStream: row.decode(forColumn: "id"), in: db)?
            .utcMicroseconds(at: done)
        }
        let start: Int64 = try row.decode(forColumn: "utc_at")
        return HeardStretch(
          input: try row.decode(forColumn: "input"), startedAt: start, endedAt: end ?? start)
      }
    }
  }

  /// The streams that were over after `from`, or are not, and began before `until`.
  static let streamsHeard = """
    WITH heard AS MATERIALIZED (
      SELECT id, input, ended_at FROM stream INDEXED BY stream_by_end WHERE ended_at > :from
      UNION ALL
      SELECT id, input, ended_at FROM stream INDEXED BY stream_by_end WHERE ended_at IS NULL)
    SELECT heard.id, heard.input, utc_at, heard.ended_at,
      (SELECT ifnull(max(done_through_sample), 0) FROM analysis WHERE stream = heard.id)
        AS done_through_sample
    FROM heard
      CROSS JOIN anchor ON anchor.stream = heard.id AND anchor.sample = 0 AND anchor.utc_at < :until
    ORDER BY utc_at, heard.input
    """
}
