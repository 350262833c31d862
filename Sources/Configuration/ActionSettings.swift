public import Foundation

/// Something that is done when a station hears or meets something.
public struct ActionSettings: Sendable {
  /// What the log and messages call it; each action has its own.
  public let name: Setting<String>
  /// When it is done, at least one.
  public let on: [Setting<ActionTrigger>]
  /// The species for which it is done, by common or scientific name; empty for all.
  public let species: [Setting<String>]
  /// The least score of an event when it is told, above 0 to 1; `nil` for every event.
  public let score: Setting<Double?>
  /// Whether it is done only for the first event of a species on a day.
  public let firstOfDay: Setting<Bool>
  /// Seconds after it was done in which it is not done again for the same species.
  public let pause: Setting<Double>
  /// The part of each day in which it is not done.
  public let quiet: Setting<ClockSpan?>
  /// Seconds that a command may run, and each try to reach a web hook take.
  public let timeout: Setting<Double>
  /// What is done.
  public let target: Setting<ActionDestination>

  private init?(
    _ reader: ConfigurationReader, _ section: ConfigurationReader.Section, folder: String,
    hasBroker: Bool
  ) {
    name = reader.required(
      "name", in: section, reason: "has no name; each action needs one, for the log and messages")
    let triggers: [Setting<ActionTrigger>]? = reader.list(
      "on", in: section, expected: "a list of " + reader.words(ActionTrigger.self), meaning: "event"
    ) { text, _ in ActionTrigger(rawValue: text) }
    on =
      triggers ?? [Setting(key: section.path(to: "on"), value: .event, origin: .builtIn)]
    species = reader.list("species", in: section, expected: "a list of species", meaning: "all")
    score = reader.threshold("score", in: section, meaning: "any")
    firstOfDay = reader.truth("first_of_day", in: section, default: false)
    pause = reader.time("pause", in: section, 0...31_536_000, default: "0 s")
    quiet = reader.setting(
      "quiet", in: section,
      expected: "a span of local time that is less than the whole day, like 22:00 to 06:00",
      default: nil, meaning: "never"
    ) { value in
      // Of the whole day nothing would ever be done.
      ClockSpan(value.text).flatMap { $0.end - $0.start == 86_400 ? nil : .some($0) }
    }
    timeout = reader.time("timeout", in: section, 1...3600, default: "30 s")
    let target = ActionDestination.read(reader, section, folder: folder, hasBroker: hasBroker)
    reader.close(section)

    if case .list(let items)? = section.value("on")?.content, items.isEmpty {
      reader.note(
        .conflict(
          key: section.path(to: "on"),
          reason: "names nothing, so the action would never be done; write "
            + reader.words(ActionTrigger.self)),
        at: section.value("on")?.origin ?? section.origin)
    }
    let ofEvents: [(key: String, origin: Origin)] = [
      species.first.map { ($0.key, $0.origin) }, score.isSet ? (score.key, score.origin) : nil,
      firstOfDay.value ? (firstOfDay.key, firstOfDay.origin) : nil,
    ].compactMap { $0 }
    if let (key, origin) = ofEvents.first, !on.isEmpty, on.allSatisfy({ $0.value == .incident }) {
      reader.note(
        .conflict(
          key: key, reason: "is set, but the action is done on incidents, which are no species"),
        at: origin)
    }
    guard let target else { return nil }
    self.target = target
  }

  static func list(
    _ reader: ConfigurationReader, _ root: ConfigurationReader.Section, folder: String,
    hasBroker: Bool
  ) -> [ActionSettings] {
    let actions = reader.sections(
      "actions", in: root,
      expected: "a list of actions, each a section that begins with \"- name:\"",
      meaning: "none"
    ).compactMap { ActionSettings(reader, $0, folder: folder, hasBroker: hasBroker) }
    reader.refuseRepetitions(actions.map(\.name), of: "action")
    return actions
  }
}

/// When an action is done.
public enum ActionTrigger: String, Hashable, Sendable, CaseIterable {
  /// An event is certain.
  case event
  /// An event is over.
  case eventEnd = "event_end"
  /// Something that an operator should know has happened.
  case incident
}

/// What an action does.
public enum ActionDestination: Hashable, Sendable {
  /// A program and its arguments; a program without a slash is looked for in `PATH`.
  case command([String])
  /// Sends JSON to an address.
  case webhook(URL)
  /// Writes a line of JSON to a pipe or file.
  case pipe(path: String)
  /// Sends JSON to the broker.
  case mqtt
}
