/// A species heard: one or more windows whose scores passed the rule, merged.
public struct Event: Hashable, Sendable {
  /// Index into the bundle's classes.
  public var classIndex: Int
  /// From the first sample of the first window to the last of the last, at the native rate.
  public var range: SampleRange
  /// Highest score of its windows, 0…1.
  public var peakScore: Float
  /// Mean score of its windows, 0…1: of those that ``windows`` counts.
  public var meanScore: Float
  /// Windows that reached the rule's staying threshold.
  public var windows: Int

  /// Takes everything as given: an ``EventDetector`` makes them, and a log reads them back.
  public init(
    classIndex: Int, range: SampleRange, peakScore: Float, meanScore: Float, windows: Int
  ) {
    self.classIndex = classIndex
    self.range = range
    self.peakScore = peakScore
    self.meanScore = meanScore
    self.windows = windows
  }
}
