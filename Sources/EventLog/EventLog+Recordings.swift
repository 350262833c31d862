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
        try recording.deployment.map { try deploymentRow($0, in: db) },
      ])
    guard let id = try row?.decode(Int64.self, forColumn: "id") else {
      throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "no row for a recording")
    }
    try place(id, anchors: recording.anchors, in: db)
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
}
