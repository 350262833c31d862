import Foundation
import TestSupport

@testable import Actions

/// A station below earshot/pond, whose messages are numbered.
struct BrokerGround {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The file of messages that wait.
  var store: String { folder.path("messages") }

  func settings(_ port: Int) -> MQTTSettings {
    var settings = MQTTSettings(
      host: "127.0.0.1", port: port, topic: "earshot/pond", store: store)
    settings.pause = 0.05
    settings.longestPause = 0.2
    return settings
  }

  func dispatcher(
    _ target: MQTTTarget, report: @escaping @Sendable (ActionReport) -> Void = { _ in }
  ) -> Dispatcher {
    Dispatcher([Action(name: "mqtt", rule: .everything, target: target)], report: report)
  }

  func announce(_ numbers: Range<Int>, to dispatcher: Dispatcher) {
    for number in numbers { dispatcher.announce(Samples.numbered(number), at: Samples.morning) }
  }

  /// What came first of each numbered announcement, in its order: what a consumer has that drops what
  /// comes twice. -1 stands for one that is not known.
  func firsts(_ subscriber: Subscriber) -> [Int] {
    var seen: Set<String> = []
    return all(subscriber).filter { seen.insert($0).inserted }.map { Self.numbers[$0] ?? -1 }
  }

  /// With what came twice.
  func all(_ subscriber: Subscriber) -> [String] { subscriber.payloads("earshot/pond/event") }

  private static let numbers = Dictionary(
    uniqueKeysWithValues: (0..<1000).map {
      (String(decoding: Samples.numbered($0).json, as: UTF8.self), $0)
    })
}
