import Foundation

/// The columns of a truth of events.
enum EventColumns {
  static let start = ["start_s", "begin time (s)"]
  static let end = ["end_s", "end time (s)"]
  /// Of the time within a file of a sequence, which Raven lays end to end.
  static let offset = ["file offset (s)"]
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
    var found: [String: Annotations] = [:]
    for row in table.rows {
      let name = try table.text(in: row, file)
      var annotations = found[name] ?? Annotations()
      try annotations.take(
        row, of: table, label: label, scientific: scientific, start: start, end: end)
      try annotations.take(row, of: table, fold: fold, recording: recording)
      found[name] = annotations
    }
    if let folder {
      for sound in sounds(below: folder, recursive: false) where found[sound.name] == nil {
        found[sound.name] = Annotations()
      }
    }
    for (name, annotations) in found.sorted(by: { $0.key < $1.key }) {
      add(annotations, name: name, path: table.place(of: name))
    }
  }

  /// Reads Raven's selection tables, each of the recording beside it.
  mutating func read(_ tables: SelectionTables) throws(LabelledSoundError) {
    for sound in sounds(below: tables.folder, recursive: false) {
      guard let paths = tables.paths(for: sound.name) else {
        leaveOut(
          sound.name,
          "\(sound.path): there is no selection table beside it. Give it one, empty but for its head if "
            + "nothing is to be heard.")
        continue
      }
      var annotations = Annotations()
      for path in paths {
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
  /// Names, sorted, by that of the recording without its extension.
  private var names: [String: [String]] = [:]

  init(folder: String) {
    self.folder = folder
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in all.sorted() where !name.hasPrefix(".") {
      let lower = name.lowercased()
      guard lower.hasSuffix(".selections.txt"), let table = lower.range(of: ".table.") else {
        continue
      }
      let stem = name.prefix(lower.distance(from: lower.startIndex, to: table.lowerBound))
      names[String(stem), default: []].append(name)
    }
  }

  var isEmpty: Bool { names.isEmpty }

  /// `nil` where there is none.
  func paths(for sound: String) -> [String]? {
    let stem = URL(filePath: sound).deletingPathExtension().lastPathComponent
    return (names[stem] ?? names[sound])?.map { folder + "/" + $0 }
  }
}
