import Foundation
import TestSupport
import Testing

@testable import Actions

/// A real broker that goes, comes back, refuses and falls silent.
@Suite(.needsBroker) struct MQTTTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func settings(_ port: Int) -> MQTTSettings {
    var settings = MQTTSettings(
      host: "127.0.0.1", port: port, topic: "earshot/pond", store: folder.path("messages"))
    settings.pause = 0.05
    settings.longestPause = 0.2
    return settings
  }

  private func dispatcher(
    _ target: MQTTTarget, report: @escaping @Sendable (ActionReport) -> Void = { _ in }
  ) -> Dispatcher {
    Dispatcher([Action(name: "mqtt", rule: .everything, target: target)], report: report)
  }

  private func announce(_ numbers: Range<Int>, to dispatcher: Dispatcher) {
    for number in numbers { dispatcher.announce(Samples.numbered(number), at: Samples.morning) }
  }

  /// What came first of each numbered announcement, in its order: what a consumer has that drops what
  /// comes twice. -1 stands for one that is not known.
  private func firsts(_ subscriber: Subscriber) -> [Int] {
    var seen: Set<String> = []
    return subscriber.payloads("earshot/pond/event").filter { seen.insert($0).inserted }
      .map { Self.numbers[$0] ?? -1 }
  }

  private static let numbers = Dictionary(
    uniqueKeysWithValues: (0..<1000).map {
      (String(decoding: Samples.numbered($0).json, as: UTF8.self), $0)
    })

  @Test func `announcements, status and state have their topics`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    let target = try MQTTTarget(settings(broker.port))
    target.publishState(Data("{\"n\":1}".utf8))
    let dispatcher = dispatcher(target)
    let event = Samples.event()
    let all: [Announcement] = [.eventBegan(event), .eventEnded(event), Samples.incident()]
    for announcement in all { dispatcher.announce(announcement, at: Samples.morning) }
    #expect(eventually { dispatcher.counts[0].counts.sent == 3 })
    target.publishState(Data("{\"n\":2}".utf8))
    #expect(eventually { subscriber.payloads("earshot/pond/state").count == 2 })
    dispatcher.stop(within: 10)
    #expect(eventually { subscriber.payloads("earshot/pond/status").count == 2 })
    #expect(subscriber.payloads("earshot/pond/status") == ["online", "offline"])
    #expect(subscriber.payloads("earshot/pond/state") == ["{\"n\":1}", "{\"n\":2}"])
    for announcement in all {
      #expect(
        subscriber.payloads("earshot/pond/\(announcement.kind.rawValue)")
          == [String(decoding: announcement.json, as: UTF8.self)])
    }
    // Who comes later is told how things stand, and not what happened.
    let late = try Subscriber(port: broker.port)
    #expect(eventually { late.messages.count >= 2 })
    #expect(
      Set(late.messages.filter(\.isRetained).map { $0.topic + " " + $0.payload }) == [
        "earshot/pond/status offline", "earshot/pond/state {\"n\":2}",
      ])
  }

  @Test func `what was told before a broker was there arrives in order when it is`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    broker.stop(SIGTERM)
    let reports = Collected<ActionReport>()
    let dispatcher = dispatcher(try MQTTTarget(settings(broker.port))) { reports.add($0) }
    announce(0..<300, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.waiting == 300 })
    #expect(
      eventually {
        dispatcher.counts[0].counts.lastError
          == "127.0.0.1:\(broker.port): connection refused."
      })
    try broker.start()
    announce(300..<310, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.sent == 310 })
    dispatcher.stop(within: 10)
    #expect(dispatcher.counts[0].counts.waiting == 0)
    #expect(eventually { firsts(subscriber).count == 310 })
    #expect(firsts(subscriber) == Array(0..<310))
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
    let dispatcher = dispatcher(try MQTTTarget(settings(broker.port)))
    var announced = 0
    for _ in 0..<5 {
      // A broker that is killed loses what it has for a consumer who is not there; this one is there.
      #expect(eventually { firsts(subscriber).count == announced })
      announce(announced..<announced + 100, to: dispatcher)
      announced += 100
      #expect(eventually { firsts(subscriber).count > announced - 90 })
      broker.stop(signal)
      announce(announced..<announced + 20, to: dispatcher)
      announced += 20
      try broker.start()
    }
    #expect(eventually { dispatcher.counts[0].counts.waiting == 0 })
    #expect(eventually { firsts(subscriber).count == announced })
    #expect(firsts(subscriber) == Array(0..<announced))
    dispatcher.stop(within: 10)
  }

  @Test func `a station that is killed again and again loses nothing that it had taken`() throws {
    let broker = try LocalBroker()
    let store = folder.path("messages")
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
    let target = try MQTTTarget(settings(broker.port))
    let dispatcher = dispatcher(target)
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

  @Test func `a station that vanishes is offline`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    _ = try announcer(
      ["broker", "\(broker.port)", folder.path("messages"), "0", "1000"], killAfterLines: 1,
      when: { subscriber.payloads("earshot/pond/status") == ["online"] })
    #expect(eventually { subscriber.payloads("earshot/pond/status") == ["online", "offline"] })
  }

  @Test func `a wrong password is told, and nothing is lost until it is put right`() throws {
    let broker = try LocalBroker(
      "allow_anonymous false\npassword_file FOLDER/passwords")
    try setPassword("right", in: broker)
    try broker.start()
    var settings = settings(broker.port)
    settings.user = "station"
    settings.password = "wrong"
    let reports = Collected<ActionReport>()
    let refused = dispatcher(try MQTTTarget(settings)) { reports.add($0) }
    announce(0..<5, to: refused)
    #expect(eventually { !reports.all.isEmpty })
    #expect(
      reports.all.first?.text
        == "mqtt: 127.0.0.1:\(broker.port): the broker refuses the connection: not authorised.")
    #expect(eventually { refused.counts[0].counts.waiting == 5 })
    refused.stop(within: 10)
    settings.password = "right"
    let allowed = dispatcher(try MQTTTarget(settings))
    #expect(eventually { allowed.counts[0].counts.sent == 5 })
    allowed.stop(within: 10)
  }

  private func setPassword(_ password: String, in broker: LocalBroker) throws {
    let process = try Process.run(
      URL(filePath: "/usr/bin/mosquitto_passwd"),
      arguments: ["-b", "-c", broker.folder.path("passwords"), "station", password])
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test
  func `one that takes connections and never answers is given up, and the station stops in time`()
    throws
  {
    let listener = try Listener()
    var settings = settings(listener.port)
    settings.patience = 0.3
    let dispatcher = dispatcher(try MQTTTarget(settings))
    announce(0..<3, to: dispatcher)
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
    var settings = settings(broker.port)
    settings.patience = 0.5
    let target = try MQTTTarget(settings)
    let dispatcher = dispatcher(target)
    announce(0..<10, to: dispatcher)
    #expect(eventually { dispatcher.counts[0].counts.sent == 10 })
    broker.send(SIGSTOP)
    announce(10..<50, to: dispatcher)
    #expect(
      eventually {
        dispatcher.counts[0].counts.lastError
          == "127.0.0.1:\(broker.port): the broker does not acknowledge messages."
      })
    broker.send(SIGCONT)
    #expect(eventually { dispatcher.counts[0].counts.sent == 50 })
    dispatcher.stop(within: 10)
    #expect(eventually { firsts(subscriber).count == 50 })
    #expect(firsts(subscriber) == Array(0..<50))
  }

  @Test
  func `TLS is spoken with a broker whose certificate is signed by the given authority alone`()
    throws
  {
    let broker = try LocalBroker(
      "allow_anonymous true\ncertfile FOLDER/server.pem\nkeyfile FOLDER/server.key")
    try makeCertificates(in: broker.folder)
    try broker.start()
    var settings = settings(broker.port)
    settings.security = .authority(path: broker.folder.path("ca.pem"))
    let trusted = dispatcher(try MQTTTarget(settings))
    announce(0..<3, to: trusted)
    #expect(eventually { trusted.counts[0].counts.sent == 3 })
    trusted.stop(within: 10)

    settings.security = .authority(path: broker.folder.path("other.pem"))
    let untrusted = dispatcher(try MQTTTarget(settings))
    announce(3..<6, to: untrusted)
    #expect(
      eventually {
        untrusted.counts[0].counts.lastError?.contains("certificate verify failed") == true
      }, "\(untrusted.counts)")
    untrusted.stop(within: 10)

    settings.security = .authority(path: "/no/such.pem")
    let missing = dispatcher(try MQTTTarget(settings))
    #expect(
      eventually {
        missing.counts[0].counts.lastError == "/no/such.pem: cannot be read."
      })
    missing.stop(within: 10)

    // Of a connection that does not come about, OpenSSL takes the reason away.
    broker.stop(SIGKILL)
    settings.security = .authority(path: broker.folder.path("ca.pem"))
    let alone = dispatcher(try MQTTTarget(settings))
    #expect(
      eventually {
        alone.counts[0].counts.lastError == "127.0.0.1:\(broker.port): the connection broke."
      }, "\(alone.counts)")
    alone.stop(within: 10)
  }

  private func makeCertificates(in folder: TemporaryFolder) throws {
    let script = """
      set -e; cd "$1"
      for name in ca other; do
        openssl req -x509 -newkey rsa:2048 -nodes -keyout $name.key -out $name.pem -subj /CN=$name -days 2
      done
      openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=127.0.0.1
      echo subjectAltName=IP:127.0.0.1 > names
      openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
        -extfile names -out server.pem
      """
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script, "sh", folder.url.path]
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  @Test func `Home Assistant is told what there is, if it is to be`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    var settings = settings(broker.port)
    settings.discoveryPrefix = "homeassistant"
    settings.clientID = "pond/1"
    let dispatcher = dispatcher(try MQTTTarget(settings))
    #expect(
      eventually { subscriber.messages.count { $0.topic.hasPrefix("homeassistant/") } == 2 })
    dispatcher.stop(within: 10)
    #expect(
      subscriber.payloads("homeassistant/sensor/pond_1/last_species/config") == [
        """
        {"availability_topic":"earshot/pond/status",\
        "device":{"identifiers":["pond_1"],"manufacturer":"earshot","name":"earshot/pond"},\
        "icon":"mdi:bird","json_attributes_topic":"earshot/pond/event","name":"Last species",\
        "state_topic":"earshot/pond/event","unique_id":"pond_1_last_species",\
        "value_template":"{{ value_json.common_name }}"}
        """
      ])
    #expect(
      subscriber.payloads("homeassistant/binary_sensor/pond_1/status/config") == [
        """
        {"device":{"identifiers":["pond_1"],"manufacturer":"earshot","name":"earshot/pond"},\
        "device_class":"connectivity","entity_category":"diagnostic","name":"Listening",\
        "payload_off":"offline","payload_on":"online","state_topic":"earshot/pond/status",\
        "unique_id":"pond_1_status"}
        """
      ])
  }
}
