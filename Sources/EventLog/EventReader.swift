import EventDetection
import GRDB

/// Makes events of rows: what many of them share, the names, the recording, the model and the place, is looked
/// up once and not for each.
struct EventReader {
  private let db: Database
  private var taxa: [Int64: Taxon] = [:]
  private var contexts: [Int64: Context] = [:]

  /// Events come by time or by file, so that those of a decision lie together; a year of a network of
  /// recorders has more decisions than memory need hold.
  private static let contextsKept = 4096

  init(_ db: Database) { self.db = db }

  /// Of the table `event`; behind them comes the path to show, NULL for that of the recording.
  static let columns = [
    "id", "class", "decision", "started_at", "ended_at", "utc_offset_minutes", "start_sample",
    "end_sample", "peak", "mean", "windows", "state",
  ]

  mutating func event(_ row: Row) throws -> LoggedEvent {
    let context = try context(of: try row.decode(atIndex: 2))
    let offset: Int? = try row.decode(atIndex: 5)
    guard offset.map((-1440...1440).contains) ?? true else {
      throw DatabaseError.senseless("an event on a clock \(offset ?? 0) minutes from UTC")
    }
    let (start, end): (Int64?, Int64?) = (try row.decode(atIndex: 3), try row.decode(atIndex: 4))
    let range = try SampleRange(storedStart: row.decode(atIndex: 6), end: row.decode(atIndex: 7))
    let (peak, mean): (Float, Float) = (try row.decode(atIndex: 8), try row.decode(atIndex: 9))
    guard peak.isFinite, mean.isFinite else {
      throw DatabaseError.senseless("an event without a score")
    }
    var event = context.event
    event.id = try row.decode(atIndex: 0)
    event.taxon = try taxon(of: try row.decode(atIndex: 1))
    event.startLocal = start.flatMap {
      CivilTime(utcMicroseconds: $0, utcOffsetMinutes: offset)?.iso8601()
    }
    event.endLocal = end.flatMap {
      CivilTime(utcMicroseconds: $0, utcOffsetMinutes: offset)?.iso8601()
    }
    event.startUTC =
      offset == nil ? event.startLocal : start.flatMap { CivilTime(utcMicroseconds: $0)?.iso8601() }
    event.endUTC =
      offset == nil ? event.endLocal : end.flatMap { CivilTime(utcMicroseconds: $0)?.iso8601() }
    event.startedAt = start
    event.endedAt = end
    event.timeSource = context.sources.last { $0.sample <= range.start }?.source
    event.range = range
    event.peakScore = peak
    event.meanScore = mean
    event.windows = try row.decode(atIndex: 10)
    event.isOpen = try row.decode(String.self, atIndex: 11) == "open"
    if let path: String = try row.decode(atIndex: 12) { event.path = path }
    return event
  }

  mutating func taxon(of row: Int64) throws -> Taxon {
    if let known = taxa[row] { return known }
    let found = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT common_name, scientific_name, kind
          FROM class JOIN taxon ON taxon.id = class.taxon WHERE class.id = ?
          """), arguments: [row])
    guard let found else { throw DatabaseError.senseless("an event of no class") }
    let taxon = try Taxon(found)
    taxa[row] = taxon
    return taxon
  }

  /// What the events of a decision share.
  private struct Context {
    /// All but what is the event's own.
    let event: LoggedEvent
    /// How instants are known, from which sample on.
    let sources: [(sample: Int64, source: TimeAnchor.Source?)]
  }

  private mutating func context(of decision: Int64) throws -> Context {
    if let known = contexts[decision] { return known }
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT channel, bundle.name, bundle.version, lowest_hz, highest_hz, sha256,
            1.0 * frames / recording.sample_rate AS seconds, path, site, latitude, longitude,
            ifnull(recording.sample_rate, stream.sample_rate) AS sample_rate,
            analysis.recording, analysis.stream, input,
            (SELECT utc_at FROM anchor WHERE anchor.stream = analysis.stream ORDER BY sample LIMIT 1)
              AS stream_started_at
          FROM decision
            JOIN analysis ON analysis.id = decision.analysis
            JOIN bundle ON bundle.id = analysis.bundle
            LEFT JOIN recording ON recording.id = analysis.recording
            LEFT JOIN stream ON stream.id = analysis.stream
            LEFT JOIN file ON file.recording = recording.id AND file.current = 1
            LEFT JOIN deployment
              ON deployment.id = ifnull(recording.deployment, stream.deployment)
          WHERE decision.id = ?
          """), arguments: [decision])
    guard let row else { throw DatabaseError.senseless("an event of no decision") }
    let rate: Int = try row.decode(forColumn: "sample_rate")
    let (latitude, longitude): (Double?, Double?) = (
      try row.decode(forColumn: "latitude"), try row.decode(forColumn: "longitude")
    )
    guard rate > 0, (latitude ?? 0).isFinite, (longitude ?? 0).isFinite else {
      throw DatabaseError.senseless("an event without a place in its recording")
    }
    let context = Context(
      event: LoggedEvent(
        id: 0, taxon: Taxon(commonName: "", kind: .species), range: SampleRange(start: 0, end: 0),
        sampleRate: rate, peakScore: 0, meanScore: 0, windows: 0,
        input: try row.decode(forColumn: "input"),
        stream: try row.decode(Int64?.self, forColumn: "stream").map(StreamID.init),
        streamStartedAt: try row.decode(forColumn: "stream_started_at"),
        path: try row.decode(forColumn: "path"), sha256: try row.decode(forColumn: "sha256"),
        recordingSeconds: try row.decode(forColumn: "seconds"),
        channel: AnalysedChannel(stored: try row.decode(forColumn: "channel")),
        site: try row.decode(forColumn: "site"), latitude: latitude, longitude: longitude,
        model: try row.decode(forColumn: "name"),
        modelVersion: try row.decode(forColumn: "version"),
        lowestFrequency: try row.decode(forColumn: "lowest_hz"),
        highestFrequency: try row.decode(forColumn: "highest_hz")),
      sources: try sources(row))
    if contexts.count == Self.contextsKept { contexts.removeAll(keepingCapacity: true) }
    contexts[decision] = context
    return context
  }

  private func sources(_ row: Row) throws -> [(sample: Int64, source: TimeAnchor.Source?)] {
    let recording: Int64? = try row.decode(forColumn: "recording")
    let owner = recording == nil ? "stream" : "recording"
    let id: Int64? = try row.decode(forColumn: owner)
    return try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT sample, source FROM anchor WHERE \(owner) = ? ORDER BY sample"),
      arguments: [id]
    ).map { anchor in
      let name: String = try anchor.decode(atIndex: 1)
      return (try anchor.decode(atIndex: 0), TimeAnchor.Source(rawValue: name))
    }
  }
}
