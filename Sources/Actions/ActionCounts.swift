/// What has become of the announcements of an action since the station began.
public struct ActionCounts: Hashable, Sendable {
  /// Delivered: to a broker, those that it has acknowledged.
  public var sent = 0
  /// Given up after as many tries as the target makes; of a broker, failed tries to reach it.
  public var failed = 0
  /// Given up untried, because too many waited or the station ended.
  public var dropped = 0
  /// Not delivered yet, that under way included; for a broker also those kept from an earlier run.
  public var waiting = 0
  /// Why the last one that failed did; stays when later ones are sent.
  public var lastError: String?

  /// Nothing yet.
  public init() {}
}
