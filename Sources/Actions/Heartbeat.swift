import Foundation
import FoundationNetworking
import Synchronization
import Threading

/// Tells a watching server, again and again, that the station is well: silence is the alarm.
///
/// It is told only while the station itself says that it is well, so that a station that is deaf but
/// alive is missed, too.
public final class Heartbeat: Sendable {
  /// How the server is asked.
  public enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
  }

  /// What became of the beats.
  public struct Counts: Hashable, Sendable {
    /// Answered with a status of 200 to 299.
    public var sent = 0
    /// Answered otherwise, or not at all.
    public var failed = 0
    /// Not sent, as the station was not well.
    public var withheld = 0
    /// Why the last one that failed did; stays when later ones are sent.
    public var lastError: String?

    /// Of no beats.
    public init() {}
  }

  private let address: WebAddress
  private let method: Method
  private let interval: Double
  private let timeout: Double
  private let isHealthy: @Sendable () -> Bool
  private let faults: FaultReporter
  private let allowance = Allowance()
  private let end = Bell()
  private let state: Mutex<(counts: Counts, isOver: Bool)> = Mutex((Counts(), false))

  /// Begins at once, in a thread of its own, which runs until ``stop()``.
  /// - Parameters:
  ///   - address: `http` or `https`.
  ///   - interval: Seconds from one beat to the next, 1 to 86,400.
  ///   - timeout: Seconds that the server may take; not more than the interval.
  ///   - isHealthy: Asked before each beat, by the thread of this.
  ///   - report: Gets the first failure, some later ones, and the recovery.
  /// - Throws: ``ActionError/address(host:)``, ``ActionError/interval(_:)``.
  public convenience init(
    _ address: String, method: Method = .get, interval: Double, timeout: Double = 10,
    isHealthy: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (ActionReport) -> Void
  ) throws(ActionError) {
    guard (1...86_400).contains(interval) else { throw .interval(interval) }
    try self.init(
      address, method: method, unchecked: interval, timeout: min(timeout, interval),
      isHealthy: isHealthy, report: report)
  }

  /// Tests are in a hurry.
  init(
    _ address: String, method: Method, unchecked interval: Double, timeout: Double,
    isHealthy: @escaping @Sendable () -> Bool,
    report: @escaping @Sendable (ActionReport) -> Void
  ) throws(ActionError) {
    self.address = try WebAddress(address)
    self.method = method
    self.interval = interval
    self.timeout = timeout
    self.isHealthy = isHealthy
    faults = FaultReporter(name: "heartbeat", report: report)
    let thread = Thread { [self] in
      blockSignals()
      run()
      state.withLock { $0.isOver = true }
      end.ring()
    }
    thread.name = "heartbeat"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Of the beats since it began.
  public var counts: Counts { state.withLock { $0.counts } }

  /// Ends the thread; a beat under way is cut short.
  public func stop() {
    let deadline = ContinuousClock.now + .seconds(1)
    allowance.end(by: .now)
    while !state.withLock({ $0.isOver }) {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return }
      end.wait(for: left)
    }
  }

  private func run() {
    var next = ContinuousClock.now
    while !allowance.isEnding {
      beat()
      // Never two at once to make up for a slow one.
      next = max(next + .seconds(interval), .now)
      _ = allowance.wait(until: next) { allowance.isEnding }
    }
  }

  private func beat() {
    guard isHealthy() else { return state.withLock { $0.counts.withheld += 1 } }
    var request = URLRequest(url: address.url)
    request.httpMethod = method.rawValue
    request.httpShouldHandleCookies = false
    request.setValue("earshot", forHTTPHeaderField: "User-Agent")
    let failure: ActionError
    switch HTTPExchange.run(request, within: timeout, allowance) {
    case .answered(200...299, _, _):
      state.withLock { $0.counts.sent += 1 }
      return faults.succeeded()
    case .answered(300...399, let place, _):
      failure = .redirected(host: address.host, to: place ?? "nowhere")
    case .answered(let status, _, _):
      failure = .refused(host: address.host, status: status, tries: 1)
    case .failed(let reason):
      guard !allowance.isEnding else { return }
      failure = .unreachable(host: address.host, reason: reason, tries: 1)
    }
    state.withLock { state in
      state.counts.failed += 1
      state.counts.lastError = "\(failure)"
    }
    faults.failed(failure)
  }
}
