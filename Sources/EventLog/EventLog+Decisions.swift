public import EventDetection
import GRDB

extension EventLog {
  /// Stores a decision and makes it the current one. Under settings that the analysis was already
  /// decided with, only the second is done: detection is a pure function.
  static func store(
    _ decision: DecisionResult, for analysis: AnalysisID, in db: Database
  ) throws {
    let known = try Int64.fetchOne(
      db, sql: "SELECT id FROM decision WHERE analysis = ? AND settings = ?",
      arguments: [analysis.row, decision.settings.row])
    let id = try known ?? insert(decision, for: analysis, in: db)
    // A model that listened to a channel at several steps heard each call several times: only the
    // decision made last is shown.
    try db.execute(
      sql: """
        UPDATE decision SET current = 0 WHERE current = 1 AND id <> ?2 AND analysis IN (
          SELECT other.id FROM analysis
            JOIN analysis AS other ON other.recording = analysis.recording
              AND other.channel = analysis.channel AND other.bundle = analysis.bundle
          WHERE analysis.id = ?1)
        """,
      arguments: [analysis.row, id])
    try db.execute(
      sql: "UPDATE decision SET current = 1 WHERE id = ? AND current = 0", arguments: [id])
  }

  private static func insert(
    _ decision: DecisionResult, for analysis: AnalysisID, in db: Database
  ) throws -> Int64 {
    try db.execute(
      sql: "INSERT INTO decision (analysis, settings, current) VALUES (?, ?, 0)",
      arguments: [analysis.row, decision.settings.row])
    let id = db.lastInsertedRowID
    let classes = try Int64.fetchAll(
      db,
      sql: """
        SELECT class.id FROM class JOIN analysis ON analysis.bundle = class.bundle
        WHERE analysis.id = ? ORDER BY output
        """,
      arguments: [analysis.row])
    func row(_ classIndex: Int) throws -> Int64 {
      guard classes.indices.contains(classIndex) else {
        throw DatabaseError(
          resultCode: .SQLITE_CONSTRAINT,
          message: "class \(classIndex) of a bundle with \(classes.count) classes")
      }
      return classes[classIndex]
    }

    let recording = try Int64.fetchOne(
      db, sql: "SELECT recording FROM analysis WHERE id = ?", arguments: [analysis.row])
    let timeline = try recording.flatMap { try self.timeline(ofRecording: $0, in: db) }
    let insertEvent = try db.cachedStatement(
      sql: """
        INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at,
          utc_offset_minutes, peak, mean, windows, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'closed')
        """)
    for event in decision.detections.events {
      try insertEvent.execute(arguments: [
        id, try row(event.classIndex), event.range.start, event.range.end,
        timeline?.utcMicroseconds(at: event.range.start),
        timeline?.utcMicroseconds(at: event.range.end),
        timeline?.utcOffsetMinutes(at: event.range.start), event.peakScore, event.meanScore,
        event.windows,
      ])
    }
    let insertCandidate = try db.cachedStatement(
      sql: """
        INSERT INTO candidate
          (decision, class, start_sample, end_sample, peak, mean, windows, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for candidate in decision.detections.candidates {
      try insertCandidate.execute(arguments: [
        id, try row(candidate.classIndex), candidate.range.start, candidate.range.end,
        candidate.peakScore, candidate.meanScore, candidate.windows, candidate.cause.rawValue,
      ])
    }
    return id
  }

  /// What the current decision about an analysis found; empty if there is none.
  public func detections(of analysis: AnalysisID) throws(EventLogError) -> Detections {
    try read { db in
      var findings: [Finding] = []
      let current = "(SELECT id FROM decision WHERE analysis = ? AND current = 1)"
      let columns = "output, start_sample, end_sample, peak, mean, windows"
      let events = try Row.fetchCursor(
        db,
        sql: """
          SELECT \(columns) FROM event JOIN class ON class.id = event.class
          WHERE decision = \(current)
          """,
        arguments: [analysis.row])
      while let row = try events.next() {
        findings.append(
          .event(
            Event(
              classIndex: try row.decode(forColumn: "output"), range: try SampleRange(row),
              peakScore: try row.decode(forColumn: "peak"),
              meanScore: try row.decode(forColumn: "mean"),
              windows: try row.decode(forColumn: "windows"))))
      }
      let candidates = try Row.fetchCursor(
        db,
        sql: """
          SELECT \(columns), cause FROM candidate JOIN class ON class.id = candidate.class
          WHERE decision = \(current)
          """,
        arguments: [analysis.row])
      while let row = try candidates.next() {
        guard let cause = Candidate.Cause(rawValue: try row.decode(forColumn: "cause")) else {
          continue
        }
        findings.append(
          .candidate(
            Candidate(
              classIndex: try row.decode(forColumn: "output"), range: try SampleRange(row),
              peakScore: try row.decode(forColumn: "peak"),
              meanScore: try row.decode(forColumn: "mean"),
              windows: try row.decode(forColumn: "windows"), cause: cause)))
      }
      return Detections(findings)
    }
  }
}

extension SampleRange {
  /// The columns `start_sample` and `end_sample`.
  init(_ row: Row) throws {
    try self.init(
      storedStart: row.decode(forColumn: "start_sample"), end: row.decode(forColumn: "end_sample"))
  }

  /// - Throws: For positions that no recording has.
  init(storedStart start: Int64, end: Int64) throws {
    guard 0 <= start, start <= end, end < 1 << 53 else {
      throw DatabaseError.senseless("a stretch of samples from \(start) to \(end)")
    }
    self.init(start: start, end: end)
  }
}
