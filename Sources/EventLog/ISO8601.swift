/// An instant in ISO 8601 with milliseconds, rounded down: by the clock of a place, or, where its offset is not
/// known, in UTC, ending in `Z`. The views write the same.
///
/// - Parameter microseconds: Since 1970 UTC.
/// - Returns: `nil` for years that do not have four digits.
func iso8601(_ microseconds: Int64, utcOffsetMinutes offset: Int?) -> String? {
  let (utc, microsecond) = floored(microseconds, 1_000_000)
  let (seconds, overflows) = utc.addingReportingOverflow(Int64(offset ?? 0) * 60)
  // 0000-01-01 to 9999-12-31, as SQLite has it.
  guard !overflows, (-62_167_219_200..<253_402_300_800).contains(seconds) else { return nil }
  let (day, second) = floored(seconds, 86_400)
  let (year, month, dayOfMonth) = civilDate(day)
  var text: [UInt8] = []
  text.reserveCapacity(29)
  func append(_ value: Int64, _ digits: Int) {
    var power = [1, 10, 100, 1000][digits - 1] as Int64
    while power > 0 {
      text.append(UInt8(48 + value / power % 10))
      power /= 10
    }
  }
  append(year, 4)
  text.append(45)
  append(month, 2)
  text.append(45)
  append(dayOfMonth, 2)
  text.append(84)
  append(second / 3600, 2)
  text.append(58)
  append(second / 60 % 60, 2)
  text.append(58)
  append(second % 60, 2)
  text.append(46)
  append(microsecond / 1000, 3)
  guard let offset else {
    text.append(90)
    return String(decoding: text, as: UTF8.self)
  }
  text.append(offset < 0 ? 45 : 43)
  append(Int64(abs(offset) / 60), 2)
  text.append(58)
  append(Int64(abs(offset) % 60), 2)
  return String(decoding: text, as: UTF8.self)
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
