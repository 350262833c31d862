import Dispatch
import Synchronization

/// Work for several threads, and what became of it for one.
///
/// Urgent work goes first; otherwise work is taken, and results are delivered, in the order in which
/// they come.
final class WorkBoard<Work: Sendable, Outcome: Sendable>: Sendable {
  private struct State {
    var urgent: [Work] = []
    var other: [Work] = []
    var outcomes: [Outcome] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  // Counts work that nobody has taken; once closed, also each thread that has not left.
  private let workAvailable = DispatchSemaphore(value: 0)
  private let outcomesAvailable = DispatchSemaphore(value: 0)

  func post(_ work: [Work], urgent: Bool) {
    state.withLock { state in
      if urgent { state.urgent += work } else { state.other += work }
    }
    for _ in work { workAvailable.signal() }
  }

  /// Waits for work.
  /// - Returns: `nil` when the board is closed: the thread may leave.
  func take() -> Work? {
    workAvailable.wait()
    let work = state.withLock { state -> Work? in
      if state.isClosed { return nil }
      return state.urgent.isEmpty
        ? state.other.removeFirst() : state.urgent.removeFirst()
    }
    if work == nil { workAvailable.signal() }  // for the next thread
    return work
  }

  func deliver(_ outcome: Outcome) {
    state.withLock { $0.outcomes.append(outcome) }
    outcomesAvailable.signal()
  }

  /// Waits for an outcome; work must be under way.
  func next() -> Outcome {
    outcomesAvailable.wait()
    return state.withLock { $0.outcomes.removeFirst() }
  }

  /// Drops the work that nobody has taken, and lets the threads go.
  func close() {
    state.withLock { state in
      state.urgent = []
      state.other = []
      state.isClosed = true
    }
    workAvailable.signal()
  }
}
