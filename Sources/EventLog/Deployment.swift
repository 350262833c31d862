/// Where something was recorded.
public struct Deployment: Hashable, Sendable {
  /// What people call the place; empty where nobody named it.
  public var site: String
  /// Degrees north, −90 to 90.
  public var latitude: Double?
  /// Degrees east, −180 to 180.
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
