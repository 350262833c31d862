import EventDetection
import Foundation
import GRDB

extension EventLog {
  /// The finished analysis of a content with a model; `nil` if the work is still to be done.
  public func analysis(
    ofRecording sha256: String, channel: AnalysedChannel, bundle: BundleID, step: Int
  ) throws(EventLogError) -> LoggedAnalysis? {
    try read { db in
      let id = try Int64.fetchOne(
        db,
        sql: """
          SELECT analysis.id FROM analysis JOIN recording ON recording.id = analysis.recording
          WHERE sha256 = ? AND channel = ? AND bundle = ? AND step = ? AND state = 'done'
          """,
        arguments: [sha256, channel.stored, bundle.row, step])
      return try id.flatMap { try Self.analysis(AnalysisID(row: $0), in: db) }
    }
  }

  /// The finished analyses, in the order in which they were made.
  /// - Parameters:
  ///   - paths: Files, and folders with all below; empty for all recordings, and all streams of inputs.
  ///   - bundle: Only those of this model.
  public func analyses(
    under paths: [String] = [], bundle: BundleID? = nil
  ) throws(EventLogError) -> [AnalysisID] {
    try read { db in
      var conditions = ["state = 'done'"]
      var arguments = StatementArguments()
      if !paths.isEmpty {
        let places = PathCondition(paths)
        conditions.append("recording IN (SELECT recording FROM file WHERE \(places.sql))")
        arguments += places.arguments
      }
      if let bundle {
        conditions.append("bundle = ?")
        arguments += [bundle.row]
      }
      return try Int64.fetchAll(
        db,
        sql: "SELECT id FROM analysis WHERE \(conditions.joined(separator: " AND ")) ORDER BY id",
        arguments: arguments
      ).map(AnalysisID.init)
    }
  }

  /// How many analyses go on, or went on when their station was killed.
  public func runningAnalyses(bundle: BundleID) throws(EventLogError) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM analysis WHERE state = 'running' AND bundle = ?",
        arguments: [bundle.row]) ?? 0
    }
  }

  /// The steps, in samples at the model's rate, with which a model's finished analyses were made.
  public func steps(ofAnalysesWith bundle: BundleID) throws(EventLogError) -> Set<Int> {
    try read { db in
      let steps = try Row.fetchAll(
        db, sql: "SELECT DISTINCT step FROM analysis WHERE bundle = ? AND state = 'done'",
        arguments: [bundle.row]
      ).map { try $0.step() }
      return Set(steps)
    }
  }

  /// - Throws: ``EventLogError/refused(path:reason:)`` for an identifier of another log.
  public func analysis(_ id: AnalysisID) throws(EventLogError) -> LoggedAnalysis {
    let found = try read { db in try Self.analysis(id, in: db) }
    guard let found else { throw .refused(path: path, reason: "there is no analysis \(id.row)") }
    return found
  }

  /// The stored windows of an analysis.
  /// - Throws: As ``forEachWindow(of:_:)``.
  public func windows(of analysis: AnalysisID) throws(EventLogError) -> StoredWindows {
    try read { db in
      var windows = StoredWindows(classCount: try Self.classes(of: analysis, in: db).count)
      try Self.forEachWindow(of: analysis, in: db) {
        windows.append(range: $0.range, outputs: $0.outputs)
      }
      return windows
    }
  }

  /// Hands the stored windows of an analysis to `body`, one after the other, without holding them all: a
  /// stream may go on for months.
  ///
  /// Each has an output for each class of the model, starts after the one before and does not end
  /// before it; what does not is an error.
  public func forEachWindow(
    of analysis: AnalysisID, _ body: (StoredWindow) -> Void
  ) throws(EventLogError) {
    try read { db in try Self.forEachWindow(of: analysis, in: db, body) }
  }

  private static func forEachWindow(
    of analysis: AnalysisID, in db: Database, _ body: (StoredWindow) -> Void
  ) throws {
    let classCount = try classes(of: analysis, in: db).count
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT start_sample, end_sample, outputs FROM score WHERE analysis = ?
        ORDER BY start_sample
        """,
      arguments: [analysis.row])
    var last: SampleRange?
    while let row = try rows.next() {
      let outputs: Data = try row.decode(forColumn: "outputs")
      let range = try SampleRange(row)
      let isInOrder = last.map { $0.start < range.start && $0.end <= range.end } ?? true
      guard outputs.count == classCount, range.count > 0, isInOrder else {
        throw DatabaseError.senseless("a window that no model has heard")
      }
      last = range
      body(StoredWindow(range: range, outputs: ArraySlice(outputs.map(Int8.init(bitPattern:)))))
    }
  }

  private static func analysis(_ id: AnalysisID, in db: Database) throws -> LoggedAnalysis? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT analysis.recording AS recording_id, analysis.stream AS stream_id, sha256, input, path,
          ifnull(recording.sample_rate, stream.sample_rate) AS sample_rate,
          ifnull(frames, done_through_sample) AS frames, channel, bundle.digest AS bundle_digest, bundle.name, bundle.version, step, score_floor,
          done_through_sample, settings.digest AS settings_digest
        FROM analysis
          JOIN bundle ON bundle.id = analysis.bundle
          LEFT JOIN recording ON recording.id = analysis.recording
          LEFT JOIN stream ON stream.id = analysis.stream
          LEFT JOIN file ON file.recording = recording.id AND file.current = 1
          LEFT JOIN decision ON decision.analysis = analysis.id AND decision.current = 1
          LEFT JOIN settings ON settings.id = decision.settings
        WHERE analysis.id = ?
        """,
      arguments: [id.row])
    guard let row else { return nil }
    return LoggedAnalysis(
      id: id, sha256: try row.decode(forColumn: "sha256"),
      input: try row.decode(forColumn: "input"), path: try row.decode(forColumn: "path"),
      sampleRate: try row.sampleRate(),
      frames: try row.position(forColumn: "frames"),
      timeline: try timeline(
        ofRecording: try row.decode(forColumn: "recording_id"),
        orStream: try row.decode(forColumn: "stream_id"), in: db),
      channel: AnalysedChannel(stored: try row.decode(forColumn: "channel")),
      bundleDigest: try row.decode(forColumn: "bundle_digest"),
      bundleName: try row.decode(forColumn: "name"),
      bundleVersion: try row.decode(forColumn: "version"), step: try row.step(),
      scoreFloor: try row.decode(forColumn: "score_floor"),
      doneThrough: try row.position(forColumn: "done_through_sample"),
      settingsDigest: try row.decode(forColumn: "settings_digest"))
  }
}
