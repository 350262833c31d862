import Foundation
import GRDB
import TestSupport
import Testing

@testable import Actions

/// A real broker that falls silent, and a disk that is full.
@Suite(.needsBroker) struct MQTTFaultTests {
  private let ground: BrokerGround

  init() throws { ground = try BrokerGround() }

  @Test
  func `one that takes connections and never answers is given up, and the station stops in time`()
    throws
  {
    let listener = try Listener()
    var settings = ground.settings(listener.port)
    settings.patience = 0.3
    let dispatcher = ground.dispatcher(try MQTTTarget(settings))
    ground.announce(0..<3, to: dispatcher)
    #expect(
      eventually {
        dispatcher.counts[0].counts.lastError
          == "127.0.0.1:\(listener.port): the broker does not answer."
      })
    #expect(eventually { dispatcher.counts[0].counts.failed >= 2 })
    let start = ContinuousClock.now
    dispatcher.stop(within: 0.5)
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(dispatcher.counts[0].counts.waiting == 3)
  }

  @Test func `one that falls silent after it had answered is given up, and all arrives later`()
    throws
  {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    var settings = ground.settings(broker.port)
    settings.patience = 0.5
    let target = try MQTTTarget(settings)
    let dispatcher = ground.dispatcher(target)
    ground.announce(0..<10, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.sent == 10 })
    broker.send(SIGSTOP)
    ground.announce(10..<50, to: dispatcher)
    #expect(
      eventually {
        dispatcher.counts[0].counts.lastError
          == "127.0.0.1:\(broker.port): the broker does not acknowledge messages."
      })
    broker.send(SIGCONT)
    #expect(eventually { dispatcher.counts[0].counts.sent == 50 })
    dispatcher.stop(within: 10)
    #expect(eventually { ground.firsts(subscriber).count == 50 })
    #expect(ground.firsts(subscriber) == Array(0..<50))
  }

  @Test func `a disk that forgets nothing ends no session, and what has arrived is not sent again`()
    throws
  {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    try Outbox(ground.settings(broker.port)).close()
    let disk = try DatabaseQueue(path: ground.store)
    try disk.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER full BEFORE DELETE ON message
          BEGIN SELECT RAISE(FAIL, 'no space is left'); END
          """)
    }
    try disk.close()
    let reports = Collected<ActionReport>()
    let dispatcher = ground.dispatcher(try MQTTTarget(ground.settings(broker.port))) {
      reports.add($0)
    }
    for number in 0..<40 {
      ground.announce(number..<number + 1, to: dispatcher)
      #expect(eventually { dispatcher.counts[0].counts.sent == number + 1 })
    }
    #expect(dispatcher.counts[0].counts.waiting == 0)
    #expect(eventually { ground.all(subscriber).count == 40 })
    #expect(ground.firsts(subscriber) == Array(0..<40) && ground.all(subscriber).count == 40)
    #expect(subscriber.payloads("earshot/pond/status") == ["online"])
    #expect(reports.all.first?.kind == .failed)
    #expect(reports.all.first?.text.contains("no space is left") == true, "\(reports.all)")
    dispatcher.stop(within: 10)
    #expect(eventually { subscriber.payloads("earshot/pond/status") == ["online", "offline"] })
  }
}
