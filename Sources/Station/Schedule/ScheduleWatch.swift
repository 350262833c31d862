import Threading

/// A schedule that is asked many times a second: it is worked out again only when its answer can have
/// changed.
///
/// Asked about an instant before those it knows, after a clock was put back, it works it out again too.
public final class ScheduleWatch: Sendable {
  private let schedule: Schedule
  private let known = Guarded<(instants: Range<Int64>, isOn: Bool)>((0..<0, false))

  /// Works out nothing before it is asked.
  public init(_ schedule: Schedule) { self.schedule = schedule }

  /// - Parameter utcMicroseconds: Since 1970.
  public func isOn(at utcMicroseconds: Int64) -> Bool {
    known.withLock { known in
      if !known.instants.contains(utcMicroseconds) {
        let end = schedule.nextChange(after: utcMicroseconds)
        // Without a change in sight it is looked for again tomorrow.
        known.instants = utcMicroseconds..<(end ?? utcMicroseconds + 86_400_000_000)
        known.isOn = schedule.isOn(at: utcMicroseconds)
      }
      return known.isOn
    }
  }
}
