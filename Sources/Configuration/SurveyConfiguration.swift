public import Foundation

/// The settings of a survey: everything that `earshot classify` can be told in a file.
///
/// A key that is left out keeps its default; `nil` says that the default belongs to somebody else,
/// the model or the detection rule. `Configs/survey.yaml` documents every key.
///
/// ```swift
/// let configuration = try SurveyConfiguration(
///   contentsOf: "survey.yaml",
///   overrides: [Override(key: "detection.threshold", text: "0.7", option: "--threshold")])
/// for setting in configuration.effective { print(setting) }
/// ```
///
/// The file belongs to its writer: it is only ever read.
public struct SurveyConfiguration: Sendable {
  /// Where the recordings were made.
  public let site: SiteSettings
  /// The channels to analyse.
  public let channel: Setting<ChannelSetting>
  /// What is asked of them.
  public let analysis: AnalysisSettings
  /// Every key in the order of the documented file, with its value and where that comes from.
  public let effective: [EffectiveSetting]

  /// The defaults, and what options say.
  public init(overrides: [Override] = []) throws(ConfigurationError) {
    try self.init(.none, overrides)
  }

  /// - Parameters:
  ///   - path: A YAML file.
  ///   - overrides: Values that take precedence over the file's.
  /// - Throws: ``ConfigurationError/invalid(_:)`` with all that is wrong at once.
  public init(
    contentsOf path: String, overrides: [Override] = []
  ) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(contentsOf: path), overrides)
  }

  /// - Parameters:
  ///   - yaml: The contents of a file.
  ///   - path: Its path, for messages and for the paths inside.
  public init(
    yaml: Data, path: String, overrides: [Override] = []
  ) throws(ConfigurationError) {
    try self.init(ConfigurationDocument(yaml: yaml, path: path), overrides)
  }

  private init(
    _ document: ConfigurationDocument, _ overrides: [Override]
  ) throws(ConfigurationError) {
    let reader = ConfigurationReader(overrides: overrides)
    let folder = document.folder
    let root = document.root(reader)

    site = SiteSettings(reader, reader.section("site", in: root), zone: "UTC")
    let model = reader.model(in: root, folder: folder, meaning: "the default model")
    channel = reader.setting(
      "channel", in: root, expected: "the number of a channel, counted from 1, or each, or mix",
      default: ChannelSetting.one(1), meaning: "1"
    ) { ChannelSetting($0.text) }
    analysis = AnalysisSettings(
      model: model, overlap: reader.overlap(in: root, meaning: "the model's own"),
      detection: DetectionSettings(reader, reader.section("detection", in: root)),
      speciesList: SpeciesListSettings(
        reader, reader.section("species_list", in: root), folder: folder))
    reader.close(root)
    try reader.finish()
    effective = reader.effective
  }
}

extension SurveyConfiguration {
  /// Path of a model bundle's folder, or of an option its name; `nil` for the default model.
  public var model: Setting<String?> { analysis.model }
  /// Seconds shared by neighbouring windows; `nil` for the model's own step.
  public var overlap: Setting<Double?> { analysis.overlap }
  /// How the windows' scores become events.
  public var detection: DetectionSettings { analysis.detection }
  /// What can occur at the site.
  public var speciesList: SpeciesListSettings { analysis.speciesList }
}

/// Which channels of a recording are analysed.
public enum ChannelSetting: Hashable, Sendable {
  /// Counted from 1, as editors show them.
  case one(Int)
  /// Each for itself.
  case each
  /// Their mean, in which calls can cancel out.
  case mix

  init?(_ text: String) {
    switch text {
    case "each": self = .each
    case "mix": self = .mix
    default:
      guard let number = Int(text), (1...1024).contains(number) else { return nil }
      self = .one(number)
    }
  }
}
