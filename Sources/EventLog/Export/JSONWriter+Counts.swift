import EventDetection

extension JSONWriter {
  /// How often each species was heard, first and last in UTC: an object for each species.
  /// - Parameter isArray: One array; else a line for each species.
  public static func table(_ counts: [SpeciesCount], isArray: Bool) -> String {
    let objects = counts.map { jsonText(Line($0)) }
    guard isArray else { return objects.map { $0 + "\n" }.joined() }
    return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
  }

  private struct Line: Encodable {
    let commonName: String
    let scientificName: String?
    let kind: String
    let events: Int
    let highestPeak: Float
    let firstUTC: String?
    let lastUTC: String?

    init(_ count: SpeciesCount) {
      commonName = count.taxon.commonName
      scientificName = count.taxon.scientificName
      kind = count.taxon.kind.rawValue
      events = count.events
      highestPeak = count.highestPeak
      firstUTC = count.first?.utc
      lastUTC = count.last?.utc
    }

    private enum CodingKeys: String, CodingKey {
      case kind, events
      case commonName = "common_name"
      case scientificName = "scientific_name"
      case highestPeak = "highest_peak"
      case firstUTC = "first_utc"
      case lastUTC = "last_utc"
    }
  }
}
