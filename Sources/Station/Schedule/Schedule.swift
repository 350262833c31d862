public import Configuration
public import Foundation

/// When a station listens: always, or in spans of each day by the clock of its place or by the sun.
///
/// ```swift
/// let schedule = Schedule(
///   [ScheduleSpan("sunset to sunrise")!],
///   position: GeographicPosition(latitude: 47.05, longitude: 8.31), timeZone: .current)
/// schedule.isOn(at: now)
/// schedule.nextChange(after: now)
/// ```
///
/// Spans that overlap or touch are one. A span whose end lies before its beginning in the course of a
/// day runs over midnight. When the clock is put back, a time that it shows twice begins a span the
/// first time and ends one the second time; when it is put forward, the times that are left out are the
/// instant of the change. What becomes of the sun's times in polar day and night, ``SolarDay`` tells.
///
/// Between a time of the clock and one of the sun, which of them comes first may depend on the season:
/// `sunset to 21:00` is empty on days on which the sun sets later.
public struct Schedule: Sendable {
  private let spans: [DailySpan]
  private let clock: LocalClock

  /// - Parameters:
  ///   - spans: None for always.
  ///   - position: Needed by spans that hang on the sun.
  public init(_ spans: [ScheduleSpan], position: GeographicPosition?, timeZone: TimeZone) {
    let clock = LocalClock(timeZone: timeZone)
    self.clock = clock
    self.spans = spans.map { DailySpan($0, clock: clock, position: position) }
  }

  /// The schedule that a station's file describes; by the system's time zone if it names none.
  public init(_ configuration: StationConfiguration) {
    let site = configuration.site
    let position = site.latitude.value.flatMap { latitude in
      site.longitude.value.map { GeographicPosition(latitude: latitude, longitude: $0) }
    }
    self.init(
      configuration.schedule.spans.map(\.value), position: position,
      timeZone: site.timeZone.value ?? .current)
  }

  /// Whether it never pauses.
  public var isAlways: Bool { spans.isEmpty }

  /// - Parameter utcMicroseconds: Since 1970.
  public func isOn(at utcMicroseconds: Int64) -> Bool {
    guard !isAlways else { return true }
    let day = clock.day(at: Self.seconds(utcMicroseconds))
    return spans.contains { span in
      (day - Self.reach...day + Self.reach).contains {
        span.interval(onDay: $0)?.contains(utcMicroseconds) == true
      }
    }
  }

  /// The next instant at which it turns on or off, in microseconds since 1970 UTC.
  /// - Returns: `nil` if that does not happen within two years.
  public func nextChange(after utcMicroseconds: Int64) -> Int64? {
    guard !isAlways else { return nil }
    let today = clock.day(at: Self.seconds(utcMicroseconds))
    // Mostly it is today or tomorrow.
    for days in [2, 40, 800] {
      let last = today + days
      let stretches = stretches(ofDays: today - Self.reach...last)
      // A stretch near the end of those days may go on.
      let horizon = clock.instant(day: last - Self.reach, second: 0, last: false) * 1_000_000
      let changes = stretches.lazy.flatMap { [$0.lowerBound, $0.upperBound] }
      guard let next = changes.first(where: { $0 > utcMicroseconds }) else { continue }
      if next < horizon { return next }
    }
    return nil
  }

  /// The next stretches in which it is on, the one that goes on now from now.
  /// - Parameters:
  ///   - instant: Microseconds since 1970 UTC, as the results.
  ///   - count: At most; fewer where it is never on, or never off again within two years.
  public func nextStretches(_ count: Int, from instant: Int64) -> [Range<Int64>] {
    var stretches: [Range<Int64>] = []
    var start = isOn(at: instant) ? instant : nextChange(after: instant)
    while stretches.count < count, let begin = start, let end = nextChange(after: begin) {
      stretches.append(begin..<end)
      start = nextChange(after: end)
    }
    return stretches
  }

  /// Days from an instant's own to one on which a span that holds it can begin, before or after.
  private static let reach = 3

  /// What the spans that begin on these days cover, in order, apart from each other.
  private func stretches(ofDays days: ClosedRange<Int>) -> [Range<Int64>] {
    let intervals = days.flatMap { day in spans.compactMap { $0.interval(onDay: day) } }
    var stretches: [Range<Int64>] = []
    for interval in intervals.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = stretches.last, interval.lowerBound <= last.upperBound {
        stretches[stretches.count - 1] =
          last.lowerBound..<max(last.upperBound, interval.upperBound)
      } else {
        stretches.append(interval)
      }
    }
    return stretches
  }

  private static func seconds(_ microseconds: Int64) -> Int64 {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }
}
