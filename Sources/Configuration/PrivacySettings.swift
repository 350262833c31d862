/// What is done about people's voices.
public struct PrivacySettings: Sendable {
  /// Whether sound in which people are heard is kept all the same.
  public let keepVoices: Setting<Bool>
  /// The score of the model's human classes from which sound counts as a voice, above 0 to 1.
  public let threshold: Setting<Double>
  /// Seconds before and after a voice that are dropped with it.
  public let margin: Setting<Double>

  /// Far below the thresholds at which a voice is an event: here a voice that is missed is worse than a clip.
  static let usualThreshold = 0.1

  init(_ reader: ConfigurationReader, _ section: ConfigurationReader.Section) {
    keepVoices = reader.truth("keep_voices", in: section, default: false)
    let threshold = reader.threshold(
      "threshold", in: section, meaning: "\(Self.usualThreshold)")
    self.threshold = Setting(
      key: threshold.key, value: threshold.value ?? Self.usualThreshold, origin: threshold.origin)
    margin = reader.time("margin", in: section, 0...60, default: "1 s")
    reader.close(section)
  }
}
