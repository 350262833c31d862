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
      time says that it is only guessed, from the file's modification time. Events come by time, those \
      without one last, by file; for Raven and Audacity all come file by file. Of what a station heard, start \
      and end, in seconds, count from when its microphone was opened; a clip that it kept has its own.
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

  @Option(help: "Only what this input of a station heard; can be repeated.")
  var input: [String] = []

  @Option(help: "Only so many, those that started last.")
  var latest: Int?

  @Option(help: "How they are printed.")
  var format = EventFormat.table

  @Flag(help: "Print how often each species was heard.")
  var counts = false

  @Option(
    name: [.short, .long],
    help: """
      A file to write to, instead of standard output; for Audacity and Raven a folder too, which gets a \
      file for each recording and each stream of an input, and is made where its name ends in /.
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

  /// Whether times are those inside a file, and not of the day.
  private var isByFile: Bool { format == .audacity || format == .raven }

  func run() throws {
    let log = try EventLog(path: log.log, access: .reading)
    let selection = EventSelection(
      log: log,
      filter: EventFilter(
        species: species, from: from?.start, until: until?.end, minimumScore: minScore,
        paths: source.map(absoluteSource), sites: site, inputs: input, latest: latest,
        order: isByFile ? .file : .time))
    try selection.requireRecordings(below: source)
    if let output { try refuse(output, over: [log.path]) }
    if isByFile {
      if let output, output.hasSuffix("/") { try makeFolder(output) }
      if let output, isFolder(output) {
        return try writeFiles(selection, as: format, in: output)
      }
      try refuseSeveralSources(selection)
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

  /// One file for each recording or stream with events.
  private func writeFiles(
    _ selection: EventSelection, as format: EventFormat, in folder: String
  ) throws {
    let sources = try sources(of: selection)
    let names = EventSource.fileNames(of: sources)
    var current: (source: EventSource, writer: any EventWriter, destination: TextDestination)?
    func finish() throws {
      guard let current else { return }
      try current.destination.write(current.writer.tail)
      try current.destination.finish()
    }
    try selection.forEachEvent { event in
      let source = EventSource(event)
      if source != current?.source, let writer = format.writer() {
        try finish()
        let file = URL(filePath: folder).appending(path: (names[source] ?? source.name) + ".txt")
        current = (source, writer, try TextDestination(path: file.path))
        try current?.destination.write(writer.head)
      }
      guard let text = current?.writer.text(for: event) else { return }
      try current?.destination.write(text)
    }
    try finish()
    let streams = sources.count { $0.stream != nil }
    let counts = [
      streams < sources.count || streams == 0
        ? counted(sources.count - streams, "recording") : nil,
      streams > 0 ? counted(streams, "stream") : nil,
    ].compactMap(\.self)
    Terminal.complain("labels of \(counts.joined(separator: " and ")) in \(folder)")
  }

  /// In the order of their first events.
  private func sources(of selection: EventSelection) throws -> [EventSource] {
    var seen: Set<EventSource> = []
    var sources: [EventSource] = []
    try selection.forEachEvent { event in
      let source = EventSource(event)
      if seen.insert(source).inserted { sources.append(source) }
    }
    return sources
  }

  /// A label does not say which recording or stream it belongs to; a line for Raven says which recording.
  private func refuseSeveralSources(_ selection: EventSelection) throws {
    let sources = try sources(of: selection)
    let streams = sources.count { $0.stream != nil }
    guard sources.count > 1, format == .audacity || streams > 0 else { return }
    guard streams > 0 else {
      throw UsageError(
        "labels for Audacity belong to one recording, and these events are of "
          + "\(sources.count). Choose one with --source, or give a folder with -o.")
    }
    throw UsageError(
      "times of a stream count from its beginning, and these events are of "
        + "\(counted(streams, "stream"))"
        + (streams < sources.count ? " and \(counted(sources.count - streams, "recording"))" : "")
        + ". Give a folder with -o, for a file of each.")
  }
}
