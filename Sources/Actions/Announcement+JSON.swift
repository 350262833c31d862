import EventDetection
public import Foundation

extension Announcement {
  /// The version of ``json``. It rises when a key goes or changes its meaning; new keys do not raise it.
  public static let version = 1

  /// One line of JSON without its end: keys in the order of the alphabet, what is not known left out.
  /// The same announcement always gives the same bytes.
  public var json: Data {
    switch self {
    case .eventBegan(let event), .eventEnded(let event): jsonLine(EventMessage(event, self))
    case .incident(let incident): jsonLine(IncidentMessage(incident, self))
    }
  }
}

/// - Precondition: No number is infinite or none at all.
func jsonLine(_ value: some Encodable) -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return try encoder.encode(value)
  } catch {
    preconditionFailure("texts, integers and finite numbers are always JSON: \(error)")
  }
}

private struct EventMessage: Encodable {
  let version = Announcement.version
  let id: String
  let type: String
  let eventID: String
  let site: String?
  let input: String
  let commonName: String
  let scientificName: String?
  let kind: String
  let startLocal: String?
  let startUTC: String
  let startEpoch: Double
  let endLocal: String?
  let endUTC: String?
  let endEpoch: Double?
  let durationSeconds: Double?
  let peak: Float?
  let mean: Float?
  let windows: Int
  let latitude: Double?
  let longitude: Double?
  let model: String
  let modelVersion: String

  init(_ event: AnnouncedEvent, _ announcement: Announcement) {
    id = announcement.id
    type = announcement.kind.rawValue
    eventID = event.id
    site = event.site
    input = event.input
    commonName = event.taxon.commonName
    scientificName = event.taxon.scientificName
    kind = event.taxon.kind.rawValue
    startLocal = event.start.localText
    startUTC = event.start.utcText
    startEpoch = event.start.epoch
    endLocal = event.end?.localText
    endUTC = event.end?.utcText
    endEpoch = event.end?.epoch
    durationSeconds = event.duration
    peak = event.peakScore.isFinite ? event.peakScore : nil
    mean = event.meanScore.isFinite ? event.meanScore : nil
    windows = event.windows
    latitude = event.latitude.flatMap { $0.isFinite ? $0 : nil }
    longitude = event.longitude.flatMap { $0.isFinite ? $0 : nil }
    model = event.model
    modelVersion = event.modelVersion
  }

  private enum CodingKeys: String, CodingKey {
    case version, id, type, site, input, kind, peak, mean, windows, latitude, longitude,
      model
    case eventID = "event_id"
    case commonName = "common_name"
    case scientificName = "scientific_name"
    case startLocal = "start_local"
    case startUTC = "start_utc"
    case startEpoch = "start_epoch"
    case endLocal = "end_local"
    case endUTC = "end_utc"
    case endEpoch = "end_epoch"
    case durationSeconds = "duration_seconds"
    case modelVersion = "model_version"
  }
}

private struct IncidentMessage: Encodable {
  let version = Announcement.version
  let id: String
  let type: String
  let site: String?
  let input: String?
  let kind: String
  let text: String
  let startLocal: String?
  let startUTC: String
  let startEpoch: Double

  init(_ incident: AnnouncedIncident, _ announcement: Announcement) {
    id = announcement.id
    type = announcement.kind.rawValue
    site = incident.site
    input = incident.input
    kind = incident.kind
    text = incident.text
    startLocal = incident.instant.localText
    startUTC = incident.instant.utcText
    startEpoch = incident.instant.epoch
  }

  private enum CodingKeys: String, CodingKey {
    case version, id, type, site, input, kind, text
    case startLocal = "start_local"
    case startUTC = "start_utc"
    case startEpoch = "start_epoch"
  }
}
