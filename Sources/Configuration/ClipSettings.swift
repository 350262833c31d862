/// The sound that a station keeps of events.
public struct ClipSettings: Sendable {
  /// Path of the folder.
  public let folder: Setting<String>
  /// Seconds of sound kept before an event.
  public let before: Setting<Double>
  /// Seconds of sound kept after it.
  public let after: Setting<Double>
  /// Seconds of a clip, before and after included.
  public let longest: Setting<Double>
  /// The species of which clips are kept, by common or scientific name; empty for all.
  public let species: [Setting<String>]
  /// Species of which no clips are kept.
  public let exclude: [Setting<String>]
  /// Bytes of sound that may wait to be written.
  public let queue: Setting<Int64>

  /// - Returns: `nil` if no folder is named.
  init?(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String
  ) {
    let path = reader.path(
      "folder", in: section, folder: folder, expected: "the path of a folder",
      meaning: "none, so no clips are kept")
    before = reader.time("before", in: section, 0...60, default: "3 s")
    after = reader.time("after", in: section, 0...60, default: "3 s")
    longest = reader.time("longest", in: section, 1...3600, default: "30 s")
    species = reader.list("species", in: section, expected: "a list of species", meaning: "all")
    exclude = reader.list("exclude", in: section, expected: "a list of species")
    queue = reader.size("queue", in: section, 1_000_000...10_000_000_000, default: "32 MB")
    reader.close(section)

    if before.value + after.value >= longest.value {
      let culprit = [longest, before, after].first(where: \.isSet) ?? longest
      reader.note(
        .conflict(
          key: culprit.key,
          reason:
            "leaves no sound of the event itself: longest (\(longest.value) s) must be more than "
            + "before (\(before.value) s) and after (\(after.value) s) together"),
        at: culprit.origin)
    }
    reader.refuseExclusions(of: species, by: exclude)
    guard let folder = path.value else { return nil }
    self.folder = Setting(key: path.key, value: folder, origin: path.origin)
  }
}

extension ConfigurationReader {
  /// Notes each species that is named both as wanted and as unwanted.
  func refuseExclusions(of wanted: [Setting<String>], by unwanted: [Setting<String>]) {
    for setting in unwanted {
      guard let other = wanted.first(where: { $0.value == setting.value }) else { continue }
      note(
        .conflict(
          key: setting.key, reason: "has \(setting.value), which \(other.key) has too; keep one"),
        at: setting.origin)
    }
  }
}
