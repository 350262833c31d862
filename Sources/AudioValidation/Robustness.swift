public import SoundDegradation

/// What a model should take without losing much.
public enum Robustness {
  /// The conditions of a robustness table, the unchanged sound first.
  /// - Parameters:
  ///   - hop: Of the front end, seconds; `step` of the windows.
  ///   - hasBackgrounds: Whether recordings of background noise are given.
  public static func conditions(
    hop: Double, step: Double, hasBackgrounds: Bool
  ) -> [Degradation?] {
    let ratios = [20.0, 10, 5, 0]
    var conditions: [Degradation?] = [nil]
    for colour in NoiseColour.allCases {
      conditions += ratios.map { .noise(colour, decibels: $0) }
    }
    if hasBackgrounds { conditions += ratios.map { .background(decibels: $0) } }
    conditions += [-20, -10, 6].map { .gain(decibels: $0) }
    conditions += [22_050, 16_000, 8000].map { .resampled(rate: $0) }
    conditions += [.mp3(bitRate: 64_000), .reverberation(.threeMetres)]
    conditions += [1, 3, 10].map { .distance(metres: $0) }
    conditions += [.shift(seconds: hop / 2), .shift(seconds: step / 2)]
    return conditions
  }

  /// Whether two conditions are of one kind: a table parts those that are not.
  public static func isKin(_ one: Degradation?, _ other: Degradation?) -> Bool {
    switch (one, other) {
    case (.noise(let one, _), .noise(let other, _)): one == other
    case (.background, .background), (.gain, .gain), (.resampled, .resampled),
      (.mp3, .mp3), (.reverberation, .reverberation), (.distance, .distance), (.shift, .shift):
      true
    default: false
    }
  }
}
