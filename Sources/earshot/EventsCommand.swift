import ArgumentParser
import EventLog
import Foundation
import Survey

struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "List, filter and export the events of a log.",
    discussion: """
      Formats: table and csv, json, ndjson (a JSON object on each line); raven, a selection table; \
      audacity, labels of one recording; birdnet, the table of BirdNET-Analyzer. Times are ISO 8601: \
      2025-06-07, 2025-06-07T05:10, 2025-06-07T05:10:00+02:00; without an offset they are UTC.
      """)

  @OptionGroup var log: LogOptions

  @Option(help: "Only this species, by common or scientific name; can be repeated.")
  var species: [String] = []

  @Option(
    help: "Only events that start at or after this time: 2025-06-07, 2025-06-07T05:10+02:00.")
  var from: Instant?

  @Option(help: "Only events that start before this time; of a date alone, through its day.")
  var until: Instant?

  @Option(help: "Only events with at least this score, 0 to 1.")
  var minScore: Float?

  @Option(help: "Only recordings at or below this path; can be repeated.")
  var source: [String] = []

  @Option(help: "How they are printed: table, csv, json, ndjson, raven, audacity or birdnet.")
  var format = EventFormat.table

  @Flag(help: "Print how often each species was heard.")
  var counts = false

  @Option(name: [.short, .long], help: "A file to write to, instead of standard output.")
  var output: String?

  func validate() throws {
    if let minScore, !(0...1).contains(minScore) {
      throw ValidationError("--min-score must be from 0 to 1, not \(minScore).")
    }
    if counts, format != .table {
      throw ValidationError("--counts is a table of its own and has no other format.")
    }
  }

  func run() throws {
    let log = try EventLog(path: log.log, access: .reading)
    let selection = EventSelection(
      log: log,
      filter: EventFilter(
        species: species, from: from?.start, until: until?.end, minimumScore: minScore,
        paths: source.map(absoluteSource), order: format == .table ? .time : .file))
    if format == .audacity { try refuseSeveralRecordings(selection) }

    let destination = try TextDestination(path: output)
    if counts {
      try destination.write(lines: SpeciesTable(selection.counts()).lines)
    } else if let writer = format.writer() {
      try selection.write(as: writer, destination.write)
    } else {
      var table = EventTable()
      try selection.forEachEvent { table.add($0) }
      try destination.write(lines: table.lines)
    }
    try destination.finish()
  }

  /// A label does not say which recording it belongs to.
  private func refuseSeveralRecordings(_ selection: EventSelection) throws {
    var recordings: Set<String> = []
    try selection.forEachEvent { event in
      if let recording = event.sha256 { recordings.insert(recording) }
    }
    if recordings.count > 1 {
      throw UsageError(
        "labels for Audacity belong to one recording, and these events are of "
          + "\(recordings.count). Choose one with --source.")
    }
  }
}
