public import EventDetection

/// What is known of a stream when it begins.
public struct StreamDescription: Sendable {
  /// What the station calls the input.
  public var input: String
  /// Where the sound comes from.
  public var device: String
  /// Hz.
  public var sampleRate: Int
  public var channel: AnalysedChannel
  public var deployment: Deployment?
  /// The first sample's instant.
  public var start: TimeAnchor
  public var bundle: BundleID
  /// From one window to the next, in samples at the model's rate.
  public var step: Int
  /// Windows in which no class has at least this score are not stored.
  public var scoreFloor: Float
  public var settings: SettingsID

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
  public var anchors: [TimeAnchor] = []
  /// Inside the stream.
  public var gaps: [Gap] = []

  public init(windows: StoredWindows, doneThrough: Int64) {
    self.windows = windows
    self.doneThrough = doneThrough
  }
}
