/// A fault that comes again and again: worth a line at once, then after a minute, two, four and so on.
///
/// A fault that stayed away for as long as the last pause was is a new one.
struct RecurringFault: Sendable {
  static let firstPause: Int64 = 60 * 1_000_000_000

  private var next: Int64?
  private var pause = RecurringFault.firstPause

  /// - Parameter now: Nanoseconds of a clock that does not step.
  mutating func isWorthALine(at now: Int64) -> Bool {
    guard let next else {
      next = now + pause
      return true
    }
    guard now >= next else { return false }
    pause = now - next > pause ? Self.firstPause : pause * 2
    self.next = now + pause
    return true
  }
}
