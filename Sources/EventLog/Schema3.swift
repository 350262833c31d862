/// What the third version of the log adds: what a station that runs for years asks every day is found
/// without walking through all that it ever heard.
enum Schema3 {
  /// A path is that of one clip that is there; those that were deleted keep theirs, and a new clip may lie
  /// where they lay. When a lock was set or taken away tells which of two copies of a log is right.
  static let clips = """
    CREATE TABLE clip_3 (
      id INTEGER PRIMARY KEY,
      event INTEGER NOT NULL REFERENCES event(id),
      path TEXT NOT NULL CHECK (path <> ''),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
      lock_changed_at INTEGER,
      deleted_at INTEGER,
      cause TEXT,
      CHECK ((deleted_at IS NULL) = (cause IS NULL))
    ) STRICT;
    INSERT INTO clip_3 (id, event, path, bytes, locked, deleted_at, cause)
      SELECT id, event, path, bytes, locked, deleted_at, cause FROM clip;
    DROP TABLE clip;
    ALTER TABLE clip_3 RENAME TO clip;
    CREATE INDEX clip_by_event ON clip(event);
    CREATE INDEX clip_kept ON clip(event, deleted_at) WHERE deleted_at IS NULL;
    CREATE UNIQUE INDEX clip_by_path ON clip(path) WHERE deleted_at IS NULL;
    """

  /// The instant up to which a stream that is over was heard; NULL while it goes on.
  static let streams = """
    ALTER TABLE stream ADD COLUMN ended_at INTEGER;
    UPDATE stream SET ended_at = (
      SELECT anchor.utc_at + CAST((analysis.done_through_sample - anchor.sample) * 1e6
          / ifnull(anchor.measured_rate, stream.sample_rate) AS INTEGER)
      FROM analysis JOIN anchor ON anchor.stream = stream.id
        AND anchor.sample <= analysis.done_through_sample
      WHERE analysis.stream = stream.id AND analysis.state = 'done'
      ORDER BY anchor.sample DESC LIMIT 1);
    CREATE INDEX stream_by_end ON stream(ended_at);
    CREATE INDEX analysis_running ON analysis(stream) WHERE state = 'running';
    """

  /// Those of a station's inputs: there are recordings with a tail in surveys without end.
  static let gaps = """
    CREATE INDEX gap_of_input ON gap(ended_at, started_at, cause) WHERE input IS NOT NULL;
    CREATE INDEX gap_open ON gap(input) WHERE ended_at IS NULL AND input IS NOT NULL;
    """
}
