/// The MQTT broker to which a station sends its events, at least once each (QoS 1).
public struct MQTTSettings: Sendable {
  /// The broker's name or address.
  public let host: Setting<String>
  /// 1 to 65,535; 1883 unless told otherwise, with TLS too.
  public let port: Setting<Int>
  /// What the topics of all messages begin with; without wildcards.
  public let topic: Setting<String>
  /// `nil` for a broker that lets anybody in.
  public let user: Setting<String?>
  /// Path of a file that holds the password.
  public let passwordFile: Setting<String?>
  /// Whether the connection is encrypted.
  public let tls: Setting<Bool>
  /// Path of the certificates that are trusted; `nil` for the system's.
  public let caFile: Setting<String?>
  /// `nil` for one made from the machine and the topic.
  public let clientID: Setting<String?>
  /// The prefix below which Home Assistant looks for sensors; `nil` to tell it nothing.
  public let discovery: Setting<String?>
  /// Path of the file in which messages wait for the broker; `nil` for beside the log.
  public let store: Setting<String?>
  /// Messages that may wait; the oldest make room.
  public let storeLimit: Setting<Int>

  /// - Returns: `nil` if no host is named.
  init?(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String,
    site: String?
  ) {
    let host = reader.text(
      "host", in: section, expected: "the name or address of a host", meaning: "none, so no broker"
    ) { text in !text.contains { $0.isWhitespace || $0 == "/" } }
    port = reader.wholeNumber("port", in: section, 1...65_535, default: Self.usualPort)
    let usual = Self.topic(site: site)
    topic = reader.setting(
      "topic", in: section,
      expected: "a topic without the wildcards + and #, $ before it and / at its ends",
      default: usual, meaning: usual
    ) { Self.isTopic($0.text) ? $0.text : nil }
    user = reader.text("user", in: section, meaning: "none")
    passwordFile = reader.path(
      "password_file", in: section, folder: folder, expected: "the path of a file", meaning: "none")
    tls = reader.truth("tls", in: section, default: false)
    caFile = reader.path(
      "ca_file", in: section, folder: folder, expected: "the path of a file",
      meaning: "the system's")
    clientID = reader.text(
      "client_id", in: section, expected: "a text of 1 to 65535 bytes",
      meaning: "from the machine and the topic"
    ) { $0.utf8.count <= 65_535 }
    discovery = reader.text(
      "discovery", in: section,
      expected: "a topic without the wildcards + and #, $ before it and / at its ends",
      meaning: "none, so Home Assistant is told nothing", isFit: Self.isTopic)
    store = reader.path(
      "store", in: section, folder: folder, expected: "the path of a file",
      meaning: "beside the log")
    storeLimit = reader.wholeNumber("store_limit", in: section, 1...10_000_000, default: 10_000)
    reader.close(section)

    if passwordFile.isSet, !user.isSet {
      reader.note(
        .conflict(
          key: passwordFile.key, reason: "is set, but \(user.key) is not; a password needs it"),
        at: passwordFile.origin)
    }
    if caFile.isSet, !tls.value {
      reader.note(
        .conflict(
          key: caFile.key, reason: "is set, but \(tls.key) is not true: nothing would be encrypted"),
        at: caFile.origin)
    }
    // What a documented file sets to its default does not yet ask for a broker.
    let asked =
      topic.isSet || user.isSet || passwordFile.isSet || caFile.isSet || clientID.isSet
      || store.isSet || tls.value || port.value != Self.usualPort
    if asked, !host.isSet {
      reader.note(
        .conflict(
          key: section.path, reason: "has no host; name the broker's, or remove the section"),
        at: section.origin)
    }
    guard let name = host.value else { return nil }
    self.host = Setting(key: host.key, value: name, origin: host.origin)
  }

  private static let usualPort = 1883

  /// The topic of a station that names none: its site, as far as a topic may hold it.
  private static func topic(site: String?) -> String {
    let level = (site ?? "").map { "+#/\0".contains($0) ? "_" : $0 }
    return level.isEmpty ? "earshot" : "earshot/" + String(level)
  }

  private static func isTopic(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 1024 && !text.contains { "+#\0".contains($0) }
      && !text.hasPrefix("$") && !text.hasPrefix("/") && !text.hasSuffix("/")
  }
}
