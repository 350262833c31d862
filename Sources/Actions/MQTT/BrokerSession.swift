import Foundation
import Threading

/// What is sent on one connection, from "online" to "offline".
struct BrokerSession: ~Copyable {
  private let settings: MQTTSettings
  private let outbox: Outbox
  private let began = ContinuousClock.now
  private let connection: BrokerConnection
  private(set) var isConnected = false
  /// Messages under way by their number: their sequence, or `nil` where they are not from the outbox.
  private var underWay: [Int32: Int64?] = [:]
  private var lastSent: Int64 = 0
  private var lastProgress = ContinuousClock.now
  private var sentState: Data?
  /// Messages that the broker has acknowledged and the outbox held.
  private(set) var delivered = 0
  /// Why the outbox could not forget the last of them; `nil` if it could.
  private(set) var storeFault: ActionError?

  /// Not more than the broker takes at once without being told otherwise.
  private static let mostUnderWay = 20

  init(_ settings: MQTTSettings, _ outbox: Outbox) throws(ActionError) {
    self.settings = settings
    self.outbox = outbox
    connection = try BrokerConnection(settings)
  }

  /// Whether all that was to be sent has been acknowledged.
  var isIdle: Bool { isConnected && underWay.isEmpty }

  /// Waits for something to do, and does it.
  /// - Parameter state: What should stand as the station's state.
  /// - Throws: When the connection is over.
  mutating func turn(
    _ bell: Bell, for duration: Duration, state: Data?
  ) throws(ActionError) {
    try connection.turn(bell, for: min(duration, .seconds(1)))
    if !isConnected, try connection.isConnected() {
      isConnected = true
      lastProgress = .now
      try greet()
    }
    guard isConnected else {
      guard began.duration(to: .now) < .seconds(settings.patience) else {
        throw .broker(host: settings.place, reason: "the broker does not answer")
      }
      return
    }
    takeAcknowledged()
    if let state, state != sentState {
      try publish(state, to: "state", isRetained: true)
      sentState = state
    }
    try sendWaiting()
    if underWay.isEmpty {
      lastProgress = .now
    } else if lastProgress.duration(to: .now) > .seconds(settings.patience) {
      throw .broker(host: settings.place, reason: "the broker does not acknowledge messages")
    }
  }

  private mutating func greet() throws(ActionError) {
    try publish(Data("online".utf8), to: "status", isRetained: true)
    for message in HomeAssistant.messages(settings) {
      let number = try connection.publish(message.payload, to: message.topic, isRetained: true)
      underWay[number] = .some(nil)
    }
  }

  private mutating func publish(
    _ payload: Data, to subtopic: String, isRetained: Bool = false, sequence: Int64? = nil
  ) throws(ActionError) {
    let number = try connection.publish(
      payload, to: settings.topic + "/" + subtopic, isRetained: isRetained)
    underWay[number] = .some(sequence)
  }

  private mutating func sendWaiting() throws(ActionError) {
    let room = Self.mostUnderWay - underWay.count
    guard room > 0 else { return }
    for message in try outbox.messages(after: lastSent, limit: room) {
      try publish(message.payload, to: message.subtopic, sequence: message.sequence)
      lastSent = message.sequence
    }
  }

  /// A full disk does not end the session: the outbox knows without it what need not be sent again.
  private mutating func takeAcknowledged() {
    let numbers = connection.takeAcknowledged()
    guard !numbers.isEmpty else { return }
    lastProgress = .now
    let sequences = numbers.compactMap { underWay.removeValue(forKey: $0) ?? nil }
    guard !sequences.isEmpty else { return }
    delivered += sequences.count
    do throws(ActionError) {
      try outbox.remove(sequences)
      storeFault = nil
    } catch {
      storeFault = error
    }
  }

  /// Says that the station goes, and waits until the broker knows.
  mutating func sayGoodbye(_ bell: Bell, by instant: ContinuousClock.Instant) throws(ActionError) {
    guard isConnected else { return }
    try publish(Data("offline".utf8), to: "status", isRetained: true)
    while !underWay.isEmpty, ContinuousClock.now < instant {
      try connection.turn(bell, for: min(.seconds(1), ContinuousClock.now.duration(to: instant)))
      takeAcknowledged()
    }
    connection.disconnect()
  }
}
