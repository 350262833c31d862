/// Where announcements go: a command, a web hook, a pipe, a broker.
public protocol ActionTarget: Sendable {
  /// Delivers one announcement, called by one thread, one after the other.
  ///
  /// It may take its time, but must end: what comes meanwhile waits, for this target alone.
  /// - Parameter allowance: Its cutoff must not be passed.
  func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError)

  /// Called once before the first announcement. A target that goes on by itself tells `faults` what
  /// happens to it.
  func start(_ faults: FaultReporter)

  /// Called once after the last announcement: what goes on by itself ends by the instant.
  func stop(by instant: ContinuousClock.Instant)

  /// Corrects what is known of announcements that were handed over: a target that delivers later
  /// knows better how many have been sent.
  func complete(_ counts: inout ActionCounts)
}

extension ActionTarget {
  /// Nothing, for a target that does all when it is handed something.
  public func start(_ faults: FaultReporter) {}
  /// Nothing, likewise.
  public func stop(by instant: ContinuousClock.Instant) {}
  /// Nothing: what was handed over was sent.
  public func complete(_ counts: inout ActionCounts) {}
}
