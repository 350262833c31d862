import ArgumentParser
import EventLog

/// How events are printed.
enum EventFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json, ndjson, raven, audacity, birdnet

  /// `nil` for ``table``, whose columns are as wide as all of it demands.
  func writer() -> (any EventWriter)? {
    switch self {
    case .table: nil
    case .csv: CSVWriter()
    case .json: JSONWriter(isArray: true)
    case .ndjson: JSONWriter(isArray: false)
    case .raven: RavenWriter()
    case .audacity: AudacityWriter()
    case .birdnet: BirdNETWriter()
    }
  }
}

/// How the events of a survey, which has many recordings, are printed: all formats but Audacity's,
/// whose labels do not say which recording they belong to.
enum SurveyFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json, ndjson, raven, birdnet

  var eventFormat: EventFormat { EventFormat(rawValue: rawValue) ?? .table }
}
