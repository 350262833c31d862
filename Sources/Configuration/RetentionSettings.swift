/// How long clips are kept.
public struct RetentionSettings: Sendable {
  /// Seconds after which a clip is deleted; `nil` for never.
  public let age: Setting<Double?>
  /// Bytes that all clips together may take; `nil` for any.
  public let size: Setting<Int64?>
  /// Bytes that stay free on the disk.
  public let free: Setting<Int64>
  /// Clips of the highest scores that are kept of each species, in any case.
  public let best: Setting<Int>
  /// Seconds for which no clip is deleted for ``size`` or ``free``.
  public let recent: Setting<Double>
  /// Seconds between two looks.
  public let every: Setting<Double>

  init(_ reader: ConfigurationReader, _ section: ConfigurationReader.Section) {
    let century = 36_500 * 86_400.0
    age = reader.time("age", in: section, 3600...century, meaning: "for ever")
    size = reader.size(
      "size", in: section, 1_000_000...1_000_000_000_000_000, meaning: "any")
    free = reader.size("free", in: section, 0...1_000_000_000_000_000, default: "1 GB")
    best = reader.wholeNumber("best", in: section, 0...1_000_000, default: 10)
    recent = reader.time("recent", in: section, 0...century, default: "1 day")
    every = reader.time("every", in: section, 10...86_400, default: "10 min")
    reader.close(section)

    if let age = age.value, recent.value > age {
      let culprit = recent.isSet ? recent.origin : self.age.origin
      reader.note(
        .conflict(
          key: recent.isSet ? recent.key : self.age.key,
          reason: "contradicts itself: clips are deleted after \(Quantity.text(seconds: age)), and "
            + "are not to be deleted for \(Quantity.text(seconds: recent.value)) (recent)"),
        at: culprit)
    }
  }
}
