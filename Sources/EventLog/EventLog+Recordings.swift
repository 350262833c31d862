import EventDetection
import GRDB

extension EventLog {
  /// Channels of a recording; `nil` if the log does not have it.
  public func channels(ofRecording sha256: String) throws(EventLogError) -> Int? {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT channels FROM recording WHERE sha256 = ?", arguments: [sha256])
    }
  }

  /// Stores what is known of a recording, once; superseding, anew.
  /// - Returns: Its row.
  static func store(
    _ recording: RecordingDescription, again: Repetition, in db: Database
  ) throws -> Int64 {
    let known = try self.recording(sha256: recording.sha256, in: db)
    if let known, again == .keep { return known }
    let row = try Row.fetchOne(
      db,
      sql: """
        INSERT INTO recording (
          sha256, bytes, sample_rate, channels, frames, device, serial, firmware, gain,
          battery_volts, temperature_celsius, level_dbfs, clipped_share, zero_share, deployment)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET
          bytes = excluded.bytes, sample_rate = excluded.sample_rate,
          channels = excluded.channels, frames = excluded.frames, device = excluded.device,
          serial = excluded.serial, firmware = excluded.firmware, gain = excluded.gain,
          battery_volts = excluded.battery_volts,
          temperature_celsius = excluded.temperature_celsius, level_dbfs = excluded.level_dbfs,
          clipped_share = excluded.clipped_share, zero_share = excluded.zero_share,
          deployment = excluded.deployment
        RETURNING id
        """,
      arguments: [
        recording.sha256, recording.bytes, recording.sampleRate, recording.channels,
        recording.frames, recording.device, recording.serial, recording.firmware, recording.gain,
        recording.batteryVolts, recording.temperatureCelsius, recording.level,
        recording.clippedShare, recording.zeroShare,
        try recording.deployment.map { try self.row(of: $0, in: db) },
      ])
    guard let id = try row?.decode(Int64.self, forColumn: "id") else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "no row for a recording")
    }
    try db.execute(sql: "DELETE FROM anchor WHERE recording = ?", arguments: [id])
    for anchor in recording.anchors {
      try db.execute(
        sql: """
          INSERT INTO anchor
            (recording, sample, utc_at, utc_offset_minutes, source, measured_rate)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          id, anchor.sample, anchor.utcMicroseconds, anchor.utcOffsetMinutes,
          anchor.source.rawValue, anchor.measuredRate,
        ])
    }
    try db.execute(
      sql: "DELETE FROM gap WHERE recording = ? AND analysis IS NULL", arguments: [id])
    try store(recording.gaps, recording: id, analysis: nil, in: db)
    return id
  }

  static func store(
    _ gaps: [Gap], recording: Int64, analysis: AnalysisID?, in db: Database
  ) throws {
    guard !gaps.isEmpty else { return }
    let timeline = try timeline(ofRecording: recording, in: db)
    for gap in gaps {
      try db.execute(
        sql: """
          INSERT INTO gap
            (recording, analysis, start_sample, end_sample, started_at, ended_at, cause)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          recording, analysis?.row, gap.range.start, gap.range.end,
          timeline?.utcMicroseconds(at: gap.range.start),
          timeline?.utcMicroseconds(at: gap.range.end), gap.cause.rawValue,
        ])
    }
  }

  static func timeline(ofRecording id: Int64, in db: Database) throws -> Timeline? {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT sample, utc_at, utc_offset_minutes, source, measured_rate, sample_rate
        FROM anchor JOIN recording ON recording.id = anchor.recording
        WHERE anchor.recording = ? ORDER BY sample
        """,
      arguments: [id])
    guard let rate = try rows.first?.decode(Int.self, forColumn: "sample_rate") else { return nil }
    guard rate > 0 else { throw DatabaseError.senseless("a sample rate of \(rate) Hz") }
    let anchors: [TimeAnchor] = try rows.compactMap { row in
      guard let source = TimeAnchor.Source(rawValue: try row.decode(forColumn: "source")) else {
        return nil
      }
      return TimeAnchor(
        sample: try row.decode(forColumn: "sample"),
        utcMicroseconds: try row.decode(forColumn: "utc_at"),
        utcOffsetMinutes: try row.decode(forColumn: "utc_offset_minutes"), source: source,
        measuredRate: try row.decode(forColumn: "measured_rate"))
    }
    return Timeline(anchors: anchors, sampleRate: rate)
  }

  private static func row(of deployment: Deployment, in db: Database) throws -> Int64 {
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
