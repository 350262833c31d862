/// What the texts of a header say: the `LIST INFO` chunk of a RIFF file, the comments of a FLAC
/// file, or what libsndfile finds in others.
struct RecorderTags {
  var comment: String?
  var artist: String?
  /// All others, by name.
  var others: [String: String] = [:]

  init() {}

  /// - Parameter infoList: A `LIST` chunk, from its kind on; empty tags if it is none of `INFO`.
  init(infoList bytes: [UInt8]) {
    guard bytes.code(at: 0) == "INFO" else { return }
    var offset = 4
    while let id = bytes.code(at: offset), let size: UInt32 = bytes.integer(at: offset + 4) {
      let start = offset + 8
      let end = min(start + Int(size), bytes.count)
      let text = String(trimming: bytes[start..<end])
      switch id {
      case "ICMT": comment = comment ?? text
      case "IART": artist = artist ?? text
      default: break
      }
      // Padded to even length, though some writers forget to.
      let isPadded = size.isMultiple(of: 2) || bytes.code(at: end)?.isPrintable != true
      offset = isPadded ? end + Int(size & 1) : end
    }
  }

  /// - Parameter vorbisComment: A vendor's name and `KEY=value` texts, each with its length, as in
  ///   a FLAC file's metadata block of type 4. Source: RFC 9639, section 8.6.
  init(vorbisComment bytes: [UInt8]) {
    guard let vendor: UInt32 = bytes.integer(at: 0) else { return }
    var offset = 4 + Int(vendor) + 4
    while let size: UInt32 = bytes.integer(at: offset), bytes.count - offset - 4 >= Int(size) {
      let text = bytes[offset + 4..<offset + 4 + Int(size)]
      offset += 4 + Int(size)
      guard let equals = text.firstIndex(of: 0x3D), let key = String(trimming: text[..<equals]),
        let value = String(trimming: text[(equals + 1)...])
      else { continue }
      switch key.uppercased() {
      case "COMMENT", "DESCRIPTION": comment = comment ?? value
      case "ARTIST": artist = artist ?? value
      default: others[key] = others[key] ?? value
      }
    }
  }

  var facts: RecorderFacts {
    var facts = comment.flatMap { AudioMothComment($0) }?.facts ?? RecorderFacts(.comment)
    facts.values.comment = comment
    if let artist, artist.hasPrefix("AudioMoth ") {
      facts.values.make = "Open Acoustic Devices"
      facts.values.model = "AudioMoth"
      facts.values.serial =
        facts.values.serial ?? AudioMothComment.identifier(String(artist.dropFirst(10)))
    }
    FrontierLabsTags(others).apply(to: &facts)
    return facts
  }
}

/// What Frontier Labs' recorders write into the comments of FLAC files.
///
/// Source: the tags that EMU (github.com/QutEcoacoustics/emu) reads, firmware 3.08 to 3.30.
private struct FrontierLabsTags {
  private var tags: [String: String]

  init(_ tags: [String: String]) { self.tags = tags }

  func apply(to facts: inout RecorderFacts) {
    var rest = tags
    if let firmware = rest.removeValue(forKey: "SensorFirmwareVersion") {
      facts.values.make = facts.values.make ?? "Frontier Labs"
      facts.values.firmware = firmware
    }
    if let stamp = rest["RecordingStart"].flatMap({ TimeStamp(iso: $0) }) {
      facts.stamp = facts.stamp ?? stamp
      rest["RecordingStart"] = nil
    }
    facts.values.serial = facts.values.serial ?? rest.removeValue(forKey: "SensorUid")
    facts.values.microphone = rest.removeValue(forKey: "MicrophoneType")
    facts.values.gain = facts.values.gain ?? rest.removeValue(forKey: "ChannelGain")
    if let position = rest["SensorLocation"].flatMap(Self.position) {
      facts.values.position = position
      rest["SensorLocation"] = nil
    }
    // "95% 3.98V"
    if let battery = rest["BatteryLevel"],
      let volts = battery.split(separator: " ").last(where: { $0.hasSuffix("V") })
    {
      facts.values.batteryVolts = firstNumber(String(volts))
    }
    for (key, value) in rest { facts.values.otherFields["Tag|\(key)"] = value }
  }

  /// "+40.1213-075.0015" or with spaces between.
  private static func position(_ text: String) -> RecorderMetadata.Position? {
    var scanner = TextScanner(text)
    scanner.skipSpaces()
    guard let latitude = scanner.number() else { return nil }
    scanner.skipSpaces()
    guard let longitude = scanner.number() else { return nil }
    return .init(latitude: latitude, longitude: longitude)
  }
}
