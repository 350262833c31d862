import Configuration
import Foundation

/// A span of a schedule at its place: for each day the instants at which it begins and ends.
struct DailySpan: Sendable {
  private let span: ScheduleSpan
  private let clock: LocalClock
  private let position: GeographicPosition?
  /// Days from the one on which the span begins to the one of whose times its end is.
  private let shift: Int

  /// - Precondition: A position, if the span hangs on the sun.
  init(_ span: ScheduleSpan, clock: LocalClock, position: GeographicPosition?) {
    precondition(
      position != nil || span.start.sunEvent == nil && span.end.sunEvent == nil,
      "the sun's times need a position")
    self.span = span
    self.clock = clock
    self.position = position
    shift = Self.shift(of: span, clock: clock, position: position)
  }

  /// The span that begins on a day, in microseconds since 1970 UTC; `nil` if it would end before that.
  func interval(onDay day: Int) -> Range<Int64>? {
    let start = Self.instant(span.start, day, clock, position, isEnd: false)
    let end = Self.instant(span.end, day + shift, clock, position, isEnd: true)
    return start < end ? start..<end : nil
  }

  /// The order of the year's times is that of an equinox, of 2025, at a latitude where all events exist.
  private static let equinox = 20_167
  private static let usualLatitude = 45.0
  /// A span between a time of the clock and one of the sun that would be longer than a day less this, in
  /// microseconds, is one whose ends have changed places: `sunset to 18:00` is meant for the winter.
  private static let tolerance: Int64 = 4 * 3_600_000_000

  private static func shift(
    of span: ScheduleSpan, clock: LocalClock, position: GeographicPosition?
  ) -> Int {
    if case .clock(let start) = span.start, case .clock(let end) = span.end {
      return start < end ? 0 : 1
    }
    let usual = position.map {
      GeographicPosition(
        latitude: min(max($0.latitude, -usualLatitude), usualLatitude), longitude: $0.longitude)
    }
    let start = instant(span.start, equinox, clock, usual, isEnd: false)
    let isMixed = (span.start.sunEvent == nil) != (span.end.sunEvent == nil)
    let least = isMixed ? start - tolerance : start
    // A zone may be a day away from its meridian.
    return (-2...3).first { instant(span.end, equinox + $0, clock, usual, isEnd: true) > least }
      ?? 0
  }

  private static func instant(
    _ time: ScheduleTime, _ day: Int, _ clock: LocalClock, _ position: GeographicPosition?,
    isEnd: Bool
  ) -> Int64 {
    switch time {
    case .clock(let second):
      return clock.instant(day: day, second: second, last: isEnd) * 1_000_000
    case .sun(let event, let offset):
      guard let position else { return 0 }
      return SolarDay(day, at: position)[event] + Int64((offset * 1_000_000).rounded())
    }
  }
}
