import Foundation
import Survey
import SystemFiles

/// The columns of a truth of events.
enum EventColumns {
  static let start = ["start_s", "begin time (s)"]
  static let end = ["end_s", "end time (s)"]
  static let label = [
    "label", "class", "species", "annotation", "common name", "common_name", "tags",
  ]
}

extension SetReading {
  /// Reads a truth: rows of events, each in a recording.
  /// - Parameter folder: Of which every recording is judged, also those of which the truth says nothing;
  ///   `nil` for those alone that it names.
  mutating func readEvents(
    _ table: DelimitedTable, allRecordingsOf folder: String?
  ) throws(LabelledSoundError) {
    let file = try table.requiredColumn(Listing.file)
    let label = try table.requiredColumn(EventColumns.label)
    let start = try table.requiredColumn(EventColumns.start + Listing.start)
    let end = try table.requiredColumn(EventColumns.end + Listing.end)
    let scientific = try table.column(Listing.scientificName)
    let fold = try table.column(Listing.fold)
    let recording = try table.column(Listing.recording)
    // By where it really lies: a table may name one file in several ways, and a folder in another.
    var found: [String: NamedAnnotations] = [:]
    if let folder {
      for sound in sounds(below: folder, recursive: false) {
        found[Self.realPath(of: sound.path)] = NamedAnnotations(name: sound.name, path: sound.path)
      }
    }
    for row in table.rows {
      let name = try table.text(in: row, file)
      let path = table.place(of: name)
      let place = Self.realPath(of: path)
      var own = found[place] ?? NamedAnnotations(name: name, path: path)
      try own.annotations.take(
        row, of: table, label: label, scientific: scientific, start: start, end: end)
      try own.annotations.take(row, of: table, fold: fold, recording: recording)
      found[place] = own
    }
    for own in found.values.sorted(by: { $0.name < $1.name }) {
      add(own.annotations, name: own.name, path: own.path)
    }
  }

  /// The path of a file without links, and from the root.
  private static func realPath(of path: String) -> String {
    URL(filePath: absolutePath(path)).resolvingSymlinksInPath().path
  }

  /// Reads Raven's selection tables, each of the recording beside it.
  mutating func read(_ tables: SelectionTables) throws(LabelledSoundError) {
    var read: Set<String> = []
    for sound in sounds(below: tables.folder, recursive: false) {
      let paths = tables.paths(for: sound.name)
      guard !paths.isEmpty else {
        leaveOut(
          sound.name,
          "\(sound.path): there is no selection table beside it. Give it one, empty but for its head if "
            + "nothing is to be heard.")
        continue
      }
      var annotations = Annotations()
      for path in paths {
        read.insert(path)
        let table = try DelimitedTable(contentsOf: path)
        let label = try table.requiredColumn(EventColumns.label)
        let start = try table.requiredColumn(EventColumns.start)
        let end = try table.requiredColumn(EventColumns.end)
        let view = try table.column(["view"])
        let scientific = try table.column(Listing.scientificName)
        for row in table.rows {
          // A selection is listed once for each view; its spectrogram's is taken.
          if let view, row.cells[view].lowercased().hasPrefix("waveform") { continue }
          try annotations.take(
            row, of: table, label: label, scientific: scientific, start: start, end: end)
        }
      }
      add(annotations, name: sound.name, path: sound.path)
    }
    for name in tables.all where !read.contains(tables.folder + "/" + name) {
      leaveOut(
        name,
        "\(tables.folder)/\(name): there is no recording of its name beside it. Put it there, or remove the "
          + "table.")
    }
  }

  private mutating func add(_ annotations: Annotations, name: String, path: String) {
    guard let facts = facts(of: path, name: name) else { return }
    let events = annotations.sortedEvents.compactMap { event -> AnnotatedRecording.Event? in
      guard event.span.upperBound == .infinity else { return event }
      guard event.span.lowerBound < facts.seconds else { return nil }
      return .init(label: event.label, span: event.span.lowerBound..<facts.seconds)
    }
    add(
      AnnotatedRecording(
        path: path, name: name, events: events,
        recording: annotations.recording ?? key.key(ofFile: name), fold: annotations.fold,
        seconds: facts.seconds, digest: facts.digest))
  }
}

/// What a truth says of a file, and what the set calls it.
private struct NamedAnnotations {
  let name: String
  let path: String
  var annotations = Annotations()
}

/// What a truth says of one recording.
private struct Annotations {
  var events: Set<AnnotatedRecording.Event> = []
  var recording: String?
  var fold: String?

  var sortedEvents: [AnnotatedRecording.Event] {
    events.sorted {
      ($0.span.lowerBound, $0.span.upperBound, $0.label.key)
        < ($1.span.lowerBound, $1.span.upperBound, $1.label.key)
    }
  }

  mutating func take(
    _ row: DelimitedTable.Row, of table: DelimitedTable, label: Int, scientific: Int?, start: Int,
    end: Int
  ) throws(LabelledSoundError) {
    let names = table.names(in: row, label: label, scientific: scientific)
    let place = "\(table.path):\(row.line)"
    let labels = try FolderLabels(names, place: place).labels
    guard let span = try table.span(in: row, start: start, end: end) else {
      // A row of a file alone says that nothing is to be heard.
      guard labels.isEmpty else {
        throw .emptyCell(path: table.path, line: row.line, column: table.columns[start])
      }
      return
    }
    guard !names.isEmpty else {
      throw .emptyCell(path: table.path, line: row.line, column: table.columns[label])
    }
    for label in labels { events.insert(.init(label: label, span: span)) }
  }

  mutating func take(
    _ row: DelimitedTable.Row, of table: DelimitedTable, fold: Int?, recording: Int?
  ) throws(LabelledSoundError) {
    for (column, known) in [(fold, \Annotations.fold), (recording, \Annotations.recording)] {
      guard let column, !row.cells[column].trimmed.isEmpty else { continue }
      let text = row.cells[column].trimmed
      if let one = self[keyPath: known], one != text {
        throw .contradiction(
          path: table.path, line: row.line, column: table.columns[column], one: one, other: text)
      }
      self[keyPath: known] = text
    }
  }
}

/// Raven's selection tables in a folder.
struct SelectionTables {
  let folder: String
  /// Names, sorted.
  let all: [String]
  /// Likewise, by that of the recording, with its extension or without.
  private let names: [String: [String]]

  /// - Throws: ``LabelledSoundError/unreadable(path:reason:)``.
  init(folder: String) throws(LabelledSoundError) {
    let found: [String]
    do {
      found = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(path: folder, reason: error.systemReason)
    }
    self.folder = folder
    all = found.sorted().filter { !$0.hasPrefix(".") && Self.recording(ofTable: $0) != nil }
    names = Dictionary(grouping: all) { Self.recording(ofTable: $0) ?? "" }
  }

  var isEmpty: Bool { all.isEmpty }

  /// Empty where there is none.
  func paths(for sound: String) -> [String] {
    let stem = URL(filePath: sound).deletingPathExtension().lastPathComponent
    return Set([stem, sound]).sorted().flatMap { names[$0] ?? [] }.map { folder + "/" + $0 }
  }

  /// `one` of `one.Table.1.selections.txt`; `nil` for what has no such name.
  private static func recording(ofTable name: String) -> String? {
    let lower = name.lowercased()
    guard lower.hasSuffix(".selections.txt"), let table = lower.range(of: ".table.") else {
      return nil
    }
    return String(name.prefix(lower.distance(from: lower.startIndex, to: table.lowerBound)))
  }
}
