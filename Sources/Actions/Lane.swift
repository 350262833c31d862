import Foundation
import Threading

/// The announcements of one action, and the thread that delivers them.
final class Lane: Sendable {
  private struct State {
    var waiting: [Announcement] = []
    var counts = ActionCounts()
    /// Dropped and not yet told of.
    var untold = 0
    var isOver = false
  }

  let name: String
  private let target: any ActionTarget
  private let limit: Int
  private let faults: FaultReporter
  /// What the target tells by itself, apart from what becomes of deliveries.
  private let targetFaults: FaultReporter
  private let state: Guarded<State> = Guarded(State())
  private let allowance = Allowance()
  /// Rings when the thread has ended.
  private let end = Bell()

  init(
    name: String, target: any ActionTarget, limit: Int,
    report: @escaping @Sendable (ActionReport) -> Void
  ) {
    self.name = name
    self.target = target
    self.limit = limit
    faults = FaultReporter(name: name, report: report)
    targetFaults = FaultReporter(name: name, report: report)
  }

  func start() {
    let thread = Thread { [self] in
      blockSignals()
      run()
      state.withLock { $0.isOver = true }
      end.ring()
    }
    thread.name = "action \(name)"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Never waits.
  func accept(_ announcement: Announcement) {
    state.withLock { state in
      guard !allowance.isEnding else {
        state.counts.dropped += 1
        return
      }
      if state.waiting.count >= limit {
        state.waiting.removeFirst()
        state.counts.dropped += 1
        state.untold += 1
      }
      state.waiting.append(announcement)
    }
    allowance.wake()
  }

  var counts: ActionCounts {
    var counts = state.withLock { state in
      var counts = state.counts
      counts.waiting += state.waiting.count
      return counts
    }
    counts.lastError = targetFaults.lastError ?? faults.lastError
    target.complete(&counts)
    return counts
  }

  private func run() {
    target.start(targetFaults)
    while let announcement = next() { deliver(announcement) }
    target.stop(by: allowance.cutoff ?? .now)
  }

  /// - Returns: `nil` when the station stops and nothing is left, or no time.
  private func next() -> Announcement? {
    while true {
      // Asked first: what is accepted before the end is found below.
      let isEnding = allowance.isEnding
      let found = state.withLock { state -> Announcement? in
        if let cutoff = allowance.cutoff, cutoff <= .now {
          state.counts.dropped += state.waiting.count
          state.waiting = []
        }
        guard !state.waiting.isEmpty else { return nil }
        state.counts.waiting = 1
        return state.waiting.removeFirst()
      }
      if let found { return found }
      guard !isEnding else { return nil }
      _ = allowance.wait(until: .now + .seconds(3600)) {
        allowance.isEnding || state.withLock { !$0.waiting.isEmpty }
      }
    }
  }

  private func deliver(_ announcement: Announcement) {
    do throws(ActionError) {
      try target.deliver(announcement, within: allowance)
      state.withLock { state in
        state.counts.waiting = 0
        state.counts.sent += 1
      }
      faults.succeeded()
    } catch {
      state.withLock { state in
        state.counts.waiting = 0
        state.counts.failed += 1
      }
      faults.failed(error)
    }
    let dropped = state.withLock { state in
      defer { state.untold = 0 }
      return state.untold
    }
    if dropped > 0 { faults.dropped(dropped, limit: limit) }
  }

  /// From now on nothing is accepted; what waits is delivered as far as time allows.
  func beginEnding(by instant: ContinuousClock.Instant) { allowance.end(by: instant) }

  /// Waits for the end of the thread.
  func join(until instant: ContinuousClock.Instant) {
    while !state.withLock({ $0.isOver }) {
      let left = ContinuousClock.now.duration(to: instant)
      guard left > .zero else { return }
      end.wait(for: left)
    }
  }
}

/// Signals go to the program's other threads; a pipe that nobody reads is an error here, not the
/// program's end.
func blockSignals() {
  var all = sigset_t()
  unsafe sigfillset(&all)
  unsafe pthread_sigmask(SIG_BLOCK, &all, nil)
}
