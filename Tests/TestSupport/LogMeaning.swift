public import Foundation
import GRDB

/// What an event log says, without the numbers of its rows: two logs that were filled in different orders can
/// be compared.
public struct LogMeaning: Equatable {
  /// By table, each row as text, sorted.
  public let rows: [String: [String]]

  public init(of url: URL) throws {
    var configuration = Configuration()
    configuration.readonly = true
    rows = try DatabaseQueue(path: url.path, configuration: configuration).read { db in
      try Self.tables.reduce(into: [:]) { rows, table in
        rows[table.key] = try Row.fetchAll(db, sql: table.value).map { row in
          row.map { "\($0.0)=\($0.1.description)" }.joined(separator: " ")
        }.sorted()
      }
    }
  }

  /// The first rows that one log has and the other has not.
  public func difference(from other: LogMeaning) -> String {
    rows.keys.sorted().flatMap { table in
      let changes = (rows[table] ?? []).difference(from: other.rows[table] ?? [])
      return changes.prefix(4).map { change in
        switch change {
        case .insert(_, let row, _): "\(table) only here: \(row)"
        case .remove(_, let row, _): "\(table) only there: \(row)"
        }
      }
    }.joined(separator: "\n")
  }

  private static let tables: [String: String] = [
    "taxon": "SELECT common_name, scientific_name, kind FROM taxon",
    "bundle": "SELECT digest, name FROM bundle",
    "class": "SELECT \(output("class.id")) AS output, \(taxon("class.taxon")) AS taxon FROM class",
    "settings": "SELECT digest, json FROM settings",
    "deployment": "SELECT \(place("deployment.id")) AS place FROM deployment",
    "recording": """
    SELECT sha256, bytes, sample_rate, frames, device, gain, battery_volts,
      \(place("deployment")) AS place FROM recording
    """,
    "file": """
    SELECT path, bytes, modified, seen_at, edges, error, current,
      \(recording("file.recording")) AS recording FROM file
    """,
    "stream":
      "SELECT \(stream("stream.id")) AS stream, \(place("deployment")) AS place, ended_at FROM stream",
    "anchor": """
    SELECT \(recording("anchor.recording")) AS recording, \(stream("anchor.stream")) AS stream,
      sample, utc_at, utc_offset_minutes, source, measured_rate FROM anchor
    """,
    "analysis": """
    SELECT \(analysis("analysis.id")) AS analysis, score_floor, done_through_sample, state, error
    FROM analysis
    """,
    "score": """
    SELECT \(analysis("score.analysis")) AS analysis, start_sample, end_sample, hex(outputs) AS outputs
    FROM score
    """,
    "decision": "SELECT \(decision("decision.id")) AS decision, current FROM decision",
    "event": """
    SELECT \(event("event.id")) AS event, end_sample, started_at, ended_at, utc_offset_minutes, peak,
      mean, windows, state FROM event
    """,
    "candidate": """
    SELECT \(decision("candidate.decision")) AS decision, \(output("candidate.class")) AS output,
      start_sample, end_sample, peak, cause FROM candidate
    """,
    "review": """
    SELECT \(event("review.event")) AS event, reviewed_at, reviewer, verdict,
      \(taxon("review.taxon")) AS taxon, note FROM review
    """,
    "clip": """
    SELECT \(event("clip.event")) AS event, path, bytes, locked, lock_changed_at, deleted_at, cause
    FROM clip
    """,
    "gap": """
    SELECT \(recording("gap.recording")) AS recording, \(stream("gap.stream")) AS stream,
      \(analysis("gap.analysis")) AS analysis, input, start_sample, end_sample, started_at,
      ended_at, cause FROM gap
    """,
    "incident": "SELECT happened_at, kind, text FROM incident",
    "daily_count": "SELECT day, \(output("class")) AS output, events, peak FROM daily_count",
  ]

  private static func recording(_ id: String) -> String {
    "(SELECT sha256 FROM recording AS r WHERE r.id = \(id))"
  }

  private static func place(_ id: String) -> String {
    "(SELECT json_array(site, latitude, longitude, time_zone) FROM deployment AS d WHERE d.id = \(id))"
  }

  private static func taxon(_ id: String) -> String {
    "(SELECT json_array(common_name, kind) FROM taxon AS t WHERE t.id = \(id))"
  }

  private static func output(_ id: String) -> String {
    """
    (SELECT b.name || ' ' || c.output FROM class AS c JOIN bundle AS b ON b.id = c.bundle
     WHERE c.id = \(id))
    """
  }

  private static func stream(_ id: String) -> String {
    """
    (SELECT json_array(input, device, (SELECT min(utc_at) FROM anchor AS f
       WHERE f.stream = s.id AND f.sample = 0)) FROM stream AS s WHERE s.id = \(id))
    """
  }

  /// Of several passes of a model the first is the first.
  private static func analysis(_ id: String) -> String {
    """
    (SELECT json_array(\(recording("a.recording")), \(stream("a.stream")), a.channel,
       (SELECT digest FROM bundle AS b WHERE b.id = a.bundle), a.step,
       (SELECT count(*) FROM analysis AS o WHERE o.id <= a.id AND o.recording IS a.recording
          AND o.stream IS a.stream AND o.channel = a.channel AND o.bundle = a.bundle
          AND o.step = a.step)) FROM analysis AS a WHERE a.id = \(id))
    """
  }

  private static func decision(_ id: String) -> String {
    """
    (SELECT json_array(\(analysis("e.analysis")), (SELECT digest FROM settings AS g
       WHERE g.id = e.settings)) FROM decision AS e WHERE e.id = \(id))
    """
  }

  private static func event(_ id: String) -> String {
    """
    (SELECT json_array(\(decision("v.decision")), v.start_sample, \(output("v.class")))
     FROM event AS v WHERE v.id = \(id))
    """
  }
}
