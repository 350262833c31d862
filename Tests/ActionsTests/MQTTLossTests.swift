import Foundation
import TestSupport
import Testing

@testable import Actions

/// A real broker that goes and comes back, and a station that does.
@Suite(.needsBroker) struct MQTTLossTests {
  private let ground: BrokerGround

  init() throws { ground = try BrokerGround() }

  @Test func `what was told before a broker was there arrives in order when it is`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    broker.stop(SIGTERM)
    let reports = Collected<ActionReport>()
    let dispatcher = ground.dispatcher(try MQTTTarget(ground.settings(broker.port))) {
      reports.add($0)
    }
    ground.announce(0..<300, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.waiting == 300 })
    #expect(
      eventually {
        dispatcher.counts[0].counts.lastError
          == "127.0.0.1:\(broker.port): connection refused."
      })
    try broker.start()
    ground.announce(300..<310, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.sent == 310 })
    dispatcher.stop(within: 10)
    #expect(dispatcher.counts[0].counts.waiting == 0)
    #expect(eventually { ground.firsts(subscriber).count == 310 })
    #expect(ground.firsts(subscriber) == Array(0..<310))
    #expect(reports.all.first?.kind == .failed)
    #expect(reports.all.last?.kind == .recovered)
  }

  @Test(arguments: [SIGTERM, SIGKILL])
  func `a broker that is ended again and again loses nothing, and keeps the order`(
    signal: Int32
  ) throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    broker.remember()
    let dispatcher = ground.dispatcher(try MQTTTarget(ground.settings(broker.port)))
    var announced = 0
    for _ in 0..<5 {
      // A broker that is killed loses what it has for a consumer who is not there; this one is there.
      #expect(eventually { ground.firsts(subscriber).count == announced })
      ground.announce(announced..<announced + 100, to: dispatcher)
      announced += 100
      #expect(eventually { ground.firsts(subscriber).count > announced - 90 })
      broker.stop(signal)
      ground.announce(announced..<announced + 20, to: dispatcher)
      announced += 20
      try broker.start()
    }
    #expect(eventually { dispatcher.counts[0].counts.waiting == 0 })
    #expect(eventually { ground.firsts(subscriber).count == announced })
    #expect(ground.firsts(subscriber) == Array(0..<announced))
    dispatcher.stop(within: 10)
  }

  @Test func `a station that is killed again and again loses nothing that it had taken`() throws {
    let broker = try LocalBroker()
    let store = ground.store
    var taken: [Int] = []
    for round in 0..<8 {
      // With and without a broker.
      if round == 4 {
        try broker.start()
        let subscriber = try Subscriber(port: broker.port)
        broker.remember()
        _ = subscriber
      }
      taken += try announcer(
        ["broker", "\(broker.port)", store, "\(round * 1000)", "1000"],
        killAfterLines: 37 + round * 7)
    }
    let subscriber = try Subscriber(port: broker.port)
    let target = try MQTTTarget(ground.settings(broker.port))
    let dispatcher = ground.dispatcher(target)
    #expect(eventually { dispatcher.counts[0].counts.waiting == 0 && target.isConnected })
    dispatcher.stop(within: 10)
    func numbers() -> [Int] {
      var seen: Set<Int> = []
      return subscriber.payloads("earshot/pond/event").compactMap { payload in
        payload.firstMatch(of: /"start_epoch":([0-9.e-]+)/).flatMap { Double($0.1) }
          .map { Int(($0 * 1e6).rounded()) }
      }.filter { seen.insert($0).inserted }
    }
    #expect(eventually { Set(numbers()).isSuperset(of: taken) })
    let arrived = numbers()
    #expect(arrived == arrived.sorted())
    #expect(taken.count > 8 * 37)
  }
}
