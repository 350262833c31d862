/// When a fault that comes again and again is worth another line: at once, then after 1 minute, 2,
/// 4 … up to a day. A fault that stayed away for an hour begins anew.
public struct RecurringFault: Sendable {
  private static let shortest: Int64 = 60_000_000
  private static let longest: Int64 = 86_400_000_000
  private static let forgetting: Int64 = 3_600_000_000

  private var last: (told: Int64, seen: Int64)?
  private var pause = Self.shortest

  /// A fault that was not there yet.
  public init() {}

  /// Says that the fault is there now.
  /// - Parameter now: Microseconds of any clock; one that was set back begins anew.
  public mutating func isWorthALine(at now: Int64) -> Bool {
    guard let last, now >= last.seen, now - last.seen < Self.forgetting else {
      self.last = (now, now)
      pause = Self.shortest
      return true
    }
    self.last?.seen = now
    guard now - last.told >= pause else { return false }
    self.last?.told = now
    pause = min(pause * 2, Self.longest)
    return true
  }
}
