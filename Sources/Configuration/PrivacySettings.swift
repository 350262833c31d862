/// What is done about people's voices.
public struct PrivacySettings: Sendable {
  /// Whether sound in which people are heard is kept all the same.
  public let keepVoices: Setting<Bool>
  /// The score of the model's human classes from which sound counts as a voice, above 0 to 1; `nil` for
  /// their own thresholds.
  public let threshold: Setting<Double?>
  /// Seconds before and after a voice that are dropped with it.
  public let margin: Setting<Double>

  init(_ reader: ConfigurationReader, _ section: ConfigurationReader.Section) {
    keepVoices = reader.truth("keep_voices", in: section, default: false)
    threshold = reader.threshold("threshold", in: section, meaning: "the model's own")
    margin = reader.time("margin", in: section, 0...3600, default: "0 s")
    reader.close(section)
  }
}
