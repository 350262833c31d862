import Synchronization

/// One thing that a station does when it has something to tell.
public struct Action: Sendable {
  /// For messages and the status; each action has its own.
  public var name: String
  /// Which announcements are delivered.
  public var rule: ActionRule
  /// Where they are delivered; called by the action's own thread alone.
  public var target: any ActionTarget

  /// Takes everything as given.
  public init(name: String, rule: ActionRule, target: any ActionTarget) {
    self.name = name
    self.rule = rule
    self.target = target
  }
}

/// Hands announcements to actions, each with a queue and a thread of its own: one that hangs keeps no
/// other waiting, and nobody who announces.
///
/// ```swift
/// let dispatcher = Dispatcher(actions) { report in journal.note(report) }
/// dispatcher.announce(.eventBegan(event), at: now)
/// …
/// dispatcher.stop(within: 5)
/// ```
///
/// ``stop(within:)`` must be called once; threads run until then.
public final class Dispatcher: Sendable {
  private let lanes: [Lane]
  private let rules: Mutex<[ActionRule]>

  /// - Parameters:
  ///   - queueLimit: Announcements that may wait for one action; of more, the oldest are dropped and
  ///     counted.
  ///   - report: Gets what should become an incident: failures, ever more rarely while they last, and
  ///     their end. Called by the actions' threads; may call ``announce(_:at:)``.
  public init(
    _ actions: [Action], queueLimit: Int = 1000,
    report: @escaping @Sendable (ActionReport) -> Void
  ) {
    precondition(queueLimit > 0, "an action needs room for one announcement")
    lanes = actions.map {
      Lane(name: $0.name, target: $0.target, limit: queueLimit, report: report)
    }
    rules = Mutex(actions.map(\.rule))
    for lane in lanes { lane.start() }
  }

  /// Queues an announcement for the actions whose rules it fires. From any thread; waits for nothing.
  public func announce(_ announcement: Announcement, at now: LocalInstant) {
    let firing = rules.withLock { rules in
      rules.indices.filter { rules[$0].fires(announcement, at: now) }
    }
    for index in firing { lanes[index].accept(announcement) }
  }

  /// By action, in their order. What was announced after ``stop(within:)`` counts as dropped.
  public var counts: [(action: String, counts: ActionCounts)] {
    lanes.map { ($0.name, $0.counts) }
  }

  /// Delivers what waits as far as that is possible in the time, ends the threads, and accepts no more.
  /// - Parameter seconds: A delivery that takes longer is cut short. One that the system does not let
  ///   go of, such as a write to a network folder that is gone, is left to itself half a second later.
  ///   ``counts`` tell what could not be delivered; a broker's messages are kept for the next run.
  public func stop(within seconds: Double) {
    let cutoff = ContinuousClock.now + .seconds(max(seconds, 0))
    for lane in lanes { lane.beginEnding(by: cutoff) }
    for lane in lanes { lane.join(until: cutoff + .milliseconds(500)) }
  }
}
