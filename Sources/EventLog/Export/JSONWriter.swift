import EventDetection

/// Events as JSON objects: one on each line (NDJSON), or as one array. What is not known is left out.
///
/// Scores have as many digits as tell their 32-bit value from every other, because programs compare
/// them with thresholds: a rounded one could change sides. ``CSVWriter`` rounds to four decimals, as
/// BirdNET-Analyzer does, because people read it too.
///
/// Source: RFC 8259; the NDJSON specification 1.0.
public struct JSONWriter: EventWriter {
  private let isArray: Bool
  private var isFirst = true

  /// - Parameter isArray: One array; else a line for each event.
  public init(isArray: Bool) {
    self.isArray = isArray
  }

  public var head: String { isArray ? "[" : "" }
  /// What stands behind the last event.
  public var tail: String { isArray ? (isFirst ? "]\n" : "\n]\n") : "" }

  /// An object of one event, with the comma before it in an array.
  public mutating func text(for event: LoggedEvent) -> String {
    let object = jsonText(Line(event))
    defer { isFirst = false }
    return isArray ? (isFirst ? "\n" : ",\n") + object : object + "\n"
  }

  private struct Line: Encodable {
    let event: Int64
    let commonName: String
    let scientificName: String?
    let kind: String
    let startUTC: String?
    let endUTC: String?
    let startLocal: String?
    let endLocal: String?
    let timeSource: String?
    let startSeconds: Double
    let endSeconds: Double
    let peak: Float
    let mean: Float
    let windows: Int
    let path: String?
    let channel: Int
    let site: String?
    let latitude: Double?
    let longitude: Double?
    let model: String
    let modelVersion: String
    let recording: String?
    let input: String?

    init(_ event: LoggedEvent) {
      self.event = event.id
      commonName = event.taxon.commonName
      scientificName = event.taxon.scientificName
      kind = event.taxon.kind.rawValue
      startUTC = event.startUTC
      endUTC = event.endUTC
      startLocal = event.hasLocalTime ? event.startLocal : nil
      endLocal = event.hasLocalTime ? event.endLocal : nil
      timeSource = event.timeSource?.rawValue
      startSeconds = Self.toMicrosecond(event.startSeconds)
      endSeconds = Self.toMicrosecond(event.endSeconds)
      peak = event.peakScore
      mean = event.meanScore
      windows = event.windows
      path = event.path
      channel = event.channel.stored
      site = event.site
      latitude = event.latitude
      longitude = event.longitude
      model = event.model
      modelVersion = event.modelVersion
      recording = event.sha256
      input = event.input
    }

    /// Exact to the sample up to 500 kHz, and without the digits that a quotient trails.
    private static func toMicrosecond(_ seconds: Double) -> Double {
      (seconds * 1e6).rounded() / 1e6
    }

    private enum CodingKeys: String, CodingKey {
      case event, kind, peak, mean, windows, path, channel, site, latitude, longitude, model,
        recording, input
      case commonName = "common_name"
      case scientificName = "scientific_name"
      case startUTC = "start_utc"
      case endUTC = "end_utc"
      case startLocal = "start_local"
      case endLocal = "end_local"
      case timeSource = "time_source"
      case startSeconds = "start_seconds"
      case endSeconds = "end_seconds"
      case modelVersion = "model_version"
    }
  }
}
