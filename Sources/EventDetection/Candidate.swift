/// Something heard that did not become an event, and why.
public struct Candidate: Hashable, Sendable {
  /// The rule that rejected it. Where several apply, the first one here; so ``excluded``,
  /// ``notOnList`` and ``onIgnoredList`` count the events that an exclusion hid.
  public enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
    /// The class is a background sound.
    case background
    /// No window reached the threshold for entering.
    case belowThreshold = "below_threshold"
    /// Too few windows reached it within the span.
    case tooFewConfirmations = "too_few_confirmations"
    /// Excluded by name in the settings.
    case excluded
    /// The allowed species list does not name the species in that week.
    case notOnList = "not_on_list"
    /// The ignored species list names it in that week.
    case onIgnoredList = "on_ignored_list"
  }

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
  /// The first of the rules that rejected it.
  public var cause: Cause

  /// Takes everything as given: an ``EventDetector`` makes them, and a log reads them back.
  public init(
    classIndex: Int, range: SampleRange, peakScore: Float, meanScore: Float, windows: Int,
    cause: Cause
  ) {
    self.classIndex = classIndex
    self.range = range
    self.peakScore = peakScore
    self.meanScore = meanScore
    self.windows = windows
    self.cause = cause
  }
}
