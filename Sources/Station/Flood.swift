import Actions

/// Notices a species that is heard so often that either something unusual goes on or the model errs: a
/// threshold that is too low, a fan, a neighbour's cockerel.
struct Flood {
  /// Events of one species within an hour that are worth an operator's look.
  static let worthALook = 120
  private static let span: Int64 = 3600 * 1_000_000_000

  /// When events of each class began to be certain, nanoseconds.
  private var instants: [Int: [Int64]] = [:]
  private var faults: [Int: RecurringFault] = [:]

  /// Takes an event.
  /// - Parameter now: Nanoseconds of a clock that does not step.
  /// - Returns: How many there were within the last hour, if that is worth a line.
  mutating func take(classIndex: Int, now: Int64) -> Int? {
    var recent = instants[classIndex, default: []]
    recent.append(now)
    recent.removeFirst(recent.firstIndex { now - $0 < Self.span } ?? 0)
    instants[classIndex] = recent
    guard recent.count >= Self.worthALook,
      faults[classIndex, default: RecurringFault()].isWorthALine(at: now / 1000)
    else { return nil }
    return recent.count
  }
}
