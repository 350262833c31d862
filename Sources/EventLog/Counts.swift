public import EventDetection
import GRDB

/// How often a species was heard.
public struct SpeciesCount: Hashable, Sendable {
  /// Several models may know it: they are counted together.
  public var taxon: Taxon
  /// Events of current decisions, of those that were asked for; two models that heard the same call
  /// count it twice.
  public var events: Int
  /// The highest peak of them, 0…1.
  public var highestPeak: Float
  /// When the first of them starts, microseconds since 1970 UTC; `nil` where no instant is known.
  public var firstStartedAt: Int64?
  /// When the last of them starts.
  public var lastStartedAt: Int64?
  /// ``firstStartedAt`` as text.
  public var first: Start?
  /// ``lastStartedAt`` as text.
  public var last: Start?

  /// When an event starts, in ISO 8601 with milliseconds.
  public struct Start: Hashable, Sendable {
    /// In UTC, ending in `Z`.
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
  /// Several models may know it: they are counted together.
  public var taxon: Taxon
  /// Events of current decisions that start on that day.
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
