import EventDetection
import GRDB

/// Recordings with all that hangs on them, each in one transaction.
extension LogMerging {
  mutating func mergeRecordings() throws {
    let ids = try reading {
      try Int64.fetchAll(source, sql: "SELECT id FROM recording ORDER BY id")
    }
    try inTransactions(ids) { merging, id, db in try merging.mergeRecording(id, db) }
  }

  private static let columns = """
    sha256, bytes, sample_rate, channels, frames, device, serial, firmware, gain, battery_volts,
    temperature_celsius, level_dbfs, clipped_share, zero_share, deployment
    """

  private mutating func mergeRecording(_ id: Int64, _ db: Database) throws {
    guard let row = try rows("SELECT \(Self.columns) FROM recording WHERE id = ?", [id]).first
    else {
      return
    }
    var values = Array(row.databaseValues)
    let place = try row.decode(Int64?.self, forColumn: "deployment").map {
      try mapped($0, deployments, "deployment")
    }
    values[values.count - 1] = place.databaseValue
    let other = try reading { try EventLog.timeline(ofRecording: id, in: source) }

    let recording: Int64
    if let known = try EventLog.recording(
      sha256: row.decode(forColumn: "sha256"), in: db)
    {
      recording = known
      let hasChanged = try learn(
        place: place, anchors: other?.anchors ?? [], ofRecording: known, db)
      report.count("recording", hasChanged ? \.updated : \.known)
    } else {
      let marks = values.map { _ in "?" }.joined(separator: ", ")
      try db.cachedStatement(sql: "INSERT INTO recording (\(Self.columns)) VALUES (\(marks))")
        .execute(arguments: StatementArguments(values))
      recording = db.lastInsertedRowID
      report.count("recording", \.added)
      try EventLog.place(recording, anchors: other?.anchors ?? [], in: db)
      report.count("anchor", \.added, other?.anchors.count ?? 0)
    }
    let own = try EventLog.timeline(ofRecording: recording, in: db)
    let placing = RecordingPlacing(id: recording, timeline: own, isChanged: own != other)
    try mergeGaps(ofRecording: id, analysis: nil, to: placing, nil, db)
    try mergeFiles(ofRecording: id, to: recording, db)
    try mergeAnalyses(ofRecording: id, to: placing, db)
  }

  /// - Returns: Whether the other log knew more of where and when a recording was made.
  private mutating func learn(
    place: Int64?, anchors: [TimeAnchor], ofRecording known: Int64, _ db: Database
  ) throws -> Bool {
    var hasChanged = false
    if let place {
      try db.execute(
        sql: "UPDATE recording SET deployment = ? WHERE id = ? AND deployment IS NULL",
        arguments: [place, known])
      hasChanged = db.changesCount > 0
    }
    let own = try EventLog.timeline(ofRecording: known, in: db)?.anchors ?? []
    let isBetter: Bool =
      switch (anchors.first?.source, own.first?.source) {
      case (nil, _): false
      case (_, nil): true
      case (let one?, let other?): !other.isAsTrusted(as: one)
      }
    if isBetter {
      try EventLog.place(known, anchors: anchors, in: db)
      report.count("anchor", \.added, anchors.count)
    } else {
      report.count("anchor", \.known, anchors.count)
    }
    return hasChanged || isBetter
  }

  /// No analysis is that of all gaps of a station, too.
  static let gapsOfRecording = """
    SELECT start_sample, end_sample, started_at, ended_at, cause FROM gap INDEXED BY gap_of_recording
    WHERE recording = ? AND analysis IS ? ORDER BY id
    """

  mutating func mergeGaps(
    ofRecording id: Int64, analysis: Int64?, to placing: RecordingPlacing, _ own: Int64?,
    _ db: Database
  ) throws {
    let gaps = try rows(Self.gapsOfRecording, [id, analysis])
    let insert = try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO gap
          (recording, analysis, start_sample, end_sample, started_at, ended_at, cause)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)
    for gap in gaps {
      let instants = try placing.instants(gap)
      try insert.execute(arguments: [
        placing.id, own, gap["start_sample"] as DatabaseValue, gap["end_sample"] as DatabaseValue,
        instants.start, instants.end, gap["cause"] as DatabaseValue,
      ])
      report.count("gap", db.changesCount > 0 ? \.added : \.known)
    }
  }
}

/// A recording in the log that grows. Where it is known there when it was made, and otherwise than in the
/// other log, what comes from that gets its instants anew.
struct RecordingPlacing {
  let id: Int64
  let timeline: Timeline?
  let isChanged: Bool

  /// Of a row with `start_sample`, `end_sample`, `started_at` and `ended_at`.
  func instants(_ row: Row) throws -> (start: Int64?, end: Int64?) {
    guard isChanged else {
      return try (row.decode(forColumn: "started_at"), row.decode(forColumn: "ended_at"))
    }
    let range = try SampleRange(row)
    return (timeline?.utcMicroseconds(at: range.start), timeline?.utcMicroseconds(at: range.end))
  }

  func utcOffsetMinutes(_ row: Row) throws -> Int? {
    guard isChanged else { return try row.decode(forColumn: "utc_offset_minutes") }
    return timeline?.utcOffsetMinutes(at: try SampleRange(row).start)
  }
}
