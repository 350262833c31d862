public import EventDetection

/// An event of a current decision, with all that tells where, when and by what it was heard: a row of
/// the view `detection`.
public struct LoggedEvent: Hashable, Sendable, Identifiable {
  /// The row of the table `event`.
  public var id: Int64
  /// What was heard.
  public var taxon: Taxon
  /// ISO 8601 with the offset of local time, milliseconds; in UTC, ending in `Z`, where the offset is
  /// not known; `nil` where the instant is not known.
  public var startLocal: String?
  /// The same of the end, with the offset that held at the start.
  public var endLocal: String?
  /// ISO 8601 in UTC, milliseconds; `nil` where the instant is not known.
  public var startUTC: String?
  /// The same of the end.
  public var endUTC: String?
  /// Microseconds since 1970 UTC; `nil` where the instant is not known.
  public var startedAt: Int64?
  /// The same of the end; of an event that goes on, as far as it has come.
  public var endedAt: Int64?
  /// How the instants are known; a modification time is a guess.
  public var timeSource: TimeAnchor.Source?
  /// At the native rate.
  public var range: SampleRange
  /// Hz.
  public var sampleRate: Int
  /// Highest score of its windows, 0…1.
  public var peakScore: Float
  /// Mean score of its windows, 0…1.
  public var meanScore: Float
  /// Windows that reached the rule's staying threshold.
  public var windows: Int
  /// Whether it goes on, or was cut off by the end of its station.
  public var isOpen = false
  /// What the station calls the input that heard it; `nil` of a recording.
  public var input: String?
  /// The stream of that input; `nil` of a recording.
  public var stream: StreamID?
  /// When that stream began, microseconds since 1970 UTC.
  public var streamStartedAt: Int64?
  /// Where the recording was seen last, or, of several paths, the one that was asked for.
  public var path: String?
  /// SHA-256 of the recording.
  public var sha256: String?
  /// Length of the recording, seconds.
  public var recordingSeconds: Double?
  /// What of the sound the model listened to.
  public var channel: AnalysedChannel
  /// The place's name, which may be empty; `nil` where nothing tells where it was recorded.
  public var site: String?
  /// Degrees north; `nil` where it is not known.
  public var latitude: Double?
  /// Degrees east; `nil` where it is not known.
  public var longitude: Double?
  /// What the model's bundle calls itself.
  public var model: String
  /// Version of the bundle, in its own words.
  public var modelVersion: String
  /// Lower edge of what the model listens to, Hz.
  public var lowestFrequency: Double
  /// Upper edge of what the model listens to, Hz.
  public var highestFrequency: Double

  /// Whether the offset of local time is known; else ``startLocal`` is in UTC.
  public var hasLocalTime: Bool { startLocal.map { !$0.hasSuffix("Z") } ?? false }

  /// When it starts, from the start of the recording or of the stream.
  public var startSeconds: Double { Double(range.start) / Double(sampleRate) }
  /// When it ends, from there.
  public var endSeconds: Double { Double(range.end) / Double(sampleRate) }
}
