import EventDetection
import Foundation
import GRDB

extension EventLog {
  /// What ``EventLog/commit(_:again:)`` does with an analysis that the log has already.
  public enum Repetition: Hashable, Sendable {
    /// Keeps it: its scores are the same. Only a decision under other settings is added.
    case keep
    /// Marks it superseded, with its decisions past, and adds the new one.
    case supersede
  }

  /// Commits all of a recording in one transaction. The same result twice adds nothing.
  public func commit(
    _ result: RecordingResult, again: Repetition = .keep
  ) throws(EventLogError) {
    try write { db in
      let recording = try Self.store(result.recording, again: again, in: db)
      for file in result.files { try Self.note(file, recording: recording, in: db) }
      for analysis in result.analyses {
        if let done = try Self.doneAnalysis(like: analysis, of: recording, in: db) {
          if again == .keep {
            try Self.store(analysis.decision, for: done, in: db)
            continue
          }
          try db.execute(
            sql: "UPDATE analysis SET state = 'superseded' WHERE id = ?", arguments: [done.row])
          try db.execute(
            sql: "UPDATE decision SET current = 0 WHERE analysis = ? AND current = 1",
            arguments: [done.row])
        }
        try Self.store(analysis, of: recording, in: db)
      }
    }
  }

  /// Adds a decision about an analysis and makes it current; earlier ones stay. The same settings
  /// twice add nothing.
  public func decide(
    _ decision: DecisionResult, for analysis: AnalysisID
  ) throws(EventLogError) {
    try write { db in try Self.store(decision, for: analysis, in: db) }
  }

  private static func store(
    _ analysis: AnalysisResult, of recording: Int64, in db: Database
  ) throws {
    try db.execute(
      sql: """
        INSERT INTO analysis
          (recording, channel, bundle, step, score_floor, done_through_sample, state)
        VALUES (?, ?, ?, ?, ?, ?, 'done')
        """,
      arguments: [
        recording, analysis.channel.stored, analysis.bundle.row, analysis.step,
        analysis.scoreFloor, analysis.doneThrough,
      ])
    let id = AnalysisID(row: db.lastInsertedRowID)
    let insert = try db.cachedStatement(
      sql: "INSERT INTO score (analysis, start_sample, end_sample, outputs) VALUES (?, ?, ?, ?)")
    for window in analysis.scores {
      try insert.execute(arguments: [
        id.row, window.range.start, window.range.end,
        Data(window.outputs.map(UInt8.init(bitPattern:))),
      ])
    }
    try store(analysis.gaps, recording: recording, analysis: id, in: db)
    try store(analysis.decision, for: id, in: db)
  }

  private static func doneAnalysis(
    like analysis: AnalysisResult, of recording: Int64, in db: Database
  ) throws -> AnalysisID? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM analysis
        WHERE recording = ? AND channel = ? AND bundle = ? AND step = ? AND state = 'done'
        """,
      arguments: [recording, analysis.channel.stored, analysis.bundle.row, analysis.step]
    ).map(AnalysisID.init)
  }
}
