import ContentDigest
public import EventDetection

/// An event, with all that tells where, when and by what it was heard.
public struct AnnouncedEvent: Hashable, Sendable {
  /// The site's name in the settings; `nil` if it has none.
  public var site: String?
  /// The input's name in the settings.
  public var input: String
  /// What was heard: a species, a human or a background sound.
  public var taxon: Taxon
  /// An event's beginning and its end are given the same start: ``id`` hangs on it.
  public var start: LocalInstant
  /// `nil` while it goes on.
  public var end: LocalInstant?
  /// Highest score of its windows so far, 0…1.
  public var peakScore: Float
  /// Mean score of its windows so far, 0…1.
  public var meanScore: Float
  /// Its windows so far: those that reached the rule's staying threshold.
  public var windows: Int
  /// Of the site, degrees, north positive; `nil` if the settings have no place.
  public var latitude: Double?
  /// Of the site, degrees, east positive; `nil` if the settings have no place.
  public var longitude: Double?
  /// The name in the model's manifest.
  public var model: String
  /// The version in the model's manifest.
  public var modelVersion: String

  /// Takes everything as given.
  public init(
    site: String?, input: String, taxon: Taxon, start: LocalInstant,
    end: LocalInstant? = nil, peakScore: Float, meanScore: Float, windows: Int,
    latitude: Double? = nil, longitude: Double? = nil, model: String,
    modelVersion: String
  ) {
    self.site = site
    self.input = input
    self.taxon = taxon
    self.start = start
    self.end = end
    self.peakScore = peakScore
    self.meanScore = meanScore
    self.windows = windows
    self.latitude = latitude
    self.longitude = longitude
    self.model = model
    self.modelVersion = modelVersion
  }

  /// Seconds; `nil` while it goes on.
  public var duration: Double? {
    end.map { Double($0.utcMicroseconds - start.utcMicroseconds) / 1e6 }
  }

  /// The same for an event's beginning and its end: 32 hexadecimal digits of where, what and when.
  public var id: String {
    identity([
      "event", site ?? "", input, taxon.commonName, taxon.scientificName ?? "",
      "\(start.utcMicroseconds)",
    ])
  }
}

/// 32 hexadecimal digits of texts.
func identity(_ parts: [String]) -> String {
  // No name holds a zero, so no two lists run together.
  String(SHA256.hexadecimal(of: Array(parts.joined(separator: "\0").utf8)).prefix(32))
}
