import Foundation

/// What Home Assistant needs to know to show a station by itself: the last species and whether the station
/// is there. Retained, below the discovery prefix.
///
/// Source: Home Assistant's documentation of MQTT discovery.
enum HomeAssistant {
  struct Message: Equatable {
    let topic: String
    let payload: Data
  }

  /// Nothing without a prefix.
  static func messages(_ settings: MQTTSettings) -> [Message] {
    guard let prefix = settings.discoveryPrefix else { return [] }
    // Its names allow letters, digits, "_" and "-".
    let node = String(
      settings.clientID.unicodeScalars.map { scalar in
        let isAllowed =
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        return isAllowed || scalar == "_" || scalar == "-" ? Character(scalar) : "_"
      })
    let device = Device(
      identifiers: [node], name: settings.topic, manufacturer: "earshot")
    let species = Entity(
      name: "Last species", uniqueID: node + "_last_species", stateTopic: settings.topic + "/event",
      availabilityTopic: settings.topic + "/status", valueTemplate: "{{ value_json.common_name }}",
      attributesTopic: settings.topic + "/event", icon: "mdi:bird", device: device)
    let status = Entity(
      name: "Listening", uniqueID: node + "_status", stateTopic: settings.topic + "/status",
      payloadOn: "online", payloadOff: "offline", deviceClass: "connectivity",
      category: "diagnostic", device: device)
    return [
      Message(topic: "\(prefix)/sensor/\(node)/last_species/config", payload: jsonLine(species)),
      Message(topic: "\(prefix)/binary_sensor/\(node)/status/config", payload: jsonLine(status)),
    ]
  }

  private struct Device: Encodable {
    let identifiers: [String]
    let name: String
    let manufacturer: String
  }

  private struct Entity: Encodable {
    let name: String
    let uniqueID: String
    let stateTopic: String
    var availabilityTopic: String?
    var valueTemplate: String?
    var attributesTopic: String?
    var icon: String?
    var payloadOn: String?
    var payloadOff: String?
    var deviceClass: String?
    var category: String?
    let device: Device

    private enum CodingKeys: String, CodingKey {
      case name, icon, device
      case uniqueID = "unique_id"
      case stateTopic = "state_topic"
      case availabilityTopic = "availability_topic"
      case valueTemplate = "value_template"
      case attributesTopic = "json_attributes_topic"
      case payloadOn = "payload_on"
      case payloadOff = "payload_off"
      case deviceClass = "device_class"
      case category = "entity_category"
    }
  }
}
