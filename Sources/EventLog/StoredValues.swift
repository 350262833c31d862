import EventDetection
import GRDB

/// Rows as values. A log lies on a card for months and may be damaged, or written by another program:
/// what no earshot can have written is an error here, so that nothing behind can trip over it.

extension SampleRange {
  /// Positions below this can be told as instants at any sample rate without overflow: 35 years at
  /// 1 MHz.
  static let endOfPositions: Int64 = 1 << 50

  /// Where a log stores them; where a stretch starts is before its end.
  static let stored = [
    (table: "recording", column: "frames"), ("anchor", "sample"),
    ("analysis", "done_through_sample"), ("score", "end_sample"), ("event", "end_sample"),
    ("candidate", "end_sample"), ("gap", "end_sample"),
  ]

  /// The columns `start_sample` and `end_sample`.
  init(_ row: Row) throws {
    try self.init(
      storedStart: row.decode(forColumn: "start_sample"), end: row.decode(forColumn: "end_sample"))
  }

  /// - Throws: For positions that no recording has.
  init(storedStart start: Int64, end: Int64) throws {
    guard 0 <= start, start <= end, end < Self.endOfPositions else {
      throw DatabaseError.senseless("a stretch of samples from \(start) to \(end)")
    }
    self.init(start: start, end: end)
  }
}

extension Row {
  /// A number of samples, or the place of one.
  func position(forColumn column: String) throws -> Int64 {
    let position: Int64 = try decode(forColumn: column)
    guard (0..<SampleRange.endOfPositions).contains(position) else {
      throw DatabaseError.senseless("a \(column) of \(position)")
    }
    return position
  }

  /// The column `sample_rate`, Hz.
  func sampleRate() throws -> Int {
    let rate: Int = try decode(forColumn: "sample_rate")
    guard (1000...1_000_000).contains(rate) else {
      throw DatabaseError.senseless("a sample rate of \(rate) Hz")
    }
    return rate
  }

  /// The column `step`, samples at the model's rate.
  func step() throws -> Int {
    let step: Int = try decode(forColumn: "step")
    guard (1...Int(Int32.max)).contains(step) else {
      throw DatabaseError.senseless("windows every \(step) samples")
    }
    return step
  }
}

extension TimeAnchor {
  /// Microseconds from 1970 UTC to the years 0 and 10000: what ISO 8601 can write.
  private static let instants: ClosedRange<Int64> =
    -62_167_219_200_000_000...253_402_300_799_999_999

  /// The columns of the table `anchor`.
  /// - Parameter nominalRate: Of the stream, Hz.
  init(_ row: Row, nominalRate: Int) throws {
    let name: String = try row.decode(forColumn: "source")
    guard let source = Source(rawValue: name) else {
      throw DatabaseError.senseless("an instant known by \"\(name)\"")
    }
    self.init(
      sample: try row.decode(forColumn: "sample"),
      utcMicroseconds: try row.decode(forColumn: "utc_at"),
      utcOffsetMinutes: try row.decode(forColumn: "utc_offset_minutes"), source: source,
      measuredRate: try row.decode(forColumn: "measured_rate"))
    guard (0..<SampleRange.endOfPositions).contains(sample),
      Self.instants.contains(utcMicroseconds),
      utcOffsetMinutes.map((-1440...1440).contains) ?? true,
      measuredRate.map({ (0.25...4).contains($0 / Double(nominalRate)) }) ?? true
    else { throw DatabaseError.senseless("an instant that no clock has told") }
  }
}
