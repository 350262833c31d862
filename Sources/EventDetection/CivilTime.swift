/// An instant as the calendar and clock of a place show it: what files, logs and messages write.
///
/// Years have four digits, 0000 to 9999, of the Gregorian calendar at all times, as SQLite has them. What lies
/// below a written fraction is left out, so that no instant is shown before it came.
public struct CivilTime: Sendable, Hashable {
  private let year, month, day, second, microsecond: Int64
  private let utcOffsetMinutes: Int?

  /// - Parameters:
  ///   - microseconds: Since 1970 UTC.
  ///   - offset: Minutes that local time is ahead of UTC; `nil` for UTC.
  /// - Returns: `nil` for years that do not have four digits.
  public init?(utcMicroseconds microseconds: Int64, utcOffsetMinutes offset: Int? = nil) {
    let (utc, microsecond) = floored(microseconds, 1_000_000)
    let (seconds, overflows) = utc.addingReportingOverflow(Int64(offset ?? 0) * 60)
    guard !overflows, Self.seconds.contains(seconds) else { return nil }
    let (days, second) = floored(seconds, 86_400)
    (year, month, day) = civilDate(days)
    self.second = second
    self.microsecond = microsecond
    utcOffsetMinutes = offset
  }

  /// The nearest instant that can be written, with a year of four digits.
  public init(nearest microseconds: Int64, utcOffsetMinutes offset: Int? = nil) {
    let ahead = Int64(offset ?? 0) * 60
    let first = (Self.seconds.lowerBound - ahead) * 1_000_000
    let last = (Self.seconds.upperBound - ahead) * 1_000_000 - 1
    guard
      let nearest = Self(
        utcMicroseconds: min(max(microseconds, first), last), utcOffsetMinutes: offset)
    else { preconditionFailure("a year of four digits") }
    self = nearest
  }

  /// Since 1970: 0000-01-01 to 9999-12-31.
  private static let seconds: Range<Int64> = -62_167_219_200..<253_402_300_800

  /// `2026-06-07`
  public var date: String {
    var text = Digits(capacity: 10)
    text.add(date: self, separator: "-")
    return text.string
  }

  /// ISO 8601 with the place's distance from UTC, or `Z`: `2026-06-07T05:14:15.250+02:00`.
  /// - Parameter digits: Of the fraction of a second, 1 to 6.
  public func iso8601(fraction digits: Int = 3) -> String {
    var text = Digits(capacity: 26 + digits)
    text.add(date: self, separator: "-")
    text.add("T")
    text.add(time: self, separator: ":", fraction: digits)
    guard let utcOffsetMinutes else {
      text.add("Z")
      return text.string
    }
    text.add(utcOffsetMinutes < 0 ? "-" : "+")
    text.add(Int64(abs(utcOffsetMinutes) / 60), 2)
    text.add(":")
    text.add(Int64(abs(utcOffsetMinutes) % 60), 2)
    return text.string
  }

  /// ISO 8601 without separators, for names: `20260607T031415.250Z`. Only for a time of UTC.
  public var compact: String {
    precondition(utcOffsetMinutes == nil, "a name that sorts as the time goes")
    var text = Digits(capacity: 20)
    text.add(date: self, separator: nil)
    text.add("T")
    text.add(time: self, separator: nil, fraction: 3)
    text.add("Z")
    return text.string
  }

  /// Text that is made of figures, a byte each: exports write it by the million.
  private struct Digits {
    private var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func add(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

    mutating func add(_ value: Int64, _ digits: Int) {
      var power = Self.powers[digits - 1]
      while power > 0 {
        bytes.append(UInt8(48 + value / power % 10))
        power /= 10
      }
    }

    private static let powers: [Int64] = [1, 10, 100, 1000, 10_000, 100_000]

    mutating func add(date time: CivilTime, separator: Unicode.Scalar?) {
      add(time.year, 4)
      if let separator { add(separator) }
      add(time.month, 2)
      if let separator { add(separator) }
      add(time.day, 2)
    }

    mutating func add(time: CivilTime, separator: Unicode.Scalar?, fraction: Int) {
      add(time.second / 3600, 2)
      if let separator { add(separator) }
      add(time.second / 60 % 60, 2)
      if let separator { add(separator) }
      add(time.second % 60, 2)
      add(".")
      add(time.microsecond / Self.powers[6 - fraction], fraction)
    }
  }
}

private func floored(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, rest: Int64) {
  let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
  return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
}

/// The date of a day counted from 1970-01-01.
///
/// Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*, `civil_from_days`.
private func civilDate(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
  // Years begin in March, so that the day that is not always there is the last.
  let (era, dayOfEra) = floored(day + 719_468, 146_097)
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  let isNextYear = month >= 10
  return (
    era * 400 + yearOfEra + (isNextYear ? 1 : 0), month + (isNextYear ? -9 : 3),
    dayOfYear - (153 * month + 2) / 5 + 1
  )
}
