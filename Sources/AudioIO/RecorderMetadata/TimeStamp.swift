/// A date and time of day as a clock on a wall shows it, Gregorian.
struct CivilTime: Hashable {
  let year, month, day, hour, minute, second, microsecond: Int

  /// - Returns: `nil` for what no calendar shows; 24:00:00 is the end of a day, second 60 a leap
  ///   second.
  init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    guard (1970...9999).contains(year), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day),
      (0...23).contains(hour) || (hour, minute, second, microsecond) == (24, 0, 0, 0),
      (0...59).contains(minute), (0...60).contains(second), (0...999_999).contains(microsecond)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
    self.microsecond = microsecond
  }

  /// As if the clock showed UTC.
  var microsecondsSince1970: Int64 {
    // Years are counted from March, so that the leap day comes last.
    // Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*.
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    return Int64(seconds) * 1_000_000 + Int64(microsecond)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// A time as a recorder wrote it, with its offset from UTC if it wrote that too.
struct TimeStamp: Hashable {
  var time: CivilTime
  var offsetMinutes: Int?

  init(_ time: CivilTime, offsetMinutes: Int? = nil) {
    self.time = time
    self.offsetMinutes = offsetMinutes
  }

  /// Reads `2024-09-03T19:31:30.123456+01:00` and what recorders make of ISO 8601: a space for the
  /// T, offsets without a colon or without minutes, no seconds, no offset.
  init?(iso text: String) {
    var scanner = TextScanner(text)
    scanner.skipSpaces()
    guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2),
      scanner.take("-"), let day = scanner.digits(2), scanner.take("T") || scanner.take(" "),
      let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2)
    else { return nil }
    var second = 0
    var microsecond = 0
    if scanner.take(":") {
      guard let value = scanner.digits(2) else { return nil }
      second = value
      microsecond = scanner.take(".") ? scanner.fraction() : 0
    }
    guard
      let time = CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second,
        microsecond: microsecond)
    else { return nil }
    scanner.skipSpaces()
    self.init(time, offsetMinutes: scanner.utcOffset())
  }
}
