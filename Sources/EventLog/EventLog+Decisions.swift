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
    // decision made last is shown. What a stream was heard with is one analysis.
    try db.execute(
      sql: """
        UPDATE decision SET current = 0 WHERE current = 1 AND id <> ?2 AND analysis IN (
          SELECT ?1 UNION ALL SELECT other.id FROM analysis
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
    let classes = try classes(of: analysis, in: db)
    let source = try Row.fetchOne(
      db, sql: "SELECT recording, stream FROM analysis WHERE id = ?", arguments: [analysis.row])
    let timeline = try source.flatMap {
      try self.timeline(
        ofRecording: $0.decode(forColumn: "recording"), orStream: $0.decode(forColumn: "stream"),
        in: db)
    }
    let insertEvent = try db.cachedStatement(
      sql: """
        INSERT INTO event (decision, class, start_sample, end_sample, started_at, ended_at,
          utc_offset_minutes, peak, mean, windows, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'closed')
        """)
    for event in decision.detections.events {
      try insertEvent.execute(arguments: [
        id, try classRow(event.classIndex, classes), event.range.start, event.range.end,
        timeline?.utcMicroseconds(at: event.range.start),
        timeline?.utcMicroseconds(at: event.range.end, countedFrom: event.range.start),
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
        id, try classRow(candidate.classIndex, classes), candidate.range.start, candidate.range.end,
        candidate.peakScore, candidate.meanScore, candidate.windows, candidate.cause.rawValue,
      ])
    }
    return id
  }

  /// The row of a class of ``classes(of:in:)``.
  static func classRow(_ index: Int, _ classes: [Int64]) throws -> Int64 {
    guard classes.indices.contains(index) else {
      throw DatabaseError(
        resultCode: .SQLITE_CONSTRAINT,
        message: "class \(index) of a bundle with \(classes.count) classes")
    }
    return classes[index]
  }

  /// What the current decision about an analysis found; empty if there is none.
  public func detections(of analysis: AnalysisID) throws(EventLogError) -> Detections {
    try read { db in
      let classCount = try Self.classes(of: analysis, in: db).count
      let current = "(SELECT id FROM decision WHERE analysis = ? AND current = 1)"
      let columns = "output, start_sample, end_sample, peak, mean, windows"
      let events = try Row.fetchAll(
        db,
        sql: """
          SELECT \(columns) FROM event JOIN class ON class.id = event.class
          WHERE decision = \(current)
          """,
        arguments: [analysis.row]
      ).map { row in
        Event(
          classIndex: try classIndex(row, of: classCount), range: try SampleRange(row),
          peakScore: try row.decode(forColumn: "peak"),
          meanScore: try row.decode(forColumn: "mean"),
          windows: try row.decode(forColumn: "windows"))
      }
      let candidates = try Row.fetchAll(
        db,
        sql: """
          SELECT \(columns), cause FROM candidate JOIN class ON class.id = candidate.class
          WHERE decision = \(current)
          """,
        arguments: [analysis.row]
      ).map { row in
        let cause: String = try row.decode(forColumn: "cause")
        guard let cause = Candidate.Cause(rawValue: cause) else {
          throw DatabaseError.senseless("a candidate of cause \"\(cause)\"")
        }
        return Candidate(
          classIndex: try classIndex(row, of: classCount), range: try SampleRange(row),
          peakScore: try row.decode(forColumn: "peak"),
          meanScore: try row.decode(forColumn: "mean"),
          windows: try row.decode(forColumn: "windows"), cause: cause)
      }
      return Detections(events.map(Finding.event) + candidates.map(Finding.candidate))
    }
  }

  /// The rows of the classes of an analysis' model, in the order of its outputs.
  static func classes(of analysis: AnalysisID, in db: Database) throws -> [Int64] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT output, class.id FROM class JOIN analysis ON analysis.bundle = class.bundle
        WHERE analysis.id = ? ORDER BY output
        """,
      arguments: [analysis.row])
    return try rows.enumerated().map { index, row in
      let output: Int = try row.decode(forColumn: "output")
      guard output == index else {
        throw DatabaseError.senseless("a class for output \(output) where \(index) is due")
      }
      return try row.decode(forColumn: "id")
    }
  }

  private func classIndex(_ row: Row, of count: Int) throws -> Int {
    let output: Int = try row.decode(forColumn: "output")
    guard (0..<count).contains(output) else {
      throw DatabaseError.senseless("output \(output) of a model with \(count) classes")
    }
    return output
  }
}
