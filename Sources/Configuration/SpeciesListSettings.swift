/// The species that can occur at the site, and those that are known not to, by week.
public struct SpeciesListSettings: Sendable {
  /// Path of the list of what can occur; `nil` for everything.
  public let file: Setting<String?>
  /// Path of the list of what is ignored; `nil` for nothing.
  public let ignored: Setting<String?>

  /// - Parameter meaning: What it means that a key is not set; `nil` to say nothing of it.
  init(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String,
    meaning: String? = "none"
  ) {
    let expected = "the path of a species list"
    file = reader.path(
      "file", in: section, folder: folder, expected: expected, meaning: meaning)
    ignored = reader.path(
      "ignored", in: section, folder: folder, expected: expected, meaning: meaning)
    reader.close(section)
    if let path = file.value, path == ignored.value {
      reader.note(
        .conflict(
          key: ignored.key,
          reason: "is the same list as \(file.key): nothing could be detected; keep one of them"),
        at: ignored.origin)
    }
  }
}
