import Foundation
import Survey
import SystemFiles

/// Sound of which somebody said what is to be heard: what a model is trained on, or judged by.
///
/// It is read from one of
///
/// - a folder with a folder for each class. Its name is `Genus species_Common name` or any other;
///   `A,B` holds clips with both, `-A` clips in which A is known not to be heard, `background` and
///   `noise` what is none of the classes. Folders below such a folder belong to it;
/// - a listing: CSV with the columns `filename`, `file` or `path` (from the listing's folder) and
///   `class`, `label` or `species` (several parted by `;` or in rows of their own), and perhaps
///   `scientific_name`, `recording`, `source` or `src_clip_id`, `fold`, and `start` and `end` in seconds
///   for a piece of the file;
/// - recordings and a truth of events: CSV with the columns `file`, `start_s`, `end_s` and `label`,
///   `class` or `species`, in which a row of a file alone says that nothing is to be heard in it, and
///   an event without an end lasts to the file's; or a folder of recordings with a `truth.csv` or `annotations.csv`, or with Raven's selection tables
///   (`NAME.Table.1.selections.txt`) beside them.
///
/// ```swift
/// let set = try LabelledSet(path: "Clips")
/// for clip in set.clips { print(clip.name, clip.labels, clip.recording) }
/// for problem in set.leftOut { print(problem) }
/// ```
///
/// Every file is opened once: what is no sound is named in ``leftOut``, and the rest goes on.
public struct LabelledSet: Sendable {
  /// What a table's rows are.
  public enum Meaning: String, Sendable, CaseIterable {
    /// Clips, unless the columns are `start_s` and `end_s`.
    case automatic
    /// Each row is a clip, its times a piece of a file.
    case clips
    /// Each row is an event in a recording.
    case events
  }

  /// A file that is not used.
  public struct Omission: Sendable, Hashable, CustomStringConvertible {
    /// As the set calls it: the path from the set's folder.
    public let name: String
    /// What is wrong, with the file's path.
    public let description: String

    init(name: String, _ description: String) {
      self.name = name
      self.description = description
    }
  }

  /// The folder or table that was named.
  public let path: String
  /// By name, then by span; empty if it is ``recordings`` that are labelled.
  public internal(set) var clips: [LabelledClip] = []
  /// By name; empty if it is ``clips`` that are labelled.
  public internal(set) var recordings: [AnnotatedRecording] = []
  /// By name.
  public internal(set) var leftOut: [Omission] = []
  /// Contents that are there more than once.
  public internal(set) var repetitions: [RepeatedContent] = []

  /// Files whose names say of which recording they are, by the pattern that was given; all without one.
  public internal(set) var namedByPattern = 0

  /// Every label that is said to be heard, sorted, in the spelling that was read first.
  public var labels: [SoundLabel] {
    let all = clips.flatMap(\.labels) + recordings.flatMap { $0.events.map(\.label) }
    var first: [String: SoundLabel] = [:]
    // A spelling with the scientific name says more.
    for label in all where first[label.key]?.scientificName == nil {
      if first[label.key] == nil || label.scientificName != nil { first[label.key] = label }
    }
    return first.values.sorted()
  }

  /// - Parameters:
  ///   - path: A folder or a table.
  ///   - key: How recordings are told from names.
  ///   - meaning: What the rows of a table are.
  /// - Throws: ``LabelledSoundError`` for a table that cannot be read as a whole, or if nothing is
  ///   labelled.
  public init(
    path: String, key: RecordingKey = .byName, meaning: Meaning = .automatic
  ) throws(LabelledSoundError) {
    self.path = path
    var reading = SetReading(key: key)
    if isFolder(path) {
      try reading.read(folder: path)
    } else {
      try reading.read(table: path, meaning: meaning)
    }
    reading.finish(&self)
    namedByPattern = (clips.map(\.name) + recordings.map(\.name)).count(where: key.isOfUse)
    guard !clips.isEmpty || !recordings.isEmpty || !leftOut.isEmpty else {
      throw .nothing(path: path)
    }
  }
}

extension SetReading {
  /// Takes a folder for what lies in it.
  mutating func read(folder: String) throws(LabelledSoundError) {
    for name in ["truth.csv", "annotations.csv"] where exists(folder + "/" + name) {
      return try readEvents(
        DelimitedTable(contentsOf: folder + "/" + name), allRecordingsOf: folder)
    }
    let tables = try SelectionTables(folder: folder)
    if !tables.isEmpty { return try read(tables) }
    try readClassFolders(of: folder)
    if isEmpty, exists(folder + "/meta.csv") {
      try read(table: folder + "/meta.csv", meaning: .clips)
    }
  }

  /// Takes a table for a listing of clips or for a truth of events.
  mutating func read(
    table path: String, meaning: LabelledSet.Meaning
  ) throws(LabelledSoundError) {
    let table = try DelimitedTable(contentsOf: path)
    let hasEventTimes = try table.column(EventColumns.start) != nil
    let hasPieces = try table.column(Listing.start) != nil
    let isTruth = meaning == .events || (meaning == .automatic && hasEventTimes && !hasPieces)
    if isTruth {
      try readEvents(table, allRecordingsOf: nil)
    } else {
      try readClips(table)
    }
  }
}
