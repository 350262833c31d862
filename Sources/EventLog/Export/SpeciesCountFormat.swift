import EventDetection

/// How often each species was heard, as text for other programs.
public enum SpeciesCountFormat: Hashable, Sendable, CaseIterable {
  /// A header line, then one line a species; see ``CSVWriter``.
  case csv
  /// One array of objects.
  case json
  /// An object on each line.
  case ndjson

  /// All of it, in the given order; times in UTC, empty or left out where no instant is known.
  public func text(for counts: [SpeciesCount]) -> String {
    switch self {
    case .csv:
      let head = [
        "common_name", "scientific_name", "kind", "events", "peak", "first_utc", "last_utc",
      ]
      return CSVWriter.line(head) + counts.map { CSVWriter.line(Self.cells($0)) }.joined()
    case .json:
      let objects = counts.map { jsonText(Line($0)) }
      return objects.isEmpty ? "[]\n" : "[\n" + objects.joined(separator: ",\n") + "\n]\n"
    case .ndjson:
      return counts.map { jsonText(Line($0)) + "\n" }.joined()
    }
  }

  private static func cells(_ count: SpeciesCount) -> [String] {
    [
      count.taxon.commonName, count.taxon.scientificName ?? "", count.taxon.kind.rawValue,
      "\(count.events)", fixedPoint(Double(count.highestPeak), places: 4),
      count.firstStartedAt.map(universalTime) ?? "", count.lastStartedAt.map(universalTime) ?? "",
    ]
  }

  private struct Line: Encodable {
    let commonName: String
    let scientificName: String?
    let kind: String
    let events: Int
    let peak: Float
    let firstUTC: String?
    let lastUTC: String?

    init(_ count: SpeciesCount) {
      commonName = count.taxon.commonName
      scientificName = count.taxon.scientificName
      kind = count.taxon.kind.rawValue
      events = count.events
      peak = count.highestPeak
      firstUTC = count.firstStartedAt.map(universalTime)
      lastUTC = count.lastStartedAt.map(universalTime)
    }

    private enum CodingKeys: String, CodingKey {
      case kind, events, peak
      case commonName = "common_name"
      case scientificName = "scientific_name"
      case firstUTC = "first_utc"
      case lastUTC = "last_utc"
    }
  }
}
