import Foundation
import TestSupport
import Testing

@testable import Actions

/// What a broker gets of a station.
@Suite(.needsBroker) struct MQTTTests {
  private let ground: BrokerGround

  init() throws { ground = try BrokerGround() }

  @Test func `announcements, status and state have their topics`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    let target = try MQTTTarget(ground.settings(broker.port))
    target.publishState(Data("{\"n\":1}".utf8))
    let dispatcher = ground.dispatcher(target)
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

  @Test func `Home Assistant is told what there is, if it is to be`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    var settings = ground.settings(broker.port)
    settings.discoveryPrefix = "homeassistant"
    settings.clientID = "pond/1"
    let dispatcher = ground.dispatcher(try MQTTTarget(settings))
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

  @Test func `a station that vanishes is offline`() throws {
    let broker = try LocalBroker()
    try broker.start()
    let subscriber = try Subscriber(port: broker.port)
    _ = try announcer(
      ["broker", "\(broker.port)", ground.store, "0", "1000"], killAfterLines: 1,
      when: { subscriber.payloads("earshot/pond/status") == ["online"] })
    #expect(eventually { subscriber.payloads("earshot/pond/status") == ["online", "offline"] })
  }
}
