/// The ends of a colour scale that suit a recording.
///
/// The brightest colour is for the loudest thousandth of the levels, the darkest for the quietest
/// sixth, which is the background in most recordings; the scale spans at least 40 dB, so that
/// silence is not blown up into noise, and at most 80 dB. Both ends are multiples of 5 dB.
public enum LevelRange {
  /// For a recording of nothing but silence.
  static let silent: ClosedRange<Double> = -80 ... -20

  /// The scale's ends, dB.
  /// - Parameter levels: In any order; what is not finite is passed over. Without any, -80 to -20.
  public static func fitted(to levels: [Float]) -> ClosedRange<Double> {
    // A hundred thousand levels, evenly taken, place a quantile within a fraction of a decibel.
    let step = max(1, levels.count / 100_000)
    let sample = stride(from: 0, to: levels.count, by: step)
      .compactMap { levels[$0].isFinite ? levels[$0] : nil }.sorted()
    guard let loudest = sample.last, abs(loudest) < 10_000 else { return silent }
    let high = max(Double(sample[(sample.count - 1) * 999 / 1000]), Double(loudest) - 15)
    let low = min(max(Double(sample[sample.count / 6]), high - 80), high - 40)
    return (low / 5).rounded(.down) * 5...(high / 5).rounded(.up) * 5
  }
}
