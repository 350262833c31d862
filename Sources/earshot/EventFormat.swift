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

  /// `nil` for ``table``, and for what has a line for each event and no other.
  var counts: SpeciesCountFormat? {
    switch self {
    case .csv: .csv
    case .json: .json
    case .ndjson: .ndjson
    case .table, .raven, .audacity, .birdnet: nil
    }
  }
}
