extension Schema1 {
  /// What people ask for, so that `sqlite3`, R and pandas need no knowledge of the tables.
  ///
  /// - `detection`: the events of current decisions.
  /// - `rejection`: the candidates of current decisions, with what rejected each.
  /// - `daily`: the daily counts, with names.
  static let views = """
    CREATE VIEW detection AS SELECT
      event.id AS event,
      taxon.common_name,
      taxon.scientific_name,
      taxon.kind,
      \(local("event.started_at")) AS start_local,
      \(local("event.ended_at")) AS end_local,
      \(utc("event.started_at")) AS start_utc,
      \(utc("event.ended_at")) AS end_utc,
      CASE WHEN analysis.recording IS NOT NULL
        THEN \(timeSource(of: "recording")) ELSE \(timeSource(of: "stream")) END AS time_source,
      1.0 * event.start_sample / ifnull(recording.sample_rate, stream.sample_rate) AS start_seconds,
      1.0 * event.end_sample / ifnull(recording.sample_rate, stream.sample_rate) AS end_seconds,
      event.peak,
      event.mean,
      event.windows,
      file.path,
      analysis.channel,
      deployment.site,
      deployment.latitude,
      deployment.longitude,
      bundle.name AS model,
      bundle.version AS model_version,
      recording.sha256 AS recording,
      stream.input,
      event.state,
      event.started_at,
      event.ended_at,
      event.start_sample,
      event.end_sample,
      ifnull(recording.sample_rate, stream.sample_rate) AS sample_rate,
      1.0 * recording.frames / recording.sample_rate AS recording_seconds,
      bundle.lowest_hz,
      bundle.highest_hz,
      bundle.digest AS model_digest,
      event.decision,
      event.class,
      analysis.recording AS recording_id
    FROM event
      JOIN decision ON decision.id = event.decision AND decision.current = 1
      JOIN class ON class.id = event.class
      JOIN taxon ON taxon.id = class.taxon
      JOIN analysis ON analysis.id = decision.analysis
      JOIN bundle ON bundle.id = analysis.bundle
      LEFT JOIN recording ON recording.id = analysis.recording
      LEFT JOIN stream ON stream.id = analysis.stream
      LEFT JOIN file ON file.recording = recording.id AND file.current = 1
      LEFT JOIN deployment ON deployment.id = ifnull(recording.deployment, stream.deployment);

    CREATE VIEW rejection AS SELECT
      taxon.common_name,
      taxon.scientific_name,
      taxon.kind,
      candidate.cause,
      1.0 * candidate.start_sample / ifnull(recording.sample_rate, stream.sample_rate)
        AS start_seconds,
      1.0 * candidate.end_sample / ifnull(recording.sample_rate, stream.sample_rate)
        AS end_seconds,
      candidate.peak,
      candidate.mean,
      candidate.windows,
      file.path,
      analysis.channel,
      bundle.name AS model,
      bundle.version AS model_version,
      recording.sha256 AS recording
    FROM candidate
      JOIN decision ON decision.id = candidate.decision AND decision.current = 1
      JOIN class ON class.id = candidate.class
      JOIN taxon ON taxon.id = class.taxon
      JOIN analysis ON analysis.id = decision.analysis
      JOIN bundle ON bundle.id = analysis.bundle
      LEFT JOIN recording ON recording.id = analysis.recording
      LEFT JOIN stream ON stream.id = analysis.stream
      LEFT JOIN file ON file.recording = recording.id AND file.current = 1;

    CREATE VIEW daily AS SELECT
      daily_count.day,
      taxon.common_name,
      taxon.scientific_name,
      taxon.kind,
      bundle.name AS model,
      bundle.version AS model_version,
      daily_count.events
    FROM daily_count
      JOIN class ON class.id = daily_count.class
      JOIN taxon ON taxon.id = class.taxon
      JOIN bundle ON bundle.id = class.bundle;
    """

  /// How the instant of an event is known: by the last anchor before it.
  private static func timeSource(of stream: String) -> String {
    """
    (SELECT source FROM anchor
     WHERE anchor.\(stream) = analysis.\(stream) AND sample <= event.start_sample
     ORDER BY sample DESC LIMIT 1)
    """
  }

  /// Rounded down, before 1970 too, so that an instant before midnight stays on its day.
  static func milliseconds(_ instant: String) -> String {
    "((\(instant) - (\(instant) < 0) * 999) / 1000)"
  }

  private static func utc(_ instant: String) -> String {
    "strftime('%Y-%m-%dT%H:%M:%fZ', \(milliseconds(instant)) / 1e3, 'unixepoch')"
  }

  /// ISO 8601 with the offset; in UTC where the offset is not known.
  static func local(_ instant: String) -> String {
    let offset = "event.utc_offset_minutes"
    return """
      CASE WHEN \(offset) IS NULL THEN \(utc(instant)) ELSE
        strftime('%Y-%m-%dT%H:%M:%f', \(milliseconds(instant)) / 1e3 + \(offset) * 60, 'unixepoch')
        || printf('%s%02d:%02d', iif(\(offset) < 0, '-', '+'), abs(\(offset)) / 60,
                  abs(\(offset)) % 60)
        END
      """
  }
}
