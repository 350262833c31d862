/// The species that can occur at the site, by week.
public struct SpeciesListSettings: Sendable {
  /// Path of the list; `nil` for none.
  public let file: Setting<String?>

  init(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String
  ) {
    file = reader.path(
      "file", in: section, folder: folder, expected: "the path of a species list", meaning: "none")
    reader.close(section)
  }
}
