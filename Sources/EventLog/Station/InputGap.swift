public import EventDetection
import GRDB

/// A stretch of time in which an input of a station was not listened to.
public struct InputGap: Hashable, Sendable {
  /// What the station calls the input.
  public var input: String
  /// Microseconds since 1970 UTC.
  public var startedAt: Int64
  /// The same; `nil` while the gap lasts.
  public var endedAt: Int64?
  /// Why it was not listened to.
  public var cause: Gap.Cause
  /// Whether it lies within a ``HeardStretch``.
  public var isWithinStream: Bool

  /// Seconds of it between two instants, microseconds since 1970 UTC; what lasts is counted to the second.
  public func seconds(from: Int64, until: Int64) -> Double {
    let (start, end) = (max(startedAt, from), min(endedAt ?? until, until))
    return max(0, Double(end) - Double(start)) / 1e6
  }
}

extension EventLog {
  /// The gaps of a station's inputs that reach into a span of time, by start.
  /// - Parameters:
  ///   - from: Microseconds since 1970 UTC.
  ///   - until: The same.
  public func inputGaps(from: Int64, until: Int64) throws(EventLogError) -> [InputGap] {
    try read { db in
      try Row.fetchAll(
        db, sql: Self.inputGaps, arguments: ["from": from, "until": until]
      ).map { row in
        let name: String = try row.decode(forColumn: "cause")
        guard let cause = Gap.Cause(rawValue: name) else {
          throw DatabaseError.senseless("a gap of cause \"\(name)\"")
        }
        return InputGap(
          input: try row.decode(forColumn: "input"),
          startedAt: try row.decode(forColumn: "started_at"),
          endedAt: try row.decode(forColumn: "ended_at"), cause: cause,
          isWithinStream: try row.decode(forColumn: "is_within_stream"))
      }
    }
  }

  static let inputGaps = """
    SELECT input, started_at, ended_at, cause, stream IS NOT NULL AS is_within_stream
      FROM gap INDEXED BY gap_of_input
      WHERE input IS NOT NULL AND ended_at > :from AND started_at < :until
    UNION ALL
    SELECT input, started_at, ended_at, cause, stream IS NOT NULL AS is_within_stream
      FROM gap INDEXED BY gap_of_input
      WHERE input IS NOT NULL AND ended_at IS NULL AND started_at < :until
    ORDER BY started_at, input
    """
}
