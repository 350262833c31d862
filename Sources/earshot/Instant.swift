import ArgumentParser
import Foundation

/// A day or an instant, as people write it: ISO 8601, without an offset in UTC.
struct Instant: ExpressibleByArgument {
  /// Microseconds since 1970 UTC.
  let start: Int64
  /// A day's end; else ``start``.
  let end: Int64

  /// `2025-06-07`, `2025-06-07T05:10`, `2025-06-07 05:10:00.25+02:00`.
  init?(argument: String) {
    let form = #/(\d{4})-(\d\d)-(\d\d)([T ](\d\d):(\d\d)(:(\d\d)(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?/#
    guard let match = argument.wholeMatch(of: form) else { return nil }
    let parts = match.output
    var date = DateComponents(
      calendar: Calendar(identifier: .gregorian), timeZone: .gmt, year: Int(parts.1),
      month: Int(parts.2), day: Int(parts.3))
    // Foundation would take a 31 June for the first of July.
    guard date.isValidDate, let midnight = date.date else { return nil }
    let day = Int64(midnight.timeIntervalSince1970) * 1_000_000
    guard parts.4 != nil else {
      (start, end) = (day, day + 86_400_000_000)
      return
    }
    date.hour = parts.5.flatMap { Int($0) }
    date.minute = parts.6.flatMap { Int($0) }
    date.second = parts.8.flatMap { Int($0) } ?? 0
    guard date.isValidDate, let instant = date.date else { return nil }
    let fraction = parts.9.flatMap { Double("0\($0)") } ?? 0
    guard let offset = Self.offsetMinutes(parts.10 ?? "Z") else { return nil }
    start =
      Int64(instant.timeIntervalSince1970) * 1_000_000 + Int64((fraction * 1e6).rounded())
      - Int64(offset) * 60_000_000
    end = start
  }

  /// - Parameter text: `Z` or `+hh:mm`.
  private static func offsetMinutes(_ text: Substring) -> Int? {
    if text == "Z" { return 0 }
    let parts = text.dropFirst().split(separator: ":").compactMap { Int($0) }
    guard parts.count == 2, parts[0] < 24, parts[1] < 60 else { return nil }
    return (text.hasPrefix("-") ? -1 : 1) * (parts[0] * 60 + parts[1])
  }
}
