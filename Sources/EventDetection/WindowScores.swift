/// What the classifier says of one window.
public struct WindowScores: Hashable, Sendable {
  /// The window's sound, at the native rate.
  public var range: SampleRange
  /// Calibrated probabilities, 0…1, in the order of the bundle's classes.
  public var scores: [Float]

  /// The scores of one window, a class each.
  public init(range: SampleRange, scores: [Float]) {
    self.range = range
    self.scores = scores
  }
}
