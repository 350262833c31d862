public import EventDetection
import GRDB

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

  /// From the start of the recording.
  public var startSeconds: Double { Double(range.start) / Double(sampleRate) }
  public var endSeconds: Double { Double(range.end) / Double(sampleRate) }
}

extension LoggedEvent {
  /// The columns of the view that ``init(_:path:)`` reads, in its order.
  static let columns = [
    "event", "common_name", "scientific_name", "kind", "start_local", "end_local", "started_at",
    "ended_at", "start_sample", "end_sample", "sample_rate", "peak", "mean", "windows",
    "recording", "recording_seconds", "channel", "site", "latitude", "longitude", "model",
    "model_version", "lowest_hz", "highest_hz", "time_source", "start_utc", "end_utc",
  ]

  /// - Parameter row: ``columns``, then the path.
  init(_ row: Row) throws {
    let kind: String = try row.decode(atIndex: 3)
    guard let kind = Taxon.Kind(rawValue: kind) else {
      throw DatabaseError.senseless("a taxon of kind \"\(kind)\"")
    }
    id = try row.decode(atIndex: 0)
    taxon = try Taxon(
      commonName: row.decode(atIndex: 1), scientificName: row.decode(atIndex: 2), kind: kind)
    startLocal = try row.decode(atIndex: 4)
    endLocal = try row.decode(atIndex: 5)
    startedAt = try row.decode(atIndex: 6)
    endedAt = try row.decode(atIndex: 7)
    range = try SampleRange(storedStart: row.decode(atIndex: 8), end: row.decode(atIndex: 9))
    sampleRate = try row.decode(atIndex: 10)
    peakScore = try row.decode(atIndex: 11)
    meanScore = try row.decode(atIndex: 12)
    windows = try row.decode(atIndex: 13)
    sha256 = try row.decode(atIndex: 14)
    recordingSeconds = try row.decode(atIndex: 15)
    channel = try AnalysedChannel(stored: row.decode(atIndex: 16))
    site = try row.decode(atIndex: 17)
    latitude = try row.decode(atIndex: 18)
    longitude = try row.decode(atIndex: 19)
    model = try row.decode(atIndex: 20)
    modelVersion = try row.decode(atIndex: 21)
    lowestFrequency = try row.decode(atIndex: 22)
    highestFrequency = try row.decode(atIndex: 23)
    let timeSource: String? = try row.decode(atIndex: 24)
    self.timeSource = timeSource.flatMap(TimeAnchor.Source.init)
    startUTC = try row.decode(atIndex: 25)
    endUTC = try row.decode(atIndex: 26)
    path = try row.decode(atIndex: 27)
    guard sampleRate > 0, peakScore.isFinite, meanScore.isFinite,
      (latitude ?? 0).isFinite, (longitude ?? 0).isFinite
    else {
      throw DatabaseError.senseless("an event without a place in its recording, or without a score")
    }
  }
}
