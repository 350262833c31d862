public import Foundation

/// The settings of a station: everything that `earshot listen` can be told in a file.
///
/// A key that is left out keeps its default; `nil` says that the default belongs to somebody else,
/// the model, the detection rule or the device. `Configs/station.yaml` documents every key. Times are
/// in seconds and sizes in bytes, whatever units the file has.
///
/// ```swift
/// let station = try StationConfiguration(contentsOf: "station.yaml")
/// for input in station.inputs {
///   print(input.name.value, station.analysis(of: input).model.value ?? "default model")
/// }
/// ```
///
/// What cannot detect anything, or contradicts itself, is an error. The file belongs to its writer: it
/// is only ever read.
public struct StationConfiguration: Sendable {
  /// Where it stands; one for all inputs.
  public let site: SiteSettings
  /// Path of the event log.
  public let log: Setting<String>
  /// For every input that has no settings of its own.
  public let analysis: AnalysisSettings
  /// At least one, of different names.
  public let inputs: [InputSettings]
  /// When it listens; the same for all inputs.
  public let schedule: ScheduleSettings
  /// `nil` if no clips are kept.
  public let clips: ClipSettings?
  /// What is kept of people's voices.
  public let privacy: PrivacySettings
  /// How long clips are kept.
  public let retention: RetentionSettings
  /// Where it tells how it is.
  public let status: StatusSettings
  /// `nil` if nobody is told that the station lives.
  public let heartbeat: HeartbeatSettings?
  /// `nil` without a broker.
  public let mqtt: MQTTSettings?
  /// Of different names.
  public let actions: [ActionSettings]
  /// Every key in the order of the documented file, with its value and where that comes from.
  public let effective: [EffectiveSetting]

  /// - Parameters:
  ///   - path: A YAML file.
  ///   - overrides: Values that take precedence over the file's; one of `model`, `overlap`, `detection`
  ///     or `species_list` also over what inputs have of their own.
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

    site = SiteSettings(
      reader, reader.section("site", in: root), zone: "the system's", place: "none")
    log = reader.path(
      "log", in: root, folder: folder, expected: "the path of a SQLite file",
      default: "earshot.sqlite")
    analysis = AnalysisSettings(
      model: reader.model(in: root, folder: folder, meaning: "the default model"),
      overlap: reader.overlap(in: root, meaning: "the model's own"),
      detection: DetectionSettings(reader, reader.section("detection", in: root)),
      speciesList: SpeciesListSettings(
        reader, reader.section("species_list", in: root), folder: folder))
    inputs = InputSettings.list(reader, root, folder: folder)
    schedule = ScheduleSettings(reader, root, site: site)
    clips = ClipSettings(reader, reader.section("clips", in: root), folder: folder)
    privacy = PrivacySettings(reader, reader.section("privacy", in: root))
    retention = RetentionSettings(reader, reader.section("retention", in: root))
    status = StatusSettings(reader, reader.section("status", in: root), folder: folder)
    heartbeat = HeartbeatSettings(reader, reader.section("heartbeat", in: root))
    mqtt = MQTTSettings(
      reader, reader.section("mqtt", in: root), folder: folder, site: site.name.value)
    actions = ActionSettings.list(reader, root, folder: folder, hasBroker: mqtt != nil)
    reader.close(root)
    try reader.finish()
    effective = reader.effective
  }

  /// The settings by which an input is heard: its own where it has them, else the general ones.
  public func analysis(of input: InputSettings) -> AnalysisSettings {
    AnalysisSettings(
      model: input.model.isSet ? input.model : analysis.model,
      overlap: input.overlap.isSet ? input.overlap : analysis.overlap,
      detection: input.detection ?? analysis.detection,
      speciesList: input.speciesList ?? analysis.speciesList)
  }
}
