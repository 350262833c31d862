public import EventDetection

/// What is known of a stream when it begins.
public struct StreamDescription: Sendable {
  /// What the station calls the input.
  public var input: String
  /// Where the sound comes from.
  public var device: String
  /// Hz.
  public var sampleRate: Int
  /// What of the device's sound the model listens to.
  public var channel: AnalysedChannel
  /// Where the input listens; `nil` if the settings do not tell.
  public var deployment: Deployment?
  /// The first sample's instant.
  public var start: TimeAnchor
  /// The model, as it was registered.
  public var bundle: BundleID
  /// From one window to the next, in samples at the model's rate.
  public var step: Int
  /// Windows in which no class has at least this score are not stored.
  public var scoreFloor: Float
  /// The rule by which events are decided, as it was registered.
  public var settings: SettingsID

  /// A stream before its first window; ``EventLog/begin(_:)`` notes it.
  public init(
    input: String, device: String, sampleRate: Int, channel: AnalysedChannel,
    deployment: Deployment?, start: TimeAnchor, bundle: BundleID, step: Int, scoreFloor: Float,
    settings: SettingsID
  ) {
    self.input = input
    self.device = device
    self.sampleRate = sampleRate
    self.channel = channel
    self.deployment = deployment
    self.start = start
    self.bundle = bundle
    self.step = step
    self.scoreFloor = scoreFloor
    self.settings = settings
  }
}

/// What has come of a stream since the last commit.
public struct StreamProgress: Sendable {
  /// By start; none is committed twice.
  public var windows: StoredWindows
  /// Native samples from the start that are done: analysed, or in a gap.
  public var doneThrough: Int64
  /// What the rule has decided.
  public var findings: [Finding] = []
  /// Events that have begun and go on, as far as they have come.
  public var open: [Event] = []
  /// More instants of the stream; one of a sample that has an instant already takes its place.
  public var anchors: [TimeAnchor] = []
  /// Inside the stream.
  public var gaps: [Gap] = []

  /// Windows alone; what else has come is set afterwards.
  public init(windows: StoredWindows, doneThrough: Int64) {
    self.windows = windows
    self.doneThrough = doneThrough
  }
}
