public import AudioCapture
import EventLog
import Foundation
import Survey
import Threading

/// Inputs that are listened to at once, each by a thread of its own, with one log.
///
/// ```swift
/// let station = try Station(inputs, log: log, clock: .system) { news in … }
/// station.start()
/// while !station.isOver { … }
/// ```
public final class Station: Sendable {
  private let monitors: Guarded<[InputMonitor]>
  let inputs: [StationInput]
  /// In which all inputs write what they hear.
  public let log: SharedLog
  let clock: CaptureClock
  let startedAt: Date
  let board: StatusBoard
  let receiver: NewsReceiver
  let notes = Guarded<[Incident]>([])
  private let orders = Orders()
  private let outcome: Guarded<Outcome>

  private struct Outcome {
    var running: Int
    var failures: [(input: String, error: any Error)] = []
  }

  /// - Parameters:
  ///   - inputs: Of different names.
  ///   - log: What it cannot take now waits here.
  ///   - receiver: Hears of news, from the threads of the inputs.
  public init(
    _ inputs: [StationInput], log: SharedLog, clock: CaptureClock, receiver: @escaping NewsReceiver
  ) {
    precondition(Set(inputs.map(\.name)).count == inputs.count, "inputs have names of their own")
    self.inputs = inputs
    self.log = log
    self.clock = clock
    self.receiver = receiver
    startedAt = Date(microseconds: clock.now().utc / 1000)
    board = StatusBoard(inputs: inputs.map(\.name))
    var made: [InputMonitor] = []
    for (index, input) in inputs.enumerated() {
      let report = InputReport(board: board, index: index, clock: clock, receiver: receiver)
      made.append(InputMonitor(input, log: log, clock: clock, report: report))
    }
    let all = made
    monitors = Guarded(all)
    outcome = Guarded(Outcome(running: all.count))
  }

  /// Starts the threads.
  public func start() {
    let all = monitors.withLock { monitors in
      defer { monitors = [] }
      return monitors
    }
    for (index, monitor) in all.enumerated() {
      let thread = Thread { [self] in
        var monitor = monitor
        do {
          try monitor.run(orders)
        } catch {
          outcome.withLock { $0.failures.append((inputs[index].name, error)) }
          // One input that cannot be had does not end the others; a log that cannot be used does.
          if error is EventLogError { orders.give(.stop) }
        }
        outcome.withLock { $0.running -= 1 }
      }
      thread.name = "earshot input"
      thread.start()
    }
  }

  /// Tells all inputs to end, with everything in the log.
  public func give(_ order: Orders.Order) { orders.give(order) }

  /// Whether all inputs have ended.
  public var isOver: Bool { outcome.withLock { $0.running == 0 } }

  /// Why inputs ended that were not told to.
  public var failures: [(input: String, error: any Error)] { outcome.withLock { $0.failures } }
}
