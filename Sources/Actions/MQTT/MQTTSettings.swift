import CMosquitto
import ContentDigest

/// How a broker is reached, and where what could not be sent is kept.
public struct MQTTSettings: Sendable {
  /// Whether the way to the broker is encrypted, and whose word for it counts.
  public enum Security: Hashable, Sendable {
    /// Nothing is encrypted.
    case none
    /// TLS; the broker's certificate must be signed by one of the system's authorities.
    case systemAuthorities
    /// TLS; it must be signed by one in this file (PEM).
    case authority(path: String)
  }

  /// The broker's name or address.
  public var host: String
  /// 1 to 65,535; 1883 unless told otherwise, with TLS 8883.
  public var port: Int
  /// Of the connection; without TLS, a password is sent as it is.
  public var security: Security
  /// `nil` for a broker that lets anybody in.
  public var user: String?
  /// Needs a ``user``; `nil` for none.
  public var password: String?
  /// Messages are published below it; each station needs its own.
  public var topic: String
  /// By which the broker knows the station: of two of the same id it throws out the first.
  public var clientID: String
  /// The file of messages that the broker does not have yet; each station needs its own.
  public var store: String
  /// Messages that wait for the broker, 10,000 unless told otherwise; of more, the oldest are dropped.
  public var mostMessages: Int
  /// Bytes of them, 16 MiB unless told otherwise; of more, the oldest are dropped, but the last stays.
  public var mostBytes: Int
  /// Where Home Assistant looks for what it can show, `homeassistant` mostly; `nil` to tell it nothing.
  public var discoveryPrefix: String?
  /// Seconds without a word after which the other side asks, and soon gives up; 5 to 65,535.
  public var keepAlive: Int
  /// Seconds that the broker may take to answer.
  public var patience: Double
  /// Seconds before the first new try; it doubles up to ``longestPause``.
  public var pause: Double
  /// Seconds between two tries at most.
  public var longestPause: Double

  /// - Parameters:
  ///   - topic: The client's id is made from it and from `machine` unless it is set.
  ///   - machine: What tells this machine from others that may use the same topic; it stays when the station
  ///     starts anew, and none can know it again by the id.
  public init(
    host: String, port: Int? = nil, security: Security = .none, topic: String, store: String,
    machine: String = ""
  ) {
    self.host = host
    self.port = port ?? (security == .none ? 1883 : 8883)
    self.security = security
    self.topic = topic
    self.store = store
    // MQTT 3.1 allows 23 bytes.
    clientID =
      "earshot-" + SHA256.hexadecimal(of: Array((machine + "\0" + topic).utf8)).prefix(15)
    mostMessages = 10_000
    mostBytes = 16 << 20
    keepAlive = 30
    patience = 15
    pause = 1
    longestPause = 60
  }

  /// Host and port, for messages.
  var place: String { "\(host):\(port)" }

  /// - Throws: ``ActionError/brokerName(_:)``, ``ActionError/brokerPort(_:)``, ``ActionError/topic(_:)``,
  ///   ``ActionError/brokerSetting(_:reason:)``.
  public func check() throws(ActionError) {
    guard !host.isEmpty, !host.contains("\0") else { throw .brokerName(host) }
    guard (1...65_535).contains(port) else { throw .brokerPort(port) }
    for topic in [topic] + (discoveryPrefix.map { [$0] } ?? []) {
      guard unsafe mosquitto_pub_topic_check(topic) == 0, !topic.isEmpty, !topic.contains("\0"),
        !topic.hasPrefix("/"), !topic.hasSuffix("/"), topic.utf8.count < 60_000
      else { throw .topic(topic) }
    }
    func refuse(_ setting: String, _ reason: String) throws(ActionError) -> Never {
      throw .brokerSetting(setting, reason: reason)
    }
    guard !clientID.isEmpty, !clientID.contains("\0"), clientID.utf8.count < 60_000 else {
      try refuse("client id", "must not be empty")
    }
    guard password == nil || user != nil else { try refuse("password", "needs a user") }
    guard (5...65_535).contains(keepAlive) else {
      try refuse("keep alive", "must be 5 to 65535 seconds, not \(keepAlive)")
    }
    guard mostMessages > 0, mostBytes > 0 else {
      try refuse("store", "needs room for at least one message")
    }
    guard patience > 0, pause > 0, longestPause >= pause else {
      try refuse("patience and pauses", "must be above 0, and the longest pause the longest")
    }
  }
}
