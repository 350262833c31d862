import Foundation

/// An instant as clips write it, without Foundation's rounding of dates.
struct UtcTime {
  private let year, month, day, hour, minute, second: String
  private let microsecond: Int64

  /// - Parameter microseconds: Since 1970 UTC; outside the years 1970 to 9999, the nearest within.
  init(_ microseconds: Int64) {
    let microseconds = min(max(microseconds, 0), 253_402_300_799_999_999)
    var seconds = time_t(microseconds / 1_000_000)
    var time = unsafe tm()
    unsafe gmtime_r(&seconds, &time)
    year = unsafe Self.digits(Int64(time.tm_year) + 1900, 4)
    month = unsafe Self.digits(Int64(time.tm_mon) + 1, 2)
    day = unsafe Self.digits(Int64(time.tm_mday), 2)
    hour = unsafe Self.digits(Int64(time.tm_hour), 2)
    minute = unsafe Self.digits(Int64(time.tm_min), 2)
    second = unsafe Self.digits(Int64(time.tm_sec), 2)
    microsecond = microseconds % 1_000_000
  }

  /// `2026-06-07`
  var date: String { "\(year)-\(month)-\(day)" }

  /// `20260607T031415.250Z`
  var compact: String {
    let milliseconds = Self.digits(microsecond / 1000, 3)
    return "\(year)\(month)\(day)T\(hour)\(minute)\(second).\(milliseconds)Z"
  }

  /// `2026-06-07T05:14:15.250000+02:00`
  /// - Parameter offset: Minutes that local time is ahead of UTC; `nil` for UTC.
  static func iso(_ microseconds: Int64, offset: Int?) -> String {
    let local = UtcTime(microseconds + Int64(offset ?? 0) * 60_000_000)
    var zone = "Z"
    if let offset {
      let hours = digits(Int64(abs(offset) / 60), 2)
      let minutes = digits(Int64(abs(offset) % 60), 2)
      zone = "\(offset < 0 ? "-" : "+")\(hours):\(minutes)"
    }
    return "\(local.date)T\(local.hour):\(local.minute):\(local.second)."
      + digits(local.microsecond, 6) + zone
  }

  private static func digits(_ value: Int64, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(count - text.count, 0)) + text
  }
}
