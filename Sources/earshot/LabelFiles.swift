import EventLog
import Foundation

/// Audacity's labels of several recordings. A label does not say which recording it belongs to, so
/// each recording has a file of its own.
struct LabelFiles {
  private let selection: EventSelection
  /// The recordings with events, by SHA-256, as they are shown.
  private let recordings: [String: String]

  /// - Parameter selection: In the order of files: a recording's events follow each other.
  init(of selection: EventSelection) throws {
    self.selection = selection
    var recordings: [String: String] = [:]
    try selection.forEachEvent { event in
      if let recording = event.sha256 { recordings[recording] = event.path ?? recording }
    }
    self.recordings = recordings
  }

  /// Whether labels go into a folder: one that is there, or is named with a `/` at its end.
  static func isFolder(_ path: String) -> Bool {
    if path.hasSuffix("/") { return true }
    let values = try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey])
    return values?.isDirectory == true
  }

  func refuseSeveralRecordings() throws {
    guard recordings.count > 1 else { return }
    throw UsageError(
      "labels for Audacity belong to one recording, and these events are of "
        + "\(recordings.count). Choose one with --source, or give a folder with --output FOLDER/.")
  }

  /// Writes `NAME.txt` for each recording, named after its file.
  func write(into folder: String) throws {
    let targets = try targets(in: folder)
    try OutputFolder.make(folder)
    var writer = AudacityWriter()
    var open: (recording: String, destination: TextDestination)?
    try selection.forEachEvent { event in
      guard let recording = event.sha256, let target = targets[recording] else { return }
      if open?.recording != recording {
        try open?.destination.finish()
        open = (recording, try TextDestination(path: target))
      }
      try open?.destination.write(writer.text(for: event))
    }
    try open?.destination.finish()
  }

  /// Where each recording's labels go.
  private func targets(in folder: String) throws -> [String: String] {
    var taken: [String: String] = [:]
    // By path, so that of several pairs the same one is named.
    let shown = recordings.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
    return Dictionary(
      uniqueKeysWithValues: try shown.map { recording, path in
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent + ".txt"
        if let other = taken.updateValue(path, forKey: name) {
          throw UsageError(
            "the labels of \(other) and \(path) would both be written to \(name). Write them to "
              + "two folders, each with its --source.")
        }
        return (recording, URL(filePath: folder).appending(path: name).relativePath)
      })
  }
}
