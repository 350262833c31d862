public import EventDetection
import GRDB

/// How often a species was heard.
public struct SpeciesCount: Hashable, Sendable {
  public var taxon: Taxon
  public var events: Int
  public var highestPeak: Float
  /// First and last start, microseconds since 1970 UTC; `nil` where no instant is known.
  public var firstStartedAt: Int64?
  public var lastStartedAt: Int64?
  /// The same as texts.
  public var first: Start?
  public var last: Start?

  /// When an event starts, in ISO 8601 with milliseconds.
  public struct Start: Hashable, Sendable {
    public var utc: String
    /// As ``LoggedEvent/startLocal``.
    public var local: String
    /// A modification time is a guess.
    public var source: TimeAnchor.Source?

    init?(_ event: LoggedEvent) {
      guard let utc = event.startUTC, let local = event.startLocal else { return nil }
      (self.utc, self.local, source) = (utc, local, event.timeSource)
    }
  }

  init(taxon: Taxon, events: Int, highestPeak: Float) {
    self.taxon = taxon
    self.events = events
    self.highestPeak = highestPeak
  }

  /// Adds what another model heard of the species.
  mutating func add(_ other: SpeciesCount) {
    events += other.events
    highestPeak = max(highestPeak, other.highestPeak)
    if let start = other.firstStartedAt, start < firstStartedAt ?? .max {
      (firstStartedAt, first) = (start, other.first)
    }
    if let start = other.lastStartedAt, start > lastStartedAt ?? .min {
      (lastStartedAt, last) = (start, other.last)
    }
  }
}

/// How often a species was heard on one day.
public struct DailyCount: Hashable, Sendable {
  /// The local day, `YYYY-MM-DD`; empty where the instant is not known.
  public var day: String
  public var taxon: Taxon
  public var events: Int
}

extension Taxon {
  /// The columns `common_name`, `scientific_name` and `kind`.
  init(_ row: Row) throws {
    let name: String = try row.decode(forColumn: "kind")
    guard let kind = Kind(rawValue: name) else {
      throw DatabaseError.senseless("a taxon of kind \"\(name)\"")
    }
    try self.init(
      commonName: row.decode(forColumn: "common_name"),
      scientificName: row.decode(forColumn: "scientific_name"), kind: kind)
  }
}
