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

    /// - Parameter text: As ``EventQuery`` has it.
    init(_ text: String) throws {
      let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3 else { throw DatabaseError.senseless("a start \"\(text)\"") }
      (utc, local, source) = (parts[0], parts[1], TimeAnchor.Source(rawValue: parts[2]))
    }
  }

  init(taxon: Taxon, events: Int, highestPeak: Float) {
    self.taxon = taxon
    self.events = events
    self.highestPeak = highestPeak
  }

  init(_ row: Row) throws {
    taxon = try Taxon(row)
    events = try row.decode(forColumn: "events")
    highestPeak = try row.decode(forColumn: "peak")
    firstStartedAt = try row.decode(forColumn: "first")
    lastStartedAt = try row.decode(forColumn: "last")
    first = try (row.decode(forColumn: "first_start") as String?).map(Start.init)
    last = try (row.decode(forColumn: "last_start") as String?).map(Start.init)
  }
}

/// How often a species was heard on one day.
public struct DailyCount: Hashable, Sendable {
  /// The local day, `YYYY-MM-DD`; empty where the instant is not known.
  public var day: String
  public var taxon: Taxon
  public var events: Int

  init(_ row: Row) throws {
    day = try row.decode(forColumn: "day")
    taxon = try Taxon(row)
    events = try row.decode(forColumn: "events")
  }
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
