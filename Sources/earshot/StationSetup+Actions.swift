import Actions
import Configuration
import EventDetection
import Foundation
import SpeciesClassifier
import Station
import Survey
import SystemFiles

extension StationSetup {
  /// The actions of a configuration; a broker that no action sends to gets everything.
  mutating func setActions(_ configuration: StationConfiguration) throws {
    var taxa: [Taxon] = []
    for input in inputs {
      for described in input.plan.bundle.classes where !taxa.contains(described.taxon) {
        taxa.append(described.taxon)
      }
    }
    var brokers = 0
    func plan(_ name: String, _ conditions: ActionRule.Conditions, _ target: any ActionTarget)
      throws
      -> PlannedAction
    {
      PlannedAction(
        name: name, rule: try ActionRule(conditions, taxa: taxa),
        target: { () throws(ActionError) in target })
    }
    func broker(
      _ name: String, _ conditions: ActionRule.Conditions, _ settings: Configuration.MQTTSettings
    ) throws -> PlannedAction {
      brokers += 1
      let settings = try connection(to: settings, number: brokers)
      return PlannedAction(
        name: name, rule: try ActionRule(conditions, taxa: taxa),
        target: { () throws(ActionError) in try MQTTTarget(settings) })
    }
    for settings in configuration.actions {
      let conditions = try ActionRule.Conditions(settings)
      let (name, timeout) = (settings.name.value, settings.timeout.value)
      switch settings.target.value {
      case .command(let words):
        let environment = ProcessInfo.processInfo.environment
        actions.append(
          try plan(
            name, conditions, CommandTarget(words, environment: environment, timeout: timeout)))
      case .webhook(let address):
        actions.append(
          try plan(name, conditions, WebhookTarget(address.absoluteString, timeout: timeout)))
      case .pipe(let path): actions.append(try plan(name, conditions, PipeTarget(path: path)))
      case .mqtt:
        guard let settings = configuration.mqtt else { continue }
        actions.append(try broker(name, conditions, settings))
      }
    }
    if let settings = configuration.mqtt, brokers == 0 {
      var conditions = ActionRule.Conditions()
      conditions.kinds = Set(Announcement.Kind.allCases)
      actions.append(try broker("mqtt", conditions, settings))
    }
  }

  /// One more connection to the broker, with a name and a store of its own.
  private func connection(
    to settings: Configuration.MQTTSettings, number: Int
  ) throws -> Actions.MQTTSettings {
    let suffix = number == 1 ? "" : "-\(number)"
    var broker = Actions.MQTTSettings(
      host: settings.host.value, port: settings.port.value,
      security: settings.tls.value
        ? settings.caFile.value.map { .authority(path: $0) } ?? .systemAuthorities : .none,
      topic: settings.topic.value, store: (settings.store.value ?? log + ".mqtt") + suffix,
      machine: Self.machine)
    broker.user = settings.user.value
    broker.password = try settings.passwordFile.value.map(Self.password)
    broker.clientID = (settings.clientID.value ?? broker.clientID) + suffix
    broker.mostMessages = settings.storeLimit.value
    broker.discoveryPrefix = settings.discovery.value
    // Before the station starts, not when its target is made.
    try broker.check()
    return broker
  }

  /// The id that the system was given when it was set up; empty where there is none.
  private static var machine: String {
    guard let bytes = try? contents(of: "/etc/machine-id") else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first line of a file.
  private static func password(_ path: String) throws -> String {
    do {
      let text = String(decoding: try contents(of: path), as: UTF8.self)
      return String(text.prefix { !$0.isNewline })
    } catch {
      throw UsageError("\(path): the broker's password cannot be read: \(error.systemReason).")
    }
  }
}

extension ActionRule.Conditions {
  fileprivate init(_ settings: ActionSettings) throws {
    self.init()
    kinds = Set(
      settings.on.map {
        switch $0.value {
        case .event: .event
        case .eventEnd: .eventEnd
        case .incident: .incident
        }
      })
    if !settings.species.isEmpty { species = settings.species.map(\.value) }
    leastScore = Float(settings.score.value ?? 0)
    onlyFirstOfDay = settings.firstOfDay.value
    pause = settings.pause.value
    // To the minute; midnight at the end of a day is the one at its beginning.
    quiet = try settings.quiet.value.map {
      try QuietSpan(start: $0.start / 60, end: $0.end / 60 % 1440)
    }
  }
}
