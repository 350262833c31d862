/// How a window's compressed spectrogram is brought to the range that the network was trained on.
public enum Normalisation: Sendable, Hashable {
  /// *(x − mean) / deviation*, the same for every window.
  case fixed(mean: Double, deviation: Double)
  /// To mean 0 and standard deviation 1 over the window; a deviation below `smallestDeviation`
  /// counts as that, so that a window of one value is 0 throughout.
  case standard(smallestDeviation: Double)
  /// The window's maximum becomes 1, and what lies `range` below it, or lower, −1; `range` is in
  /// the compression's unit.
  case peak(range: Double)
}
