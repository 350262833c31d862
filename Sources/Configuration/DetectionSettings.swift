/// How window scores become events; `nil` leaves a value to the detection rule or the model.
public struct DetectionSettings: Sendable {
  /// For every species that has none of its own in ``species``.
  public let general: RuleSettings
  /// Species that are never events, by common or scientific name.
  public let exclude: [Setting<String>]
  /// Species with rules of their own, in the order of the file.
  public let species: [SpeciesSettings]

  /// The settings that a species has of its own.
  public struct SpeciesSettings: Sendable {
    /// Common or scientific name, and the place where it stands.
    public let name: Setting<String>
    /// What it does not set is as in ``DetectionSettings/general``.
    public let rule: RuleSettings
  }

  init(_ reader: ConfigurationReader, _ section: ConfigurationReader.Section) {
    general = RuleSettings(reader, section)
    // An input's own section shows only what it sets.
    exclude = reader.list(
      "exclude", in: section, expected: "a list of species",
      meaning: section.general == nil ? "none" : nil)
    let list = reader.section("species", in: section)
    species = list.entries.map { name, origin, _ in
      let own = reader.section(name, in: list)
      let rule = RuleSettings(reader, own)
      reader.close(own)
      return SpeciesSettings(
        name: Setting(key: own.path, value: name, origin: origin), rule: rule)
    }
    reader.close(section)
    for entry in species { entry.rule.checkThresholds(reader, inheriting: general) }
    general.checkThresholds(reader, inheriting: nil)
  }
}

/// The part of a detection rule that a species can have of its own.
public struct RuleSettings: Sendable {
  /// A window with at least this score begins an event, above 0 to 1.
  public let threshold: Setting<Double?>
  /// A window with at least this score continues one, above 0 to 1.
  public let stayThreshold: Setting<Double?>
  /// Seconds without such a window that do not end an event.
  public let bridgedGap: Setting<Double?>
  /// Windows that must reach the threshold before an event counts …
  public let confirmations: Setting<Int?>
  /// … within this many seconds.
  public let confirmationSpan: Setting<Double?>

  init(_ reader: ConfigurationReader, _ section: ConfigurationReader.Section) {
    // A species' own section shows only what it sets; the rest is shown with the general rule.
    func meaning(_ text: String) -> String? { section.path == "detection" ? text : nil }
    threshold = reader.threshold(
      "threshold", in: section, meaning: meaning("the model's own for each species"))
    stayThreshold = reader.threshold(
      "stay_threshold", in: section, meaning: meaning("from the threshold"))
    bridgedGap = reader.seconds(
      "bridged_gap", in: section, 0...3600, meaning: meaning("the rule's own"))
    confirmations = reader.wholeNumber(
      "confirmations", in: section, 1...1000, meaning: meaning("the rule's own"))
    confirmationSpan = reader.seconds(
      "confirmation_span", in: section, 0...3600, meaning: meaning("the rule's own"))
  }

  fileprivate func checkThresholds(_ reader: ConfigurationReader, inheriting general: Self?) {
    guard threshold.isSet || stayThreshold.isSet,
      let enter = threshold.value ?? general?.threshold.value,
      let stay = stayThreshold.value ?? general?.stayThreshold.value, stay > enter
    else { return }
    let culprit = stayThreshold.isSet ? stayThreshold : threshold
    reader.note(
      .conflict(
        key: culprit.key,
        reason: "makes the staying threshold (\(stay)) higher than the threshold (\(enter)); "
          + "an event could begin and not go on"),
      at: culprit.origin)
  }
}
