import ArgumentParser
import EventLog
import Foundation
import Survey
import SystemFiles

struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "List, filter and export the events of a log.",
    discussion: """
      Formats: table and csv, json, ndjson (a JSON object on each line); raven, a selection table; \
      audacity, labels of one recording; birdnet, the table of BirdNET-Analyzer. Times are ISO 8601: \
      2025-06-07, 2025-06-07T05:10, 2025-06-07T05:10:00+02:00; without an offset they are local time, \
      as the table shows it: by the offset that the log knows of each recording, else UTC. A ~ before a \
      time says that it is only guessed, from the file's modification time.
      """)

  @OptionGroup var log: LogOptions

  @Option(help: "Only this species, by common or scientific name; can be repeated.")
  var species: [String] = []

  @Option(
    help: """
      Only events that start at or after this time: 2025-06-07, 2025-06-07T05:10 as the table shows \
      it, 2025-06-07T05:10+02:00.
      """)
  var from: Instant?

  @Option(help: "Only events that start before this time; of a date alone, through its day.")
  var until: Instant?

  @Option(help: "Only events with at least this score, 0 to 1.")
  var minScore: Float?

  @Option(help: "Only recordings at or below this path; can be repeated.")
  var source: [String] = []

  @Option(help: "Only what was recorded at this site; can be repeated.")
  var site: [String] = []

  @Option(help: "Only so many, those that started last.")
  var latest: Int?

  @Option(help: "How they are printed.")
  var format = EventFormat.table

  @Flag(help: "Print how often each species was heard.")
  var counts = false

  @Option(
    name: [.short, .long],
    help: """
      A file to write to, instead of standard output; for Audacity a folder too, which gets a file \
      for each recording, and is made where its name ends in /.
      """)
  var output: String?

  func validate() throws {
    if let from, let until, Instant.isEmpty(from: from, until: until) {
      throw ValidationError("--until must be later than --from.")
    }
    if let minScore, !(0...1).contains(minScore) {
      throw ValidationError("--min-score must be from 0 to 1, not \(minScore).")
    }
    if let latest, latest < 1 {
      throw ValidationError("--latest must be at least 1, not \(latest).")
    }
    if counts, latest != nil { throw ValidationError("--counts counts all; leave --latest out.") }
    if counts, ![.table, .csv, .json, .ndjson].contains(format) {
      throw ValidationError("--counts has the formats table, csv, json and ndjson.")
    }
  }

  func run() throws {
    let log = try EventLog(path: log.log, access: .reading)
    let selection = EventSelection(
      log: log,
      filter: EventFilter(
        species: species, from: from?.start, until: until?.end, minimumScore: minScore,
        paths: source.map(absoluteSource), sites: site, latest: latest,
        order: format == .table ? .time : .file))
    try selection.requireRecordings(below: source)
    if let output { try refuse(output, over: [log.path]) }
    if format == .audacity {
      if let output, output.hasSuffix("/") { try makeFolder(output) }
      if let output, isFolder(output) { return try writeLabels(selection, in: output) }
      try refuseSeveralRecordings(selection)
    }

    let destination = try TextDestination(path: output)
    if counts {
      let counts = try selection.counts()
      switch format {
      case .csv: try destination.write(CSVWriter.table(counts))
      case .json, .ndjson:
        try destination.write(JSONWriter.table(counts, isArray: format == .json))
      default: try destination.write(lines: SpeciesTable(counts).lines)
      }
    } else if let writer = format.writer() {
      try selection.write(as: writer, destination.write)
    } else {
      var table = EventTable()
      try selection.forEachEvent { table.add($0) }
      try destination.write(lines: table.lines)
    }
    try destination.finish()
  }

  /// One file of labels for each recording with events, called like it; of several that are called
  /// alike, with the beginning of its SHA-256.
  private func writeLabels(_ selection: EventSelection, in folder: String) throws {
    func name(_ event: LoggedEvent) -> String {
      URL(filePath: event.path ?? "recording").deletingPathExtension().lastPathComponent
    }
    var recordings: [String: Set<String>] = [:]
    try selection.forEachEvent { recordings[name($0), default: []].insert($0.sha256 ?? "") }
    var current: (recording: String?, destination: TextDestination)?
    var writer = AudacityWriter()
    try selection.forEachEvent { event in
      if event.sha256 != current?.recording || current == nil {
        try current?.destination.finish()
        let isAlone = recordings[name(event)]?.count == 1
        let digest = isAlone ? "" : "-" + (event.sha256 ?? "").prefix(8)
        let file = URL(filePath: folder).appending(path: name(event) + digest + ".txt").path
        current = (event.sha256, try TextDestination(path: file))
      }
      try current?.destination.write(writer.text(for: event))
    }
    try current?.destination.finish()
    let count = recordings.values.reduce(0) { $0 + $1.count }
    Terminal.complain("labels of \(counted(count, "recording")) in \(folder)")
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
          + "\(recordings.count). Choose one with --source, or give a folder with -o.")
    }
  }
}
