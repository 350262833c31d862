public import EventDetection

/// An event of a current decision, with all that tells where, when and by what it was heard: a row of
/// the view `detection`.
public struct LoggedEvent: Hashable, Sendable, Identifiable {
  /// The row of the table `event`.
  public var id: Int64
  public var taxon: Taxon
  /// ISO 8601 with the offset of local time, milliseconds; in UTC, ending in `Z`, where the offset is
  /// not known; `nil` where the instant is not known.
  public var startLocal: String?
  public var endLocal: String?
  /// ISO 8601 in UTC, milliseconds; `nil` where the instant is not known.
  public var startUTC: String?
  public var endUTC: String?
  /// Microseconds since 1970 UTC.
  public var startedAt: Int64?
  public var endedAt: Int64?
  /// How the instants are known; a modification time is a guess.
  public var timeSource: TimeAnchor.Source?
  /// At the native rate.
  public var range: SampleRange
  /// Hz.
  public var sampleRate: Int
  public var peakScore: Float
  public var meanScore: Float
  public var windows: Int
  /// Whether it goes on, or was cut off by the end of its station.
  public var isOpen = false
  /// What the station calls the input that heard it; `nil` of a recording.
  public var input: String?
  /// The stream of that input, and when it began, microseconds since 1970 UTC.
  public var stream: StreamID?
  public var streamStartedAt: Int64?
  /// Where the recording was seen last, or, of several paths, the one that was asked for.
  public var path: String?
  /// SHA-256 of the recording.
  public var sha256: String?
  /// Length of the recording, seconds.
  public var recordingSeconds: Double?
  public var channel: AnalysedChannel
  public var site: String?
  /// Degrees.
  public var latitude: Double?
  public var longitude: Double?
  public var model: String
  public var modelVersion: String
  /// Edges of what the model listens to, Hz.
  public var lowestFrequency: Double
  public var highestFrequency: Double

  /// Whether the offset of local time is known; else ``startLocal`` is in UTC.
  public var hasLocalTime: Bool { startLocal.map { !$0.hasSuffix("Z") } ?? false }

  /// From the start of the recording, or of the stream.
  public var startSeconds: Double { Double(range.start) / Double(sampleRate) }
  public var endSeconds: Double { Double(range.end) / Double(sampleRate) }
}
