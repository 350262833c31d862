import Synchronization

/// What an operator should know of an action.
public struct ActionReport: Hashable, Sendable {
  /// A word to filter by.
  public enum Kind: String, Hashable, Sendable {
    /// A delivery failed, or the target has some other trouble.
    case failed = "action_failed"
    /// A delivery has succeeded again.
    case recovered = "action_recovered"
    /// Announcements were given up untried, as too many waited.
    case dropped = "action_dropped"
  }

  /// The action's name.
  public var action: String
  /// A failure of a delivery, its end, or announcements given up untried.
  public var kind: Kind
  /// A sentence that begins with the action's name.
  public var text: String
}

/// Tells of failures, ever more rarely while they last, and of their end once.
public final class FaultReporter: Sendable {
  private struct State {
    var fault = RecurringFault()
    /// Since the last success.
    var failures = 0
    var wasTold = false
    var lastError: String?
  }

  private let name: String
  private let report: @Sendable (ActionReport) -> Void
  private let start = ContinuousClock.now
  private let state: Mutex<State> = Mutex(State())

  /// - Parameter report: Called by the action's own thread, which waits for it.
  init(name: String, report: @escaping @Sendable (ActionReport) -> Void) {
    self.name = name
    self.report = report
  }

  var lastError: String? { state.withLock { $0.lastError } }

  /// Takes a failure.
  public func failed(_ error: ActionError) {
    let now = microseconds
    let failures: Int? = state.withLock { state in
      state.failures += 1
      state.lastError = "\(error)"
      guard state.fault.isWorthALine(at: now) else { return nil }
      state.wasTold = true
      return state.failures
    }
    guard let failures else { return }
    let times = failures == 1 ? "" : " (\(failures) times in a row)"
    tell(.failed, "\(error)\(times)")
  }

  /// Takes a success: what was told of is over.
  public func succeeded() {
    let failures: Int? = state.withLock { state in
      defer { (state.failures, state.wasTold) = (0, false) }
      return state.wasTold ? state.failures : nil
    }
    guard let failures else { return }
    tell(.recovered, "works again after \(failures) failure\(failures == 1 ? "" : "s").")
  }

  func dropped(_ count: Int, limit: Int) {
    tell(
      .dropped,
      "\(count) announcement\(count == 1 ? "" : "s") went unsent, as more than \(limit) waited.")
  }

  /// Tells a thing that is no failure of a delivery.
  func note(_ text: String) { tell(.failed, text) }

  private func tell(_ kind: ActionReport.Kind, _ text: String) {
    report(ActionReport(action: name, kind: kind, text: "\(name): \(text)"))
  }

  /// Since this was made; no clock that is set.
  private var microseconds: Int64 {
    let (seconds, attoseconds) = start.duration(to: .now).components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}
