import Foundation

/// An instant as ISO 8601 in UTC, milliseconds rounded down as the view `detection` has them:
/// `2025-06-07T03:10:00.250Z`.
/// - Parameter microseconds: Since 1970 UTC.
func universalTime(_ microseconds: Int64) -> String {
  let (seconds, milliseconds) = floorDivided(floorDivided(microseconds, 1000).quotient, 1000)
  // In whole seconds, which a Double holds exactly; the fraction is added as digits.
  let clock = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601).dropLast()
  return clock + "." + String(1000 + milliseconds).dropFirst() + "Z"
}

/// The quotient rounded down, before 1970 too.
private func floorDivided(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

extension LoggedEvent {
  /// ISO 8601 in UTC, ending in `Z`, milliseconds; `nil` where the instant is not known.
  public var startUTC: String? { startedAt.map(universalTime) }
  /// As ``startUTC``.
  public var endUTC: String? { endedAt.map(universalTime) }

  /// Local time with its offset; `nil` where that is not known, though UTC may be.
  var startWithOffset: String? { startLocal.flatMap { $0.hasSuffix("Z") ? nil : $0 } }
  var endWithOffset: String? { endLocal.flatMap { $0.hasSuffix("Z") ? nil : $0 } }
}
