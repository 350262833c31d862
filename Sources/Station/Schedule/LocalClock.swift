import Foundation

/// The clock on the wall of a time zone, which jumps twice a year.
struct LocalClock: Sendable {
  let timeZone: TimeZone

  /// Days since 1 January 1970 by this clock.
  /// - Parameter instant: Seconds since 1970 UTC.
  func day(at instant: Int64) -> Int {
    Int((Double(instant + offset(at: instant)) / 86_400).rounded(.down))
  }

  /// When the clock shows a time, in seconds since 1970 UTC.
  ///
  /// A time that it shows twice, when it is put back, is the first of both or the last; one that it
  /// never shows, when it is put forward, is the instant at which that happens.
  /// - Parameter second: Of the day; from 86,400 on, of those after it.
  func instant(day: Int, second: Int, last: Bool) -> Int64 {
    let shown = Int64(day) * 86_400 + Int64(second)
    let before = shown - offset(at: shown - 86_400)
    let after = shown - offset(at: shown + 86_400)
    let showing = [before, after].filter { $0 + offset(at: $0) == shown }
    if let found = last ? showing.max() : showing.min() { return found }
    // Between them the clock is put forward.
    var (early, late) = (min(before, after), max(before, after))
    while late - early > 1 {
      let middle = early + (late - early) / 2
      if middle + offset(at: middle) < shown { early = middle } else { late = middle }
    }
    return late
  }

  /// Seconds that the clock is ahead of UTC.
  private func offset(at instant: Int64) -> Int64 {
    Int64(timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
  }
}
