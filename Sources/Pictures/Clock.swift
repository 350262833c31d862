/// What a clock showed at 0 s of a picture's time axis.
public struct Clock: Sendable, Hashable {
  /// Microseconds since 1970-01-01 00:00 UTC.
  public var utcMicroseconds: Int64
  /// Minutes that local time is ahead of UTC.
  public var utcOffsetMinutes: Int

  /// Checks nothing: a picture refuses an instant outside the years 1 to 9999, and offsets of more than a
  /// day.
  public init(utcMicroseconds: Int64, utcOffsetMinutes: Int = 0) {
    self.utcMicroseconds = utcMicroseconds
    self.utcOffsetMinutes = utcOffsetMinutes
  }

  func validate() throws(PictureError) {
    // 0001-01-01 and 10000-01-01.
    let instants = -62_135_596_800_000_000..<253_402_300_800_000_000 as Range<Int64>
    guard instants.contains(utcMicroseconds), (-1440...1440).contains(utcOffsetMinutes) else {
      throw .clock(utcMicroseconds: utcMicroseconds, utcOffsetMinutes: utcOffsetMinutes)
    }
  }

  /// `UTC`, `UTC+02:00`, `UTC-03:30`.
  var zone: String {
    guard utcOffsetMinutes != 0 else { return "UTC" }
    let minutes = abs(utcOffsetMinutes)
    return "UTC\(utcOffsetMinutes < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  /// Local time after so many seconds, to the second, or to the millisecond where `fine`.
  func time(after seconds: Double, fine: Bool = false) -> String {
    let microseconds = localMicroseconds + Int64((seconds * 1e6).rounded())
    let day = microseconds.floorModulo(86_400_000_000)
    let unit: Int64 = fine ? 1000 : 1_000_000
    let units = Int((day + unit / 2) / unit) % (fine ? 86_400_000 : 86_400)
    let whole = fine ? units / 1000 : units
    let time = "\(padded(whole / 3600)):\(padded(whole / 60 % 60)):\(padded(whole % 60))"
    return fine ? "\(time).\(padded(units % 1000, to: 3))" : time
  }

  /// Local date at 0 s, `2025-06-07`.
  var date: String {
    let (year, month, day) = civilDate(
      daysSince1970: localMicroseconds.floorQuotient(86_400_000_000))
    return "\(padded(year, to: 4))-\(padded(month))-\(padded(day))"
  }

  private var localMicroseconds: Int64 { utcMicroseconds + Int64(utcOffsetMinutes) * 60_000_000 }
}

/// The Gregorian date of a day.
///
/// Years begin in March here, so that the leap day ends one; 400 of them have 146,097 days.
private func civilDate(daysSince1970 days: Int64) -> (year: Int, month: Int, day: Int) {
  let shifted = Int(days) + 719_468  // days since 0000-03-01
  let era = Int(Int64(shifted).floorQuotient(146_097))
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153  // 0 is March
  let year = yearOfEra + era * 400 + (month > 9 ? 1 : 0)
  return (year, month > 9 ? month - 9 : month + 3, dayOfYear - (153 * month + 2) / 5 + 1)
}

private func padded(_ number: Int, to width: Int = 2) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
  fileprivate func floorQuotient(_ divisor: Int64) -> Int64 {
    (self - floorModulo(divisor)) / divisor
  }

  fileprivate func floorModulo(_ divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
