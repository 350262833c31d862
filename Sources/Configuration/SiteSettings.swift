public import Foundation

/// Where the recorder stood.
public struct SiteSettings: Sendable {
  /// What events and messages call the place; `nil` for none.
  public let name: Setting<String?>
  /// Degrees, north positive.
  public let latitude: Setting<Double?>
  /// Degrees, east positive.
  public let longitude: Setting<Double?>
  /// The zone of the recorder's clock, where a recording does not say; the one in which a station's
  /// times are told.
  public let timeZone: Setting<TimeZone?>

  /// - Parameters:
  ///   - zone: What it means that no time zone is set.
  ///   - place: What it means that no place is set.
  init(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, zone: String,
    place: String = "as recorded"
  ) {
    name = reader.text("name", in: section, meaning: "none")
    latitude = reader.number(
      "latitude", in: section, -90...90, unit: "degrees", meaning: place)
    longitude = reader.number(
      "longitude", in: section, -180...180, unit: "degrees", meaning: place)
    timeZone = reader.timeZone("time_zone", in: section, meaning: zone)
    reader.close(section)

    if latitude.isSet != longitude.isSet {
      let (lone, missing) = latitude.isSet ? (latitude, longitude) : (longitude, latitude)
      reader.note(
        .conflict(key: lone.key, reason: "is set, but \(missing.key) is not; a place needs both"),
        at: lone.origin)
    }
  }
}
