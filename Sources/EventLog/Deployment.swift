/// Where something was recorded.
public struct Deployment: Hashable, Sendable {
  public var site: String
  /// Degrees, north and east positive.
  public var latitude: Double?
  public var longitude: Double?
  /// As in the configuration: `Europe/Zurich`, `+05:30`.
  public var timeZone: String?

  /// A place; what is nil is not known.
  public init(
    site: String, latitude: Double? = nil, longitude: Double? = nil, timeZone: String? = nil
  ) {
    self.site = site
    self.latitude = latitude
    self.longitude = longitude
    self.timeZone = timeZone
  }
}
