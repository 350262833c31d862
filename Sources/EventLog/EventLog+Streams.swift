public import EventDetection
import Foundation
import GRDB

/// What a station writes while it listens. A step's scores, events, gaps and the mark up to which all is
/// done are committed together: after a crash the log says itself what is missing.
extension EventLog {
  /// Notes a stream that begins.
  public func begin(_ stream: StreamDescription) throws(EventLogError) -> LiveAnalysisID {
    try write { db in
      try db.execute(
        sql: "INSERT INTO stream (input, device, sample_rate, deployment) VALUES (?, ?, ?, ?)",
        arguments: [
          stream.input, stream.device, stream.sampleRate,
          try stream.deployment.map { try Self.deploymentRow($0, in: db) },
        ])
      let row = db.lastInsertedRowID
      try Self.store([stream.start], stream: row, in: db)
      try db.execute(
        sql: """
          INSERT INTO analysis
            (stream, channel, bundle, step, score_floor, done_through_sample, state)
          VALUES (?, ?, ?, ?, ?, 0, 'running')
          """,
        arguments: [
          row, stream.channel.stored, stream.bundle.row, stream.step, stream.scoreFloor,
        ])
      let analysis = db.lastInsertedRowID
      // Current from the start: its events are shown as they come, and counted by triggers.
      try db.execute(
        sql: "INSERT INTO decision (analysis, settings, current) VALUES (?, ?, 1)",
        arguments: [analysis, stream.settings.row])
      return LiveAnalysisID(stream: row, analysis: analysis, decision: db.lastInsertedRowID)
    }
  }

  /// Commits what has come since the last time.
  /// - Parameter isLast: Whether the stream is over; then nothing is open.
  public func commit(
    _ progress: StreamProgress, of live: LiveAnalysisID, isLast: Bool = false
  ) throws(EventLogError) {
    precondition(!isLast || progress.open.isEmpty, "an event of a stream that is over is closed")
    try write { db in
      try Self.store(progress.anchors, stream: live.stream, in: db)
      let insert = try db.cachedStatement(
        sql: "INSERT INTO score (analysis, start_sample, end_sample, outputs) VALUES (?, ?, ?, ?)")
      for window in progress.windows {
        try insert.execute(arguments: [
          live.analysis, window.range.start, window.range.end,
          Data(window.outputs.map(UInt8.init(bitPattern:))),
        ])
      }
      guard let timeline = try Self.timeline(ofStream: live.stream, in: db) else {
        throw DatabaseError.senseless("a stream without an instant")
      }
      let classes = try Self.classes(of: AnalysisID(row: live.analysis), in: db)
      for event in progress.open {
        try Self.store(event, "open", of: live, classes, timeline, in: db)
      }
      for finding in progress.findings {
        switch finding {
        case .event(let event): try Self.store(event, "closed", of: live, classes, timeline, in: db)
        case .candidate(let candidate): try Self.store(candidate, of: live, classes, in: db)
        }
      }
      let input = try String.fetchOne(
        db, sql: "SELECT input FROM stream WHERE id = ?", arguments: [live.stream])
      for gap in progress.gaps {
        try db.execute(
          sql: """
            INSERT INTO gap
              (stream, input, start_sample, end_sample, started_at, ended_at, cause)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            live.stream, input, gap.range.start, gap.range.end,
            timeline.utcMicroseconds(at: gap.range.start),
            timeline.utcMicroseconds(at: gap.range.end, countedFrom: gap.range.start),
            gap.cause.rawValue,
          ])
      }
      try db.execute(
        sql: "UPDATE analysis SET done_through_sample = ?, state = ? WHERE id = ?",
        arguments: [progress.doneThrough, isLast ? "done" : "running", live.analysis])
      if isLast {
        try Self.end(live.stream, at: timeline.utcMicroseconds(at: progress.doneThrough), in: db)
      }
    }
  }

  // MARK: - Gaps of an input

  /// Notes that an input gives no sound from an instant on.
  /// - Parameter startedAt: Microseconds since 1970 UTC.
  public func openGap(
    ofInput input: String, from startedAt: Int64, cause: Gap.Cause
  ) throws(EventLogError) -> OpenGapID {
    try write { db in
      try db.execute(
        sql: "INSERT INTO gap (input, started_at, cause) VALUES (?, ?, ?)",
        arguments: [input, startedAt, cause.rawValue])
      return OpenGapID(row: db.lastInsertedRowID)
    }
  }

  /// - Parameter endedAt: Microseconds since 1970 UTC.
  public func close(_ gap: OpenGapID, at endedAt: Int64) throws(EventLogError) {
    try write { db in
      try db.execute(
        sql: "UPDATE gap SET ended_at = ? WHERE id = ?", arguments: [endedAt, gap.row])
    }
  }

  // MARK: - Rows

  static func end(_ stream: Int64, at instant: Int64, in db: Database) throws {
    try db.execute(
      sql: "UPDATE stream SET ended_at = ? WHERE id = ?", arguments: [instant, stream])
  }

  private static func store(
    _ anchors: [TimeAnchor], stream: Int64, in db: Database
  ) throws {
    for anchor in anchors {
      try db.execute(
        sql: """
          INSERT INTO anchor (stream, sample, utc_at, utc_offset_minutes, source, measured_rate)
          VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (stream, sample) WHERE stream IS NOT NULL DO UPDATE SET
            utc_at = excluded.utc_at, utc_offset_minutes = excluded.utc_offset_minutes,
            source = excluded.source, measured_rate = excluded.measured_rate
          """,
        arguments: [
          stream, anchor.sample, anchor.utcMicroseconds, anchor.utcOffsetMinutes,
          anchor.source.rawValue, anchor.measuredRate,
        ])
    }
  }

  /// An event that was open before is the same row.
  private static func store(
    _ event: Event, _ state: String, of live: LiveAnalysisID, _ classes: [Int64],
    _ timeline: Timeline, in db: Database
  ) throws {
    let (start, end) = (event.range.start, event.range.end)
    try db.execute(
      sql: """
        INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at,
          utc_offset_minutes, peak, mean, windows, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (decision, start_sample, class) DO UPDATE SET
          end_sample = excluded.end_sample, ended_at = excluded.ended_at, peak = excluded.peak,
          mean = excluded.mean, windows = excluded.windows, state = excluded.state
        """,
      arguments: [
        live.decision, try classRow(event.classIndex, classes), start, end,
        timeline.utcMicroseconds(at: start),
        timeline.utcMicroseconds(at: end, countedFrom: start),
        timeline.utcOffsetMinutes(at: start), event.peakScore, event.meanScore, event.windows,
        state,
      ])
  }

  private static func store(
    _ candidate: Candidate, of live: LiveAnalysisID, _ classes: [Int64], in db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO candidate
          (decision, class, start_sample, end_sample, peak, mean, windows, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        live.decision, try classRow(candidate.classIndex, classes), candidate.range.start,
        candidate.range.end, candidate.peakScore, candidate.meanScore, candidate.windows,
        candidate.cause.rawValue,
      ])
  }
}
