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
  /// The same in ISO 8601, milliseconds.
  public var firstUTC: String?
  public var lastUTC: String?

  init(_ row: Row) throws {
    taxon = try Taxon(row)
    events = try row.decode(forColumn: "events")
    highestPeak = try row.decode(forColumn: "peak")
    firstStartedAt = try row.decode(forColumn: "first")
    lastStartedAt = try row.decode(forColumn: "last")
    firstUTC = try row.decode(forColumn: "first_utc")
    lastUTC = try row.decode(forColumn: "last_utc")
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
