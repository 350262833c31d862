import EventDetection
import Foundation

/// Events as JSON objects: one on each line (NDJSON), or as one array.
///
/// Source: RFC 8259; the NDJSON specification 1.0.
public struct JSONWriter: EventWriter {
  private let isArray: Bool
  private var isFirst = true
  private let encoder: JSONEncoder

  /// - Parameter isArray: One array; else a line for each event.
  public init(isArray: Bool) {
    self.isArray = isArray
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  public var head: String { isArray ? "[" : "" }
  public var tail: String { isArray ? (isFirst ? "]\n" : "\n]\n") : "" }

  public mutating func text(for event: LoggedEvent) -> String {
    let object: String
    do {
      object = String(decoding: try encoder.encode(Line(event)), as: UTF8.self)
    } catch {
      // Strings, integers and finite numbers, which is all that a line has.
      preconditionFailure("event \(event.id) has no JSON: \(error)")
    }
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
    let peak: Double
    let mean: Double
    let windows: Int
    let path: String?
    let channel: Int
    let site: String?
    let latitude: Double?
    let longitude: Double?
    let model: String
    let modelVersion: String
    let recording: String?

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
      startSeconds = Self.rounded(event.startSeconds, to: 1e6)
      endSeconds = Self.rounded(event.endSeconds, to: 1e6)
      peak = Self.rounded(Double(event.peakScore), to: 1e4)
      mean = Self.rounded(Double(event.meanScore), to: 1e4)
      windows = event.windows
      path = event.path
      channel = event.channel.stored
      site = event.site
      latitude = event.latitude
      longitude = event.longitude
      model = event.model
      modelVersion = event.modelVersion
      recording = event.sha256
    }

    private static func rounded(_ value: Double, to scale: Double) -> Double {
      (value * scale).rounded() / scale
    }

    private enum CodingKeys: String, CodingKey {
      case event, kind, peak, mean, windows, path, channel, site, latitude, longitude, model,
        recording
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
