public import EventDetection

/// One pass of a model over one channel of a recording, or of a stream of a station's input, as the log has
/// it.
public struct LoggedAnalysis: Hashable, Sendable {
  /// By which the log knows it.
  public var id: AnalysisID
  /// SHA-256 of the recording; `nil` of a stream.
  public var sha256: String?
  /// What the station calls the input that the stream came of; `nil` of a recording.
  public var input: String?
  /// Where the recording was seen last.
  public var path: String?
  /// Hz.
  public var sampleRate: Int
  /// Of a stream those that are done.
  public var frames: Int64
  /// `nil` if nothing tells when it was recorded.
  public var timeline: Timeline?
  /// What of the sound the model listened to.
  public var channel: AnalysedChannel
  /// SHA-256 of the model bundle, lower-case hexadecimal: which model it was.
  public var bundleDigest: String
  /// What the bundle calls itself.
  public var bundleName: String
  /// Version of the bundle, in its own words.
  public var bundleVersion: String
  /// From one window to the next, in samples at the model's rate.
  public var step: Int
  /// Windows in which no class had at least this score are not stored.
  public var scoreFloor: Float
  /// Native samples from the start that were analysed.
  public var doneThrough: Int64
  /// Digest of the settings of the current decision.
  public var settingsDigest: String?
}
