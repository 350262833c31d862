import Foundation

extension ActionDestination {
  /// The one target that an action has.
  /// - Returns: `nil` if it has none, or several, or one that cannot be read; that is noted.
  static func read(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String,
    hasBroker: Bool
  ) -> Setting<ActionDestination>? {
    let command = command(reader, section, folder: folder)
    let webhook = reader.webAddress("webhook", in: section, meaning: nil)
    let pipe = reader.path(
      "pipe", in: section, folder: folder, expected: "the path of a pipe or file", meaning: nil)
    let mqtt = reader.truth("mqtt", in: section, default: false, meaning: nil)
    if mqtt.value, !hasBroker {
      reader.note(
        .conflict(key: mqtt.key, reason: "is true, but there is no broker; set mqtt.host"),
        at: mqtt.origin)
    }

    let named = ["command", "webhook", "pipe", "mqtt"].filter { name in
      name == "mqtt" ? mqtt.value : section.value(name) != nil
    }
    guard named.count == 1 else {
      let reason =
        named.isEmpty
        ? "does nothing; give it a command, webhook, pipe, or mqtt: true"
        : "has \(named.joined(separator: " and ")); an action has one of them, another needs an action "
          + "of its own"
      reader.note(.conflict(key: section.path, reason: reason), at: section.origin)
      return nil
    }
    let targets: [(ActionDestination, key: String, Origin)?] = [
      command.map { (.command($0.value), $0.key, $0.origin) },
      webhook.value.map { (.webhook($0), webhook.key, webhook.origin) },
      pipe.value.map { (.pipe(path: $0), pipe.key, pipe.origin) },
      mqtt.value ? (.mqtt, mqtt.key, mqtt.origin) : nil,
    ]
    return targets.compactMap { $0 }.first.map { Setting(key: $0.1, value: $0.0, origin: $0.2) }
  }

  private static func command(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String
  ) -> Setting<[String]>? {
    let words = reader.list(
      "command", in: section, expected: "a list of a program and its arguments", meaning: nil
    ) { text, _ in text }
    guard let words else { return nil }
    guard let program = words.first, !program.value.isEmpty else {
      if case .list? = section.value("command")?.content {
        reader.note(
          .conflict(
            key: section.path(to: "command"),
            reason: "names no program; write [program, argument, …]"),
          at: section.value("command")?.origin ?? section.origin)
      }
      return nil
    }
    let path =
      program.value.contains("/") ? program.value.relative(toFolder: folder) : program.value
    return Setting(
      key: program.key, value: [path] + words.dropFirst().map(\.value), origin: program.origin)
  }
}
