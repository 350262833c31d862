import EventDetection

/// An instant, and how far local time is ahead of UTC at it.
public struct LocalInstant: Hashable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public var utcMicroseconds: Int64
  /// Minutes that local time is ahead of UTC; `nil` where nobody tells, and UTC stands in for it.
  public var utcOffsetMinutes: Int?

  /// Takes everything as given.
  public init(utcMicroseconds: Int64, utcOffsetMinutes: Int? = nil) {
    self.utcMicroseconds = utcMicroseconds
    self.utcOffsetMinutes = utcOffsetMinutes
  }

  /// Microseconds since 1970 by a clock at the place.
  private var localMicroseconds: Int64 {
    utcMicroseconds &+ Int64(utcOffsetMinutes ?? 0) &* 60_000_000
  }

  /// Days since 1970-01-01 by a clock at the place. A day may have 23 or 25 hours.
  var localDay: Int64 { localMicroseconds.flooredDivision(by: 86_400_000_000).quotient }

  /// What a clock at the place shows: minutes since midnight, 0..<1440.
  var minuteOfDay: Int {
    Int(localMicroseconds.flooredDivision(by: 86_400_000_000).remainder / 60_000_000)
  }

  /// Seconds since 1970 UTC.
  var epoch: Double { Double(utcMicroseconds) / 1e6 }

  /// ISO 8601 in UTC, milliseconds, ending in `Z`.
  var utcText: String { CivilTime(nearest: utcMicroseconds).iso8601() }

  /// ISO 8601 with the offset of local time, milliseconds; `nil` where the offset is not known.
  var localText: String? {
    utcOffsetMinutes.map {
      CivilTime(nearest: utcMicroseconds, utcOffsetMinutes: $0).iso8601()
    }
  }
}

extension Int64 {
  /// The remainder is never negative: before 1970, too, a day begins at midnight.
  fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
