import ArgumentParser
import Configuration
import EventDetection
import EventLog
import Foundation
import Survey

struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "List, filter and export the events of a log.",
    discussion: """
      Formats: table and csv, json, ndjson (a JSON object on each line); raven, a selection table; \
      audacity, labels of one recording, or one file of them for each in a FOLDER/ given with \
      --output; birdnet, the table of BirdNET-Analyzer. Times are ISO 8601: 2025-06-07, \
      2025-06-07T05:10, 2025-06-07T05:10:00+02:00; without an offset they are UTC.
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

  @Flag(help: "Print how often each species was heard, as table, csv, json or ndjson.")
  var counts = false

  @Option(
    name: [.short, .long],
    help: "A file to write to, instead of standard output; for audacity also a FOLDER/.")
  var output: String?

  func validate() throws {
    if let minScore, !(0...1).contains(minScore) {
      throw ValidationError("--min-score must be from 0 to 1, not \(minScore).")
    }
    if counts, format != .table, format.counts == nil {
      throw ValidationError(
        "--counts is a table of its own: table, csv, json or ndjson, not \(format.rawValue).")
    }
  }

  func run() throws {
    let log = try EventLog(path: log.log, access: .reading)
    let paths = try source.map { try Self.known($0, in: log) }
    let selection = EventSelection(
      log: log,
      filter: EventFilter(
        species: species, from: from?.start, until: until?.end, minimumScore: minScore,
        paths: paths, order: format == .table ? .time : .file))
    do {
      try write(selection)
    } catch let error as EventLogError {
      guard case .unknownSpecies(_, let name) = error else { throw error }
      throw UsageError("\(error) \(try Self.advice(on: name, in: log))")
    }
  }

  private func write(_ selection: EventSelection) throws {
    if format == .audacity {
      let labels = try LabelFiles(of: selection)
      if let output, LabelFiles.isFolder(output) { return try labels.write(into: output) }
      try labels.refuseSeveralRecordings()
    }
    let destination = try TextDestination(path: output)
    if counts, let format = format.counts {
      try destination.write(format.text(for: selection.log.speciesCounts(selection.filter)))
    } else if counts {
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

  /// A mistyped path is no place where nothing was heard.
  private static func known(_ source: String, in log: EventLog) throws -> String {
    let path = absoluteSource(source)
    guard try log.hasRecording(under: path) else {
      throw UsageError(
        "\(log.path): no recording of the log lies at or below \(path). Check the path given with "
          + "--source.")
    }
    return path
  }

  /// What can be asked for instead of a name that no model knows.
  private static func advice(on name: String, in log: EventLog) throws -> String {
    // Sounds of the background are never events.
    let taxa = try log.knownTaxa().filter { $0.kind != .background }
    let names = taxa.map(\.commonName)
    if let nearest = nearestName(to: name, among: names + taxa.compactMap(\.scientificName)) {
      return "Did you mean \"\(nearest)\"?"
    }
    // More than that nobody reads.
    let most = 40
    return names.count > most
      ? "\(names.count) species are known."
      : "Known: \(names.joined(separator: ", "))."
  }
}
