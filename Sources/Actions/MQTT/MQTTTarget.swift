public import Foundation
import Synchronization
import Threading

/// Publishes announcements to a broker of MQTT 3.1.1, each at least once and in order.
///
/// Below the station's topic: `event`, `event_end` and `incident` get the announcements' JSON; `status` is
/// `online` or, also when the station just vanishes, `offline`; `state` is what
/// ``publishState(_:)`` was given last. The last two are retained.
///
/// An announcement is on disk before it is sent, and leaves it when the broker has acknowledged it. So none
/// is lost by a broker that is away, by a `kill -9` or by a power cut, as long as there are not more than
/// the settings allow. After such a thing some may come twice; their `id` tells.
///
/// Its connection is looked after by a thread of its own that alone talks to libmosquitto. The library has
/// one, too, but that keeps messages of its own over reconnections, and calls back at any time.
public final class MQTTTarget: ActionTarget {
  private struct State {
    var json: Data?
    var sent = 0
    var failed = 0
    var isConnected = false
    var isRunning = false
    var isOver = false
  }

  private let settings: MQTTSettings
  private let outbox: Outbox
  private let state: Mutex<State> = Mutex(State())
  private let allowance = Allowance()
  private let end = Bell()

  /// Opens the store; the connection is made when the dispatcher starts.
  /// - Throws: An ``ActionError`` for settings that cannot be, or a store that cannot be used.
  public init(_ settings: MQTTSettings) throws(ActionError) {
    try settings.check()
    self.settings = settings
    outbox = try Outbox(settings)
  }

  /// Whether the broker is there now.
  public var isConnected: Bool { state.withLock { $0.isConnected } }

  /// Has the broker keep a text, JSON mostly, as the station's state, instead of the one before. What is
  /// given while the broker is away is published when it is there again, the last only.
  public func publishState(_ json: Data) {
    state.withLock { $0.json = json }
    allowance.wake()
  }

  /// Puts it into the store; a thread of the target's own sends it when the broker can be had.
  public func deliver(_ announcement: Announcement, within allowance: Allowance) throws(ActionError)
  {
    defer { self.allowance.wake() }
    try outbox.add(announcement.kind.rawValue, announcement.json)
  }

  /// Begins that thread.
  public func start(_ faults: FaultReporter) {
    if let damaged = outbox.store.damaged {
      faults.note(
        "\(settings.store): was damaged; it lies at \(damaged) now, and the messages in it were not sent."
      )
    }
    state.withLock { $0.isRunning = true }
    let thread = Thread { [self] in
      blockSignals()
      run(faults)
      outbox.close()
      state.withLock { ($0.isOver, $0.isConnected) = (true, false) }
      end.ring()
    }
    thread.name = "mqtt"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Ends it, with what could not be sent in the store.
  public func stop(by instant: ContinuousClock.Instant) {
    guard state.withLock({ $0.isRunning }) else { return }
    allowance.end(by: instant)
    while !state.withLock({ $0.isOver }) {
      let left = ContinuousClock.now.duration(to: instant + .milliseconds(200))
      guard left > .zero else { return }
      end.wait(for: left)
    }
  }

  /// What the broker has acknowledged is sent; what is kept for it waits. Failed are tries to reach it.
  public func complete(_ counts: inout ActionCounts) {
    counts.waiting += outbox.waiting
    counts.dropped += outbox.dropped
    state.withLock { state in
      counts.sent = state.sent
      counts.failed = state.failed
    }
  }

  private func run(_ faults: FaultReporter) {
    var pause = settings.pause
    while !allowance.isEnding {
      do throws(ActionError) {
        try converse(faults)
        return
      } catch {
        let wasConnected = state.withLock { state in
          state.failed += 1
          defer { state.isConnected = false }
          return state.isConnected
        }
        faults.failed(error)
        if wasConnected { pause = settings.pause }
        guard allowance.pause(for: .seconds(pause)) else { return }
        pause = min(pause * 2, settings.longestPause)
      }
    }
  }

  /// One connection, until it breaks or the station stops.
  private func converse(_ faults: FaultReporter) throws(ActionError) {
    var session = try BrokerSession(settings, outbox)
    var delivered = 0
    var hasStoreFault = false
    while true {
      let cutoff = allowance.cutoff
      if let cutoff,
        cutoff <= .now || !session.isConnected || (session.isIdle && outbox.waiting == 0)
      {
        return try session.sayGoodbye(allowance.bell, by: cutoff)
      }
      let left = cutoff.map { ContinuousClock.now.duration(to: $0) } ?? .seconds(1)
      try session.turn(allowance.bell, for: left, state: state.withLock { $0.json })
      let (now, isNew) = (session.delivered, session.isConnected)
      let isFirst = state.withLock { state in
        state.sent += now - delivered
        defer { state.isConnected = isNew }
        return isNew && !state.isConnected
      }
      if let fault = session.storeFault, now > delivered {
        faults.failed(fault)
        hasStoreFault = true
      } else if isFirst || hasStoreFault, session.storeFault == nil {
        faults.succeeded()
        hasStoreFault = false
      }
      delivered = now
    }
  }
}
