/// What has become of the announcements of an action since the station began.
public struct ActionCounts: Hashable, Sendable {
  public var sent = 0
  /// Given up after as many tries as the target makes.
  public var failed = 0
  /// Given up untried, because too many waited.
  public var dropped = 0
  public var waiting = 0
  /// Why the last one that failed did; stays when later ones are sent.
  public var lastError: String?

  /// Nothing yet.
  public init() {}
}
