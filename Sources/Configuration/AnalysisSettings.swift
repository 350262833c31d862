/// What is asked of sound, wherever it comes from: a model, its windows, and what of its scores counts.
public struct AnalysisSettings: Sendable {
  /// Path of a model bundle's folder, or of an option its name; `nil` for the default model.
  public let model: Setting<String?>
  /// Seconds shared by neighbouring windows; `nil` for the model's own step.
  public let overlap: Setting<Double?>
  /// How the windows' scores become events.
  public let detection: DetectionSettings
  /// What can occur at the site.
  public let speciesList: SpeciesListSettings
}

extension ConfigurationReader {
  func model(in section: Section, folder: String, meaning: String?) -> Setting<String?> {
    path(
      "model", in: section, folder: folder, expected: "the path of a model bundle's folder",
      meaning: meaning)
  }

  func overlap(in section: Section, meaning: String?) -> Setting<Double?> {
    seconds("overlap", in: section, 0...60, meaning: meaning)
  }
}
