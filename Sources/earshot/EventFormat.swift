import ArgumentParser
import EventLog

enum EventFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json, ndjson
}

extension EventLog {
  func write(_ filter: EventFilter, as format: EventFormat, _ write: (String) -> Void) throws {}
}
