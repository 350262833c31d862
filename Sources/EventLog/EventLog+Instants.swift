public import EventDetection
import GRDB

/// Where and when recordings were made.
extension EventLog {
  /// - Returns: `nil` if the log does not have the recording, or not its place.
  public func deployment(ofRecording sha256: String) throws(EventLogError) -> Deployment? {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT site, latitude, longitude, time_zone
          FROM deployment JOIN recording ON recording.deployment = deployment.id WHERE sha256 = ?
          """,
        arguments: [sha256])
      return try row.map { row in
        Deployment(
          site: try row.decode(forColumn: "site"), latitude: try row.decode(forColumn: "latitude"),
          longitude: try row.decode(forColumn: "longitude"),
          timeZone: try row.decode(forColumn: "time_zone"))
      }
    }
  }

  /// Notes where and when a recording was made that the log has already, and tells the instants of
  /// all its events and gaps anew. Decisions stay.
  /// - Parameter anchors: Left as they are if the log's are known in a more trusted way.
  /// - Throws: ``EventLogError/refused(path:reason:)`` if the log does not have the recording.
  public func place(
    recording sha256: String, deployment: Deployment?, anchors: [TimeAnchor]
  ) throws(EventLogError) {
    try write { db in
      guard let id = try Self.recording(sha256: sha256, in: db) else {
        throw EventLogError.refused(path: path, reason: "there is no recording \(sha256)")
      }
      try db.execute(
        sql: "UPDATE recording SET deployment = ? WHERE id = ?",
        arguments: [try deployment.map { try Self.deploymentRow($0, in: db) }, id])
      let trust = try Self.timeline(ofRecording: id, in: db)?.anchors.first?.source
      guard let source = anchors.first?.source,
        trust.map({ source.isAsTrusted(as: $0) }) ?? true
      else { return }
      try Self.place(id, anchors: anchors, in: db)
    }
  }

  /// Replaces a recording's anchors, and tells the instants of its events and gaps by them.
  static func place(_ recording: Int64, anchors: [TimeAnchor], in db: Database) throws {
    let before = try timeline(ofRecording: recording, in: db)
    guard before?.anchors ?? [] != anchors else { return }
    try db.execute(sql: "DELETE FROM anchor WHERE recording = ?", arguments: [recording])
    for anchor in anchors {
      try db.execute(
        sql: """
          INSERT INTO anchor
            (recording, sample, utc_at, utc_offset_minutes, source, measured_rate)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          recording, anchor.sample, anchor.utcMicroseconds, anchor.utcOffsetMinutes,
          anchor.source.rawValue, anchor.measuredRate,
        ])
    }
    let timeline = try timeline(ofRecording: recording, in: db)
    let events = try Row.fetchAll(
      db,
      sql: """
        SELECT event.id, start_sample, end_sample FROM analysis
          JOIN decision ON decision.analysis = analysis.id
          JOIN event ON event.decision = decision.id
        WHERE analysis.recording = ?
        """,
      arguments: [recording])
    for row in events {
      let range = try SampleRange(row)
      try db.execute(
        sql: "UPDATE event SET started_at = ?, ended_at = ?, utc_offset_minutes = ? WHERE id = ?",
        arguments: [
          timeline?.utcMicroseconds(at: range.start), timeline?.utcMicroseconds(at: range.end),
          timeline?.utcOffsetMinutes(at: range.start), try row.decode(Int64.self, forColumn: "id"),
        ])
    }
    let gaps = try Row.fetchAll(
      db, sql: "SELECT id, start_sample, end_sample FROM gap WHERE recording = ?",
      arguments: [recording])
    for row in gaps {
      let range = try SampleRange(row)
      try db.execute(
        sql: "UPDATE gap SET started_at = ?, ended_at = ? WHERE id = ?",
        arguments: [
          timeline?.utcMicroseconds(at: range.start), timeline?.utcMicroseconds(at: range.end),
          try row.decode(Int64.self, forColumn: "id"),
        ])
    }
  }

  static func timeline(ofRecording id: Int64, in db: Database) throws -> Timeline? {
    try timeline(of: "recording", id, in: db)
  }

  static func timeline(ofStream id: Int64, in db: Database) throws -> Timeline? {
    try timeline(of: "stream", id, in: db)
  }

  /// Of an analysis, which is of the one or of the other.
  static func timeline(
    ofRecording recording: Int64?, orStream stream: Int64?, in db: Database
  ) throws -> Timeline? {
    if let recording { return try timeline(ofRecording: recording, in: db) }
    return try stream.flatMap { try timeline(ofStream: $0, in: db) }
  }

  /// - Parameter table: `recording` or `stream`.
  private static func timeline(
    of table: String, _ id: Int64, in db: Database
  ) throws -> Timeline? {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT sample, utc_at, utc_offset_minutes, source, measured_rate, sample_rate
        FROM anchor JOIN \(table) ON \(table).id = anchor.\(table)
        WHERE anchor.\(table) = ? ORDER BY sample
        """,
      arguments: [id])
    guard let rate = try rows.first?.sampleRate() else { return nil }
    return Timeline(
      anchors: try rows.map { try TimeAnchor($0, nominalRate: rate) }, sampleRate: rate)
  }

  static func deploymentRow(_ deployment: Deployment, in db: Database) throws -> Int64 {
    // The values that stand for NULL are those of the unique index.
    let known = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM deployment WHERE site = ? AND ifnull(latitude, 999) = ?
          AND ifnull(longitude, 999) = ? AND ifnull(time_zone, '') = ?
        """,
      arguments: [
        deployment.site, deployment.latitude ?? 999, deployment.longitude ?? 999,
        deployment.timeZone ?? "",
      ])
    if let known { return known }
    try db.execute(
      sql: """
        INSERT INTO deployment (site, latitude, longitude, time_zone) VALUES (?, ?, ?, ?)
        """,
      arguments: [
        deployment.site, deployment.latitude, deployment.longitude, deployment.timeZone,
      ])
    return db.lastInsertedRowID
  }
}
