public import EventDetection

/// All that the analysis of a recording gave: committed whole, or not at all.
public struct RecordingResult: Sendable {
  /// What was analysed.
  public var recording: RecordingDescription
  /// The paths at which this content was found.
  public var files: [SeenFile]
  /// One for each channel that was analysed.
  public var analyses: [AnalysisResult]

  /// Of one content: ``EventLog/commit(_:again:)`` writes it.
  public init(
    recording: RecordingDescription, files: [SeenFile], analyses: [AnalysisResult]
  ) {
    self.recording = recording
    self.files = files
    self.analyses = analyses
  }
}

/// One pass of a model over one channel.
public struct AnalysisResult: Sendable {
  /// The model, as it was registered.
  public var bundle: BundleID
  /// What of the sound the model listened to.
  public var channel: AnalysedChannel
  /// From one window to the next, in samples at the model's rate.
  public var step: Int
  /// Windows in which no class has at least this score are not in ``scores``.
  public var scoreFloor: Float
  /// Native samples from the start that were analysed.
  public var doneThrough: Int64
  /// By start.
  public var scores: StoredWindows
  /// Sound that this pass left out: the tail.
  public var gaps: [Gap]
  /// What the rule made of the scores: the one that becomes current.
  public var decision: DecisionResult

  /// A pass that is over; the recording's own gaps are not among its `gaps`.
  public init(
    bundle: BundleID, channel: AnalysedChannel, step: Int, scoreFloor: Float, doneThrough: Int64,
    scores: StoredWindows, gaps: [Gap] = [], decision: DecisionResult
  ) {
    self.bundle = bundle
    self.channel = channel
    self.step = step
    self.scoreFloor = scoreFloor
    self.doneThrough = doneThrough
    self.scores = scores
    self.gaps = gaps
    self.decision = decision
  }
}

/// What the rule makes of an analysis under some settings.
public struct DecisionResult: Sendable {
  /// The rule, as it was registered.
  public var settings: SettingsID
  /// Its events, and what did not become one.
  public var detections: Detections

  /// What came of a rule that was registered.
  public init(settings: SettingsID, detections: Detections) {
    self.settings = settings
    self.detections = detections
  }
}
