public import Foundation
import SystemFiles

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
  public let site: SiteSettings
  /// Path of a model bundle's folder; `nil` for the default model.
  public let model: Setting<String?>
  /// The channels to analyse.
  public let channel: Setting<ChannelSetting>
  /// Seconds shared by neighbouring windows; `nil` for the model's own step.
  public let overlap: Setting<Double?>
  public let detection: DetectionSettings
  public let speciesList: SpeciesListSettings
  /// Every key in the order of the documented file, with its value and where that comes from.
  public let effective: [EffectiveSetting]

  /// The defaults, and what options say.
  public init(overrides: [Override] = []) throws(ConfigurationError) {
    try self.init(document: nil, path: "", overrides: overrides)
  }

  /// - Parameters:
  ///   - path: A YAML file.
  ///   - overrides: Values that take precedence over the file's.
  /// - Throws: ``ConfigurationError/invalid(_:)`` with all that is wrong at once.
  public init(
    contentsOf path: String, overrides: [Override] = []
  ) throws(ConfigurationError) {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    try self.init(yaml: data, path: path, overrides: overrides)
  }

  /// - Parameters:
  ///   - yaml: The contents of a file.
  ///   - path: Its path, for messages and for the paths inside.
  public init(
    yaml: Data, path: String, overrides: [Override] = []
  ) throws(ConfigurationError) {
    guard let text = String(data: yaml, encoding: .utf8) else {
      throw .invalid([
        ConfigurationProblem(
          kind: .syntax("the file is not UTF-8 text"),
          origin: .file(path: path, line: 1, column: 1))
      ])
    }
    try self.init(
      document: YamlValue.document(text, path: path), path: path, overrides: overrides)
  }

  private init(
    document: YamlValue?, path: String, overrides: [Override]
  ) throws(ConfigurationError) {
    let reader = ConfigurationReader(overrides: overrides)
    let folder = path.isEmpty ? "" : URL(filePath: path).deletingLastPathComponent().path
    let root =
      document.map { reader.section($0, path: "") }
      ?? ConfigurationReader.Section(path: "", entries: [])

    site = SiteSettings(reader, reader.section("site", in: root))
    model = reader.path(
      "model", in: root, folder: folder, expected: "the path of a model bundle's folder",
      meaning: "the default model")
    channel = reader.setting(
      "channel", in: root, expected: "the number of a channel, counted from 1, or each, or mix",
      default: ChannelSetting.one(1), meaning: "1"
    ) { ChannelSetting($0.text) }
    overlap = reader.number(
      "overlap", in: root, 0...60, unit: "seconds", meaning: "the model's own")
    detection = DetectionSettings(reader, reader.section("detection", in: root))
    speciesList = SpeciesListSettings(
      reader, reader.section("species_list", in: root), folder: folder)
    reader.close(root)
    try reader.finish()
    effective = reader.effective
  }
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
