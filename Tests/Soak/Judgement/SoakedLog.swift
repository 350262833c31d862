import EventDetection
import GRDB

/// What a log says of a station's inputs, as values.
struct SoakedLog {
  struct Stream {
    var id: Int64
    var input: String
    /// Hz.
    var rate: Int64
    var state: String
    var doneThrough: Int64
    /// Microseconds since 1970 UTC, as all instants here.
    var startedAt: Int64
    var endedAt: Int64?
    /// By sample; each with the rate that was measured up to it, Hz.
    var anchors: [(sample: Int64, at: Int64, rate: Double?)] = []
    var windows: [SampleRange] = []
    var gaps: [(range: SampleRange, cause: String, startedAt: Int64, endedAt: Int64)] = []
  }

  /// A stretch of time in which an input was not heard.
  struct InputGap {
    var id: Int64
    var input: String
    var startedAt: Int64
    var endedAt: Int64?
    var cause: String
  }

  struct Event {
    var id: Int64
    var input: String
    var stream: Int64
    var commonName: String
    var range: SampleRange
    var startedAt: Int64
    var state: String
  }

  struct Incident {
    var kind: String
    var text: String
    var happenedAt: Int64
  }

  /// All in the order of their rows.
  var streams: [Stream] = []
  var gaps: [InputGap] = []
  var events: [Event] = []
  var incidents: [Incident] = []

  init(path: String) throws {
    try DatabaseQueue(path: path).read { db in
      streams = try Self.streams(in: db)
      gaps = try Row.fetchAll(
        db,
        sql: """
          SELECT id, input, started_at, ended_at, cause FROM gap
          WHERE start_sample IS NULL AND input IS NOT NULL ORDER BY id
          """
      ).map {
        InputGap(
          id: $0["id"], input: $0["input"], startedAt: $0["started_at"], endedAt: $0["ended_at"],
          cause: $0["cause"])
      }
      events = try Row.fetchAll(
        db,
        sql: """
          SELECT event.id, input, stream.id AS stream, common_name, start_sample, end_sample,
            started_at, event.state
          FROM event JOIN decision ON decision.id = event.decision
            JOIN analysis ON analysis.id = decision.analysis
            JOIN stream ON stream.id = analysis.stream
            JOIN class ON class.id = event.class JOIN taxon ON taxon.id = class.taxon
          ORDER BY event.id
          """
      ).map {
        Event(
          id: $0["id"], input: $0["input"], stream: $0["stream"], commonName: $0["common_name"],
          range: SampleRange(start: $0["start_sample"], end: $0["end_sample"]),
          startedAt: $0["started_at"], state: $0["state"])
      }
      incidents = try Row.fetchAll(
        db, sql: "SELECT kind, text, happened_at FROM incident ORDER BY id"
      ).map { Incident(kind: $0["kind"], text: $0["text"], happenedAt: $0["happened_at"]) }
    }
  }

  private static func streams(in db: Database) throws -> [Stream] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT stream.id, input, sample_rate, stream.ended_at, analysis.id AS analysis, state,
          done_through_sample,
          (SELECT utc_at FROM anchor WHERE anchor.stream = stream.id AND sample = 0) AS started_at
        FROM stream JOIN analysis ON analysis.stream = stream.id ORDER BY stream.id
        """)
    return try rows.map { row in
      var stream = Stream(
        id: row["id"], input: row["input"], rate: row["sample_rate"], state: row["state"],
        doneThrough: row["done_through_sample"], startedAt: row["started_at"],
        endedAt: row["ended_at"])
      stream.anchors = try Row.fetchAll(
        db,
        sql: """
          SELECT sample, utc_at, measured_rate FROM anchor WHERE stream = ? ORDER BY sample
          """, arguments: [stream.id]
      ).map { ($0["sample"], $0["utc_at"], $0["measured_rate"]) }
      let analysis: Int64 = row["analysis"]
      stream.windows = try Row.fetchAll(
        db,
        sql: """
          SELECT start_sample, end_sample FROM score WHERE analysis = ? ORDER BY start_sample
          """, arguments: [analysis]
      ).map { SampleRange(start: $0["start_sample"], end: $0["end_sample"]) }
      stream.gaps = try Row.fetchAll(
        db,
        sql: """
          SELECT start_sample, end_sample, cause, started_at, ended_at FROM gap
          WHERE stream = ? AND start_sample IS NOT NULL ORDER BY start_sample
          """, arguments: [stream.id]
      ).map {
        (
          SampleRange(start: $0["start_sample"], end: $0["end_sample"]), $0["cause"],
          $0["started_at"], $0["ended_at"]
        )
      }
      return stream
    }
  }

  /// The inputs that occur.
  var inputs: [String] { Set(gaps.map(\.input) + streams.map(\.input)).sorted() }
}
