/// The fields of a GUANO chunk: lines of `Key: value`, UTF-8, in any order.
///
/// Known keys become typed values; all others are kept as they are.
///
/// Source: D. Riggs, *GUANO specification 1.0*, github.com/riggsd/guano-spec; the keys of Open
/// Acoustic Devices from AudioMoth's firmware 1.10 and 1.11.
struct Guano {
  private(set) var fields: [String: String] = [:]

  init(_ bytes: some Collection<UInt8>) {
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0 }) {
      guard let colon = line.firstIndex(of: 0x3A),
        let key = String(trimming: line[..<colon]), fields[key] == nil,
        let value = String(trimming: line[line.index(after: colon)...])
      else { continue }
      fields[key] = value
    }
  }

  var facts: RecorderFacts {
    var facts = RecorderFacts(.guano)
    var rest = fields
    func text(_ key: String) -> String? { rest.removeValue(forKey: key) }
    // A known key whose value cannot be understood stays among the others.
    func number(_ key: String) -> Double? {
      guard let value = rest[key].flatMap(firstNumber) else { return nil }
      rest[key] = nil
      return value
    }

    rest["GUANO|Version"] = nil
    if let stamp = rest["Timestamp"].flatMap({ TimeStamp(iso: $0) }) {
      facts.stamp = stamp
      rest["Timestamp"] = nil
    }
    facts.values.make = text("Make")
    facts.values.model = text("Model")
    facts.values.serial = text("Serial")
    facts.values.firmware = text("Firmware Version")
    facts.values.hardware = text("Hardware Version")
    facts.values.deploymentID = text("OAD|Deployment ID")
    facts.values.stationName = text("WA|Song Meter|Prefix")
    if var position = rest["Loc Position"].flatMap(Self.position) {
      rest["Loc Position"] = nil
      position.elevationMetres = number("Loc Elevation")
      position.accuracyMetres = number("Loc Accuracy")
      facts.values.position = position
      facts.values.locationSource = text("OAD|Loc Source")
    }
    facts.values.batteryVolts = number("OAD|Battery Voltage")
    facts.values.internalTemperatureCelsius = number("Temperature Int")
    facts.values.externalTemperatureCelsius = number("Temperature Ext")
    facts.values.humidityPercent = number("Humidity")
    facts.values.highPassHertz = number("Filter HP").map { $0 * 1000 }
    facts.values.lowPassHertz = number("Filter LP").map { $0 * 1000 }
    facts.values.lengthSeconds = number("Length")
    facts.values.recordedSampleRate = number("Samplerate")
    facts.values.timeExpansion = number("TE")
    facts.values.originalFileName = text("Original Filename")
    facts.values.note = text("Note")?.replacing("\\n", with: "\n")
    facts.values.tags = text("Tags")?.split(separator: ",").compactMap { String(nonEmpty: $0) }
    facts.values.speciesAutoID = text("Species Auto ID")
    facts.values.speciesManualID = text("Species Manual ID")
    if let settings = text("OAD|Recording Settings") {
      AudioMothSettings(settings).apply(to: &facts.values)
    }
    facts.values.otherFields = rest
    return facts
  }

  /// "52.146196 4.474776", in some files with a comma.
  private static func position(_ text: String) -> RecorderMetadata.Position? {
    var scanner = TextScanner(text)
    guard let latitude = scanner.number() else { return nil }
    _ = scanner.take(",")
    scanner.skipSpaces()
    guard let longitude = scanner.number() else { return nil }
    return .init(latitude: latitude, longitude: longitude)
  }
}

/// The number at the beginning of "15.4", "14.25C" or "80.2%RH".
func firstNumber(_ text: String) -> Double? {
  var scanner = TextScanner(text)
  scanner.skipSpaces()
  return scanner.number()
}
