/// The entries of a WAMD chunk, Wildlife Acoustics' own: a 16-bit number, a 32-bit length and a
/// value each, little-endian, without padding.
///
/// Its positions may have lost their sign (an Echo Meter was seen to write none while its GUANO
/// chunk has it), which is one reason why GUANO comes first.
///
/// Source: Wildlife Acoustics, *wa_meta.h*, version 1.
struct Wamd {
  private(set) var entries: [UInt16: [UInt8]] = [:]

  private static let padding: UInt16 = 0xFFFF

  init(_ bytes: [UInt8]) {
    var offset = 0
    while let id: UInt16 = bytes.integer(at: offset),
      let length: UInt32 = bytes.integer(at: offset + 2),
      bytes.count - offset - 6 >= Int(length)
    {
      let start = offset + 6
      offset = start + Int(length)
      if id != Self.padding, entries[id] == nil { entries[id] = Array(bytes[start..<offset]) }
    }
  }

  var facts: RecorderFacts {
    var facts = RecorderFacts(.wamd)
    // Entries of another version mean something else.
    guard entries[0].flatMap({ $0.integer(at: 0) as UInt16? }) ?? 1 == 1, !entries.isEmpty else {
      return facts
    }
    facts.stamp = text(0x05).flatMap { TimeStamp(iso: $0) }
    facts.values.make = "Wildlife Acoustics"
    facts.values.model = text(0x01)
    facts.values.serial = text(0x02)
    facts.values.firmware = text(0x03)
    facts.values.stationName = text(0x04)
    facts.values.position =
      text(0x06).flatMap(Self.position) ?? text(0x14).flatMap(Self.position)
    facts.values.note = text(0x0A)
    facts.values.speciesAutoID = text(0x0B)
    facts.values.speciesManualID = text(0x0C)
    facts.values.timeExpansion = entries[0x0F].flatMap { $0.integer(at: 0) as UInt16? }
      .map { Double($0) }
    facts.values.microphone = text(0x12)
    facts.values.internalTemperatureCelsius = text(0x15).flatMap(firstNumber)
    facts.values.externalTemperatureCelsius = text(0x16).flatMap(firstNumber)
    facts.values.humidityPercent = text(0x17).flatMap(firstNumber)
    for (id, name) in Self.otherTexts {
      if let text = text(id) { facts.values.otherFields["WAMD|\(name)"] = text }
    }
    return facts
  }

  private static let otherTexts: [UInt16: String] = [
    0x08: "Software", 0x09: "License", 0x0E: "Auto ID Statistics",
    0x13: "Microphone Sensitivity", 0x18: "Light",
  ]

  private func text(_ id: UInt16) -> String? { entries[id].flatMap { String(trimming: $0) } }

  /// "WGS84, 40.16470, N, 79.26920, W, 51.2", or without letters and with signs.
  static func position(_ text: String) -> RecorderMetadata.Position? {
    var words = text.split(separator: ",").compactMap { String(nonEmpty: $0) }[...]
    guard words.popFirst() == "WGS84" else { return nil }
    func degrees(negative letter: String, positive: String) -> Double? {
      guard let value = words.popFirst().flatMap(firstNumber) else { return nil }
      switch words.first?.uppercased() {
      case letter:
        words.removeFirst()
        return -value
      case positive:
        words.removeFirst()
        return value
      default: return value
      }
    }
    guard let latitude = degrees(negative: "S", positive: "N"),
      let longitude = degrees(negative: "W", positive: "E")
    else { return nil }
    var position = RecorderMetadata.Position(latitude: latitude, longitude: longitude)
    position?.elevationMetres = words.popFirst().flatMap(firstNumber)
    return position
  }
}
