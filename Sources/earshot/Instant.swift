import ArgumentParser
import EventLog
import Foundation

/// A day or an instant, as people write it: ISO 8601 with a date, hours and minutes, and, where they
/// matter, seconds and an offset. Without an offset it is local time, as tables show it.
struct Instant: ExpressibleByArgument {
  let start: Moment
  /// A day's end; else ``start``.
  let end: Moment

  init?(argument: String) {
    let date = #/([0-9]{4})-([0-9]{2})-([0-9]{2})/#
    let clock = #/[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?/#
    let zone = #/Z|([+-])([0-9]{2}):?([0-9]{2})/#

    guard let day = argument.prefixMatch(of: date) else { return nil }
    var rest = argument[day.range.upperBound...]
    var parts = DateComponents(
      calendar: Self.calendar, year: Int(day.1), month: Int(day.2), day: Int(day.3))
    guard !rest.isEmpty else {
      guard let start = Self.microseconds(parts) else { return nil }
      self.start = .local(start)
      end = .local(start + 86_400_000_000)
      return
    }

    guard let time = rest.prefixMatch(of: clock) else { return nil }
    rest = rest[time.range.upperBound...]
    (parts.hour, parts.minute, parts.second) = (
      Int(time.1), Int(time.2), time.3.map { Int($0) ?? 0 }
    )
    guard let whole = Self.microseconds(parts) else { return nil }
    let fraction = time.4.flatMap { Int64($0.padding(toLength: 6, withPad: "0", startingAt: 0)) }
    let shown = whole + (fraction ?? 0)

    if rest.isEmpty {
      start = .local(shown)
    } else {
      guard let match = rest.wholeMatch(of: zone) else { return nil }
      var offset: Int64 = 0
      if let sign = match.1, let hours = match.2.flatMap({ Int64($0) }),
        let minutes = match.3.flatMap({ Int64($0) })
      {
        guard hours < 24, minutes < 60 else { return nil }
        offset = (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000_000
      }
      start = .utc(shown - offset)
    }
    end = start
  }

  /// Whether nothing can lie between; `false` where that hangs on the offset of a place.
  static func isEmpty(from: Instant, until: Instant) -> Bool {
    switch (from.start, until.end) {
    case (.utc(let from), .utc(let until)), (.local(let from), .local(let until)): from >= until
    case (.utc, .local), (.local, .utc): false
    }
  }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()

  /// - Returns: `nil` for a day or a time of day that does not exist.
  private static func microseconds(_ parts: DateComponents) -> Int64? {
    guard parts.isValidDate, let date = parts.date else { return nil }
    return Int64(date.timeIntervalSince1970.rounded()) * 1_000_000
  }
}
