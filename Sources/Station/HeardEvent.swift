public import EventDetection
public import EventLog

/// An event of a live stream, with what others want to know of it.
public struct HeardEvent: Sendable {
  /// What the station calls the input.
  public var input: String
  /// Of the event's class.
  public var taxon: Taxon
  /// In samples of its stream; while it goes on, as far as it is known.
  public var event: Event
  /// When its first sample sounded, microseconds since 1970 UTC.
  public var startedAt: Int64
  /// The end of its last window so far, microseconds since 1970 UTC.
  public var endedAt: Int64
  /// Minutes that local time was ahead of UTC when it began; `nil` if no time zone is known.
  public var utcOffsetMinutes: Int?
  /// Where the input stands; `nil` if the settings do not say.
  public var deployment: Deployment?
  /// The name in the model's manifest.
  public var model: String
  /// The version in the model's manifest.
  public var modelVersion: String
}
