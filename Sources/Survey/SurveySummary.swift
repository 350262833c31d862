public import EventDetection

/// What a survey did.
public struct SurveySummary: Sendable {
  /// A path that could not be analysed, as it was found, and why.
  public struct Failure: Sendable, Hashable {
    /// As it was found, relative if it was named so.
    public let path: String
    /// Why it could not; the log keeps the text.
    public let error: SurveyError
  }

  /// How often a class was heard.
  public struct ClassCount: Sendable, Hashable {
    /// What the class stands for.
    public let taxon: Taxon
    /// Its events in all channels that were analysed.
    public let events: Int
  }

  /// Paths found.
  public internal(set) var found = 0
  /// Recordings analysed.
  public internal(set) var analysed = 0
  /// Paths whose content the log had already.
  public internal(set) var known = 0
  /// Of those, paths that were decided anew from their stored scores.
  public internal(set) var decidedAnew = 0
  /// Of those, paths that keep a decision by another rule, as ``SurveySettings/keepsDecisions`` asks.
  public internal(set) var decidedOtherwise = 0
  /// Of those, paths that got the settings' site and time zone, which the log did not have.
  public internal(set) var placedAnew = 0
  /// In the order of the paths.
  public internal(set) var failures: [Failure] = []
  /// Sound that was analysed, seconds; each channel counts.
  public internal(set) var seconds = 0.0
  /// Sound in gaps of the recordings that were analysed, seconds.
  public internal(set) var gapSeconds = 0.0
  /// Events of the recordings that were analysed, in the order of the model's classes.
  public internal(set) var events: [ClassCount] = []
  /// Whether it was told to stop before it was done.
  public internal(set) var isInterrupted = false
}

/// How far a survey is.
public struct SurveyProgress: Sendable, Hashable {
  /// Paths done, failed ones among them.
  public var recordings: Int
  /// All paths that were found.
  public var totalRecordings: Int
  /// Bytes of the files that are done, and of those under way the share that is analysed.
  public var bytes: Int64
  /// Bytes of all files that were found.
  public var totalBytes: Int64
  /// Sound analysed so far, seconds.
  public var seconds: Double
  /// The part of ``bytes`` that the log knew already, and that took no time.
  public var knownBytes: Int64
}

/// What a survey tells while it works.
public enum SurveyNews: Sendable {
  /// How far it is.
  case progress(SurveyProgress)
  /// A path failed; the survey goes on.
  case failed(SurveySummary.Failure)
  /// A recording breaks off, or is damaged: all but so much of its sound was analysed.
  case shortened(path: String, lostSeconds: Double)
}
