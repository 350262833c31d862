import EventDetection
public import Foundation
import Threading

/// Where the threads of a station write what they do, for those who ask.
final class StatusBoard: Sendable {
  private let contents: Guarded<Contents>

  struct Contents {
    var inputs: [InputStatus]
    /// Of each input, the gap that goes on and since when by the monotonic clock, nanoseconds.
    var gaps: [(cause: Gap.Cause, since: Int64)?]
    /// The newest first.
    var events: [RecentEvent] = []
    var incidents: [RecentIncident] = []
    /// Why the log cannot be written now.
    var logFailure: String?

    /// With the gaps that go on, as far as they have come.
    /// - Parameter now: By the monotonic clock, nanoseconds.
    func inputs(at now: Int64) -> [InputStatus] {
      zip(inputs, gaps).map { input, gap in
        var input = input
        if let gap { input.add(gap.cause, seconds: Double(now - gap.since) / 1e9) }
        return input
      }
    }
  }

  private static let mostEvents = 10
  private static let mostIncidents = 10

  init(inputs: [String]) {
    contents = Guarded(
      Contents(
        inputs: inputs.map(InputStatus.init), gaps: Array(repeating: nil, count: inputs.count)))
  }

  var current: Contents { contents.withLock { $0 } }

  func update(_ input: Int, _ change: (inout InputStatus) -> Void) {
    contents.withLock { change(&$0.inputs[input]) }
  }

  /// Ends the gap of an input that goes on, and begins another, or none.
  /// - Parameter now: By the monotonic clock, nanoseconds.
  func setGap(_ input: Int, _ cause: Gap.Cause?, now: Int64) {
    contents.withLock {
      $0.inputs[input] = $0.inputs(at: now)[input]
      $0.gaps[input] = cause.map { ($0, now) }
    }
  }

  func setLogFailure(_ reason: String?) { contents.withLock { $0.logFailure = reason } }

  /// Adds an event, or replaces it by what has become of it.
  func add(_ event: RecentEvent) {
    contents.withLock { contents in
      contents.events.removeAll {
        $0.input == event.input && $0.commonName == event.commonName
          && $0.startedAt == event.startedAt
      }
      let place = contents.events.firstIndex { $0.startedAt <= event.startedAt }
      contents.events.insert(event, at: place ?? contents.events.count)
      if contents.events.count > Self.mostEvents { contents.events.removeLast() }
    }
  }

  func add(_ incident: RecentIncident) {
    contents.withLock { contents in
      contents.incidents.insert(incident, at: 0)
      if contents.incidents.count > Self.mostIncidents { contents.incidents.removeLast() }
    }
  }
}

/// An incident as a status shows it.
public struct RecentIncident: Sendable, Codable, Hashable {
  /// By the system's clock.
  public var happenedAt: Date
  /// A short word to filter by, as in the log: `log_unavailable`.
  public var kind: String
  /// What happened, in words, as in the log.
  public var text: String
}
