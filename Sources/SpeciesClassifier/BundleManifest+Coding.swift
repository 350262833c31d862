import AudioFeatures
import EventDetection
import Foundation

extension BundleManifest: Codable {
  /// - Throws: ``BundleError/manifest(path:reason:)`` that names the key.
  init(json: Data, path: String) throws(BundleError) {
    do {
      self = try JSONDecoder().decode(Self.self, from: json)
    } catch {
      throw .manifest(path: path, reason: Self.reason(error))
    }
  }

  private enum Key: String, CodingKey, CaseIterable {
    case formatVersion, name, version, frontEnd, stepHops, classes, scoreFloor, licence
    case attribution
  }

  public init(from decoder: any Decoder) throws {
    // Looked at first: a newer format may differ in everything else.
    let formatVersion = try decoder.container(keyedBy: Key.self)
      .decode(Int.self, forKey: .formatVersion)
    guard formatVersion == Self.currentFormat else { throw NewerFormat(version: formatVersion) }
    try decoder.refuseKeys(besides: Key.allCases)
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      formatVersion: formatVersion,
      name: try container.decode(String.self, forKey: .name),
      version: try container.decode(String.self, forKey: .version),
      frontEnd: try container.decode(FrontEndSettings.self, forKey: .frontEnd),
      stepHops: try container.decode(Int.self, forKey: .stepHops),
      classes: try container.decode([ClassDescription].self, forKey: .classes),
      scoreFloor: try container.decode(Float.self, forKey: .scoreFloor),
      licence: try container.decode(String.self, forKey: .licence),
      attribution: try container.decode(String.self, forKey: .attribution))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(formatVersion, forKey: .formatVersion)
    try container.encode(name, forKey: .name)
    try container.encode(version, forKey: .version)
    try container.encode(frontEnd, forKey: .frontEnd)
    try container.encode(stepHops, forKey: .stepHops)
    try container.encode(classes, forKey: .classes)
    try container.encode(scoreFloor, forKey: .scoreFloor)
    try container.encode(licence, forKey: .licence)
    try container.encode(attribution, forKey: .attribution)
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as NewerFormat:
      "it is of format version \(error.version), and this earshot reads version \(currentFormat)."
    case let error as UnknownKey:
      "the key \(error.path) is not known. Known here: \(error.known.joined(separator: ", "))."
    case let error as FrontEndError:
      error.description
    case DecodingError.keyNotFound(let key, let context):
      "the key \(dotted(context.codingPath + [key])) is missing."
    case DecodingError.valueNotFound(_, let context):
      "\(dotted(context.codingPath)) is null."
    case DecodingError.typeMismatch(let type, let context):
      "\(dotted(context.codingPath)) is not of type \(type)."
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(dotted(context.codingPath)): \(context.debugDescription)"
    case DecodingError.dataCorrupted(let context):
      "it is not JSON: \(context.debugDescription)"
    default:
      "\(error)"
    }
  }
}

extension BundleManifest.ClassDescription: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case commonName, scientificName, kind, calibration, threshold
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: Key.allCases)
    let container = try decoder.container(keyedBy: Key.self)
    guard container.contains(.scientificName) else {
      throw DecodingError.keyNotFound(
        Key.scientificName,
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "missing"))
    }
    self.init(
      taxon: Taxon(
        commonName: try container.decode(String.self, forKey: .commonName),
        scientificName: try container.decodeIfPresent(String.self, forKey: .scientificName),
        kind: try container.decode(Taxon.Kind.self, forKey: .kind)),
      calibration: try container.decode(Calibration.self, forKey: .calibration),
      threshold: try container.decode(Float.self, forKey: .threshold))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(taxon.commonName, forKey: .commonName)
    try container.encode(taxon.scientificName, forKey: .scientificName)
    try container.encode(taxon.kind, forKey: .kind)
    try container.encode(calibration, forKey: .calibration)
    try container.encode(threshold, forKey: .threshold)
  }
}

extension Calibration: Codable {
  private enum Key: String, CodingKey, CaseIterable {
    case scale, offset
  }

  public init(from decoder: any Decoder) throws {
    try decoder.refuseKeys(besides: Key.allCases)
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      scale: try container.decode(Double.self, forKey: .scale),
      offset: try container.decode(Double.self, forKey: .offset))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(scale, forKey: .scale)
    try container.encode(offset, forKey: .offset)
  }
}

private struct NewerFormat: Error { let version: Int }

private struct UnknownKey: Error {
  let path: String
  let known: [String]
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  fileprivate func refuseKeys(besides known: some Sequence<some CodingKey>) throws {
    let known = known.map(\.stringValue)
    let keys = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    if let key = keys.filter({ !known.contains($0) }).min() {
      throw UnknownKey(path: dotted(codingPath + [AnyKey(stringValue: key)]), known: known)
    }
  }
}

/// `classes.3.calibration.scale`
private func dotted(_ path: [any CodingKey]) -> String {
  path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
}
