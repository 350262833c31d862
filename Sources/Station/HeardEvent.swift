public import EventDetection
public import EventLog

/// An event of a live stream, with what others want to know of it.
public struct HeardEvent: Sendable {
  /// What the station calls the input.
  public var input: String
  public var taxon: Taxon
  public var event: Event
  /// Microseconds since 1970 UTC.
  public var startedAt: Int64
  public var endedAt: Int64
  /// What local time is ahead of UTC.
  public var utcOffsetMinutes: Int?
  public var deployment: Deployment?
  public var model: String
  public var modelVersion: String
}
