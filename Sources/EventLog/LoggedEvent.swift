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

  /// From the start of the recording.
  public var startSeconds: Double { Double(range.start) / Double(sampleRate) }
  public var endSeconds: Double { Double(range.end) / Double(sampleRate) }

  /// The columns of the view that ``init(_:path:)`` reads, in its order.
  static let columns = [
    "event", "common_name", "scientific_name", "kind", "start_local", "end_local", "started_at",
    "ended_at", "start_sample", "end_sample", "sample_rate", "peak", "mean", "windows",
    "recording", "recording_seconds", "channel", "site", "latitude", "longitude", "model",
    "model_version", "lowest_hz", "highest_hz", "time_source",
  ]

  /// - Parameter row: ``columns``, then the path.
  init(_ row: Row) throws {
    let kind: String = row[3]
    guard let kind = Taxon.Kind(rawValue: kind) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a taxon of kind \"\(kind)\"")
    }
    id = row[0]
    taxon = Taxon(commonName: row[1], scientificName: row[2], kind: kind)
    startLocal = row[4]
    endLocal = row[5]
    startedAt = row[6]
    endedAt = row[7]
    range = SampleRange(start: row[8], end: row[9])
    sampleRate = row[10]
    peakScore = row[11]
    meanScore = row[12]
    windows = row[13]
    sha256 = row[14]
    recordingSeconds = row[15]
    channel = AnalysedChannel(stored: row[16])
    site = row[17]
    latitude = row[18]
    longitude = row[19]
    model = row[20]
    modelVersion = row[21]
    lowestFrequency = row[22]
    highestFrequency = row[23]
    let timeSource: String? = row[24]
    self.timeSource = timeSource.flatMap(TimeAnchor.Source.init)
    path = row[25]
  }
}
