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
    for settings in configuration.actions {
      let target: any ActionTarget
      switch settings.target.value {
      case .command(let words):
        target = try CommandTarget(
          words, environment: ProcessInfo.processInfo.environment,
          timeout: settings.timeout.value)
      case .webhook(let address):
        target = try WebhookTarget(address.absoluteString, timeout: settings.timeout.value)
      case .pipe(let path): target = try PipeTarget(path: path)
      case .mqtt:
        guard let settings = configuration.mqtt else { continue }
        target = try broker(settings)
      }
      actions.append(
        Action(
          name: settings.name.value,
          rule: try ActionRule(ActionRule.Conditions(settings), taxa: taxa), target: target))
    }
    if let settings = configuration.mqtt, brokers.isEmpty {
      var conditions = ActionRule.Conditions()
      conditions.kinds = Set(Announcement.Kind.allCases)
      actions.append(
        Action(
          name: "mqtt", rule: try ActionRule(conditions, taxa: taxa),
          target: try broker(settings)))
    }
  }

  /// One more connection to the broker, with a name and a store of its own.
  private mutating func broker(_ settings: Configuration.MQTTSettings) throws -> MQTTTarget {
    let number = brokers.isEmpty ? "" : "-\(brokers.count + 1)"
    var broker = Actions.MQTTSettings(
      host: settings.host.value, port: settings.port.value,
      security: settings.tls.value
        ? settings.caFile.value.map { .authority(path: $0) } ?? .systemAuthorities : .none,
      topic: settings.topic.value, store: (settings.store.value ?? log + ".mqtt") + number)
    broker.user = settings.user.value
    broker.password = try settings.passwordFile.value.map(Self.password)
    broker.clientID = (settings.clientID.value ?? broker.clientID) + number
    broker.mostMessages = settings.storeLimit.value
    broker.discoveryPrefix = settings.discovery.value
    let target = try MQTTTarget(broker)
    brokers.append(target)
    return target
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
