import Foundation

/// The columns of a listing of clips.
enum Listing {
  static let file = ["filename", "file", "path"]
  static let label = ["class", "label", "species"]
  static let scientificName = ["scientific_name", "scientific name"]
  static let recording = ["recording", "source", "src_clip_id"]
  static let fold = ["fold"]
  static let start = ["start"]
  static let end = ["end"]
  /// A listing of clips may have an event's columns, if it is read as one.
  static let anyStart = start + EventColumns.start
  static let anyEnd = end + EventColumns.end
}

/// What one row of a listing says, and whatever other rows say of the same clip.
private struct ListedClip {
  let line: Int
  let name: String
  let span: Range<Double>?
  var names: [String]
  var recording: String
  var fold: String

  struct Identity: Hashable {
    let name: String
    let span: Range<Double>?
  }

  var identity: Identity { Identity(name: name, span: span) }

  mutating func take(_ other: ListedClip, path: String) throws(LabelledSoundError) {
    names += other.names
    for (column, one, next) in [
      ("recording", recording, other.recording), ("fold", fold, other.fold),
    ] where one != next {
      throw .contradiction(path: path, line: other.line, column: column, one: one, other: next)
    }
  }
}

extension SetReading {
  /// Reads a listing: rows of clips.
  mutating func readClips(_ table: DelimitedTable) throws(LabelledSoundError) {
    var places: [ListedClip.Identity: Int] = [:]
    var listed: [ListedClip] = []
    for clip in try Self.rows(of: table) {
      if let place = places[clip.identity] {
        try listed[place].take(clip, path: table.path)
      } else {
        places[clip.identity] = listed.count
        listed.append(clip)
      }
    }
    for clip in listed {
      let said = try FolderLabels(clip.names, place: "\(table.path):\(clip.line)")
      let path = table.place(of: clip.name)
      guard let facts = facts(of: path, name: clip.name) else { continue }
      let span = clip.span?.clamped(to: 0..<facts.seconds)
      if let whole = clip.span, span?.isEmpty != false {
        leaveOut(
          clip.name,
          "\(path): the piece from \(whole.lowerBound) s begins behind its end, \(facts.seconds) s."
        )
        continue
      }
      add(
        LabelledClip(
          path: path, name: clip.name, labels: said.labels, absent: said.absent,
          isBackground: said.isBackground,
          recording: clip.recording.isEmpty ? key.key(ofFile: clip.name) : clip.recording,
          fold: clip.fold.isEmpty ? nil : clip.fold, span: span,
          seconds: span.map { $0.upperBound - $0.lowerBound } ?? facts.seconds,
          digest: facts.digest))
    }
  }

  private static func rows(of table: DelimitedTable) throws(LabelledSoundError) -> [ListedClip] {
    let file = try table.requiredColumn(Listing.file)
    let label = try table.requiredColumn(Listing.label)
    let scientific = try table.column(Listing.scientificName)
    let recording = try table.column(Listing.recording)
    let fold = try table.column(Listing.fold)
    let start = try table.column(Listing.anyStart)
    let end = try table.column(Listing.anyEnd)
    var rows: [ListedClip] = []
    for row in table.rows {
      let names = table.names(in: row, label: label, scientific: scientific)
      guard try !FolderLabels(names, place: "\(table.path):\(row.line)").saysNothing else {
        throw .emptyCell(path: table.path, line: row.line, column: table.columns[label])
      }
      rows.append(
        ListedClip(
          line: row.line, name: try table.text(in: row, file),
          span: try table.span(in: row, start: start, end: end), names: names,
          recording: recording.map { row.cells[$0].trimmed } ?? "",
          fold: fold.map { row.cells[$0].trimmed } ?? ""))
    }
    return rows
  }
}

extension DelimitedTable {
  /// Where a file lies that the table names.
  func place(of name: String) -> String {
    if name.hasPrefix("/") { return name }
    let folder = URL(filePath: path).deletingLastPathComponent().relativePath
    return folder == "." ? name : folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// - Throws: ``LabelledSoundError/emptyCell(path:line:column:)``.
  func text(in row: Row, _ column: Int) throws(LabelledSoundError) -> String {
    let text = row.cells[column].trimmed
    guard !text.isEmpty else {
      throw .emptyCell(path: path, line: row.line, column: columns[column])
    }
    return text
  }

  /// The labels of a row; a scientific name beside a single one belongs to it.
  func names(in row: Row, label: Int, scientific: Int?) -> [String] {
    let names = row.cells[label].split(separator: ";").map { String($0).trimmed }
    guard let scientific, names.count == 1, !row.cells[scientific].trimmed.isEmpty,
      !names[0].hasPrefix("-")
    else { return names }
    return ["\(row.cells[scientific].trimmed)_\(names[0])"]
  }

  /// The times of a row; `nil` if it has none. Without an end it lasts until the file's, which is told as
  /// infinity.
  func span(in row: Row, start: Int?, end: Int?) throws(LabelledSoundError) -> Range<Double>? {
    guard let start, let end else { return nil }
    let (from, to) = (row.cells[start].trimmed, row.cells[end].trimmed)
    if from.isEmpty, to.isEmpty { return nil }
    guard !from.isEmpty else {
      throw .span(path: path, line: row.line, start: from, end: to)
    }
    let span = (
      try seconds(in: row, start), to.isEmpty ? Double.infinity : try seconds(in: row, end)
    )
    guard span.0 < span.1 else { throw .span(path: path, line: row.line, start: from, end: to) }
    return span.0..<span.1
  }

  private func seconds(in row: Row, _ column: Int) throws(LabelledSoundError) -> Double {
    let text = row.cells[column].trimmed
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw .seconds(path: path, line: row.line, column: columns[column], text: text)
    }
    return value
  }
}

extension String {
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
