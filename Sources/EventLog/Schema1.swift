/// The first version of the log's tables.
///
/// Conventions: instants end in `_at` (or are called `modified`) and are integer microseconds since
/// 1970 UTC; samples are positions at the native rate; digests are lower-case hexadecimal SHA-256; a
/// channel is counted from 1, and 0 stands for the mix of all.
enum Schema1 {
  static let tables = """
    CREATE TABLE taxon (
      id INTEGER PRIMARY KEY,
      common_name TEXT NOT NULL CHECK (common_name <> ''),
      scientific_name TEXT CHECK (scientific_name <> ''),
      kind TEXT NOT NULL CHECK (kind IN ('species', 'background', 'human'))
    ) STRICT;
    CREATE UNIQUE INDEX taxon_by_name
      ON taxon(common_name, ifnull(scientific_name, ''), kind);
    CREATE INDEX taxon_by_scientific_name ON taxon(scientific_name);

    CREATE TABLE bundle (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
      name TEXT NOT NULL,
      version TEXT NOT NULL,
      sample_rate INTEGER NOT NULL CHECK (sample_rate > 0),
      window_length INTEGER NOT NULL CHECK (window_length > 0),
      lowest_hz REAL NOT NULL,
      highest_hz REAL NOT NULL CHECK (highest_hz > lowest_hz)
    ) STRICT;

    CREATE TABLE class (
      id INTEGER PRIMARY KEY,
      bundle INTEGER NOT NULL REFERENCES bundle(id),
      output INTEGER NOT NULL CHECK (output >= 0),
      taxon INTEGER NOT NULL REFERENCES taxon(id),
      UNIQUE (bundle, output)
    ) STRICT;
    CREATE INDEX class_by_taxon ON class(taxon);

    CREATE TABLE settings (
      id INTEGER PRIMARY KEY,
      digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
      json TEXT NOT NULL CHECK (json_valid(json))
    ) STRICT;

    CREATE TABLE deployment (
      id INTEGER PRIMARY KEY,
      site TEXT NOT NULL,
      latitude REAL CHECK (latitude BETWEEN -90 AND 90),
      longitude REAL CHECK (longitude BETWEEN -180 AND 180),
      time_zone TEXT
    ) STRICT;
    CREATE UNIQUE INDEX deployment_by_place ON deployment(
      site, ifnull(latitude, 999), ifnull(longitude, 999), ifnull(time_zone, ''));

    CREATE TABLE recording (
      id INTEGER PRIMARY KEY,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      sample_rate INTEGER NOT NULL CHECK (sample_rate > 0),
      channels INTEGER NOT NULL CHECK (channels > 0),
      frames INTEGER NOT NULL CHECK (frames >= 0),
      device TEXT,
      serial TEXT,
      firmware TEXT,
      gain TEXT,
      battery_volts REAL,
      temperature_celsius REAL,
      level_dbfs REAL,
      clipped_share REAL CHECK (clipped_share BETWEEN 0 AND 1),
      zero_share REAL CHECK (zero_share BETWEEN 0 AND 1),
      deployment INTEGER REFERENCES deployment(id)
    ) STRICT;
    CREATE INDEX recording_by_deployment ON recording(deployment);

    CREATE TABLE file (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL,
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      modified INTEGER NOT NULL,
      seen_at INTEGER NOT NULL,
      recording INTEGER REFERENCES recording(id),
      error TEXT,
      current INTEGER NOT NULL CHECK (current IN (0, 1)),
      CHECK ((recording IS NULL) <> (error IS NULL)),
      CHECK (current = 0 OR recording IS NOT NULL)
    ) STRICT;
    CREATE UNIQUE INDEX file_by_path ON file(path, ifnull(recording, 0));
    CREATE INDEX file_by_recording ON file(recording);
    CREATE UNIQUE INDEX file_shown ON file(recording) WHERE current = 1;
    CREATE INDEX file_with_error ON file(path) WHERE error IS NOT NULL;

    CREATE TABLE stream (
      id INTEGER PRIMARY KEY,
      input TEXT NOT NULL,
      device TEXT NOT NULL,
      sample_rate INTEGER NOT NULL CHECK (sample_rate > 0),
      deployment INTEGER REFERENCES deployment(id)
    ) STRICT;
    CREATE INDEX stream_by_deployment ON stream(deployment);

    CREATE TABLE anchor (
      id INTEGER PRIMARY KEY,
      recording INTEGER REFERENCES recording(id),
      stream INTEGER REFERENCES stream(id),
      sample INTEGER NOT NULL,
      utc_at INTEGER NOT NULL,
      utc_offset_minutes INTEGER CHECK (utc_offset_minutes BETWEEN -1440 AND 1440),
      source TEXT NOT NULL,
      measured_rate REAL CHECK (measured_rate > 0),
      CHECK ((recording IS NULL) <> (stream IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX anchor_of_recording ON anchor(recording, sample)
      WHERE recording IS NOT NULL;
    CREATE UNIQUE INDEX anchor_of_stream ON anchor(stream, sample) WHERE stream IS NOT NULL;

    CREATE TABLE analysis (
      id INTEGER PRIMARY KEY,
      recording INTEGER REFERENCES recording(id),
      stream INTEGER REFERENCES stream(id),
      channel INTEGER NOT NULL CHECK (channel >= 0),
      bundle INTEGER NOT NULL REFERENCES bundle(id),
      step INTEGER NOT NULL CHECK (step > 0),
      score_floor REAL NOT NULL CHECK (score_floor BETWEEN 0 AND 1),
      done_through_sample INTEGER NOT NULL CHECK (done_through_sample >= 0),
      state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'superseded')),
      error TEXT,
      CHECK ((recording IS NULL) <> (stream IS NULL)),
      CHECK ((state = 'failed') = (error IS NOT NULL))
    ) STRICT;
    CREATE UNIQUE INDEX analysis_done ON analysis(recording, channel, bundle, step)
      WHERE recording IS NOT NULL AND state = 'done';
    CREATE INDEX analysis_by_recording ON analysis(recording);
    CREATE INDEX analysis_by_stream ON analysis(stream);
    CREATE INDEX analysis_by_bundle ON analysis(bundle);

    CREATE TABLE score (
      analysis INTEGER NOT NULL REFERENCES analysis(id),
      start_sample INTEGER NOT NULL CHECK (start_sample >= 0),
      end_sample INTEGER NOT NULL CHECK (end_sample > start_sample),
      outputs BLOB NOT NULL,
      PRIMARY KEY (analysis, start_sample)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decision (
      id INTEGER PRIMARY KEY,
      analysis INTEGER NOT NULL REFERENCES analysis(id),
      settings INTEGER NOT NULL REFERENCES settings(id),
      current INTEGER NOT NULL CHECK (current IN (0, 1)),
      UNIQUE (analysis, settings)
    ) STRICT;
    CREATE UNIQUE INDEX decision_current ON decision(analysis) WHERE current = 1;
    CREATE INDEX decision_by_settings ON decision(settings);

    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      decision INTEGER NOT NULL REFERENCES decision(id),
      class INTEGER NOT NULL REFERENCES class(id),
      start_sample INTEGER NOT NULL CHECK (start_sample >= 0),
      end_sample INTEGER NOT NULL CHECK (end_sample > start_sample),
      started_at INTEGER,
      ended_at INTEGER,
      utc_offset_minutes INTEGER,
      peak REAL NOT NULL CHECK (peak BETWEEN 0 AND 1),
      mean REAL NOT NULL CHECK (mean BETWEEN 0 AND 1),
      windows INTEGER NOT NULL CHECK (windows > 0),
      state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
      CHECK ((started_at IS NULL) = (ended_at IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX event_by_decision ON event(decision, start_sample, class);
    CREATE INDEX event_by_time ON event(started_at);
    CREATE INDEX event_by_class ON event(class, started_at);

    CREATE TABLE candidate (
      decision INTEGER NOT NULL REFERENCES decision(id),
      start_sample INTEGER NOT NULL CHECK (start_sample >= 0),
      class INTEGER NOT NULL REFERENCES class(id),
      end_sample INTEGER NOT NULL CHECK (end_sample > start_sample),
      peak REAL NOT NULL CHECK (peak BETWEEN 0 AND 1),
      mean REAL NOT NULL CHECK (mean BETWEEN 0 AND 1),
      windows INTEGER NOT NULL CHECK (windows > 0),
      cause TEXT NOT NULL,
      PRIMARY KEY (decision, start_sample, class)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX candidate_by_class ON candidate(class);

    CREATE TABLE review (
      id INTEGER PRIMARY KEY,
      event INTEGER NOT NULL REFERENCES event(id),
      reviewed_at INTEGER NOT NULL,
      reviewer TEXT NOT NULL,
      verdict TEXT NOT NULL CHECK (verdict IN ('confirmed', 'rejected', 'relabelled', 'unsure')),
      taxon INTEGER REFERENCES taxon(id),
      note TEXT,
      CHECK ((verdict = 'relabelled') = (taxon IS NOT NULL))
    ) STRICT;
    CREATE INDEX review_by_event ON review(event, reviewed_at);
    CREATE INDEX review_by_taxon ON review(taxon);

    CREATE TABLE clip (
      id INTEGER PRIMARY KEY,
      event INTEGER NOT NULL REFERENCES event(id),
      path TEXT NOT NULL UNIQUE,
      bytes INTEGER NOT NULL CHECK (bytes >= 0),
      locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
      deleted_at INTEGER,
      cause TEXT,
      CHECK ((deleted_at IS NULL) = (cause IS NULL))
    ) STRICT;
    CREATE INDEX clip_by_event ON clip(event);

    CREATE TABLE gap (
      id INTEGER PRIMARY KEY,
      recording INTEGER REFERENCES recording(id),
      analysis INTEGER REFERENCES analysis(id),
      stream INTEGER REFERENCES stream(id),
      input TEXT,
      start_sample INTEGER CHECK (start_sample >= 0),
      end_sample INTEGER CHECK (end_sample > start_sample),
      started_at INTEGER,
      ended_at INTEGER,
      cause TEXT NOT NULL,
      CHECK ((recording IS NULL) <> (input IS NULL)),
      CHECK (recording IS NULL OR start_sample IS NOT NULL),
      CHECK (input IS NULL OR started_at IS NOT NULL),
      CHECK ((start_sample IS NULL) = (end_sample IS NULL))
    ) STRICT;
    CREATE UNIQUE INDEX gap_of_recording ON gap(recording, start_sample, ifnull(analysis, 0), cause)
      WHERE recording IS NOT NULL;
    CREATE INDEX gap_by_analysis ON gap(analysis);
    CREATE INDEX gap_by_stream ON gap(stream);
    CREATE INDEX gap_by_time ON gap(started_at);

    CREATE TABLE incident (
      id INTEGER PRIMARY KEY,
      happened_at INTEGER NOT NULL,
      kind TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX incident_by_time ON incident(happened_at);
    """
}
