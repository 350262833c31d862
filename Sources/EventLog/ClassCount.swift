import EventDetection
import GRDB

/// How often a model's class was heard, with an event that starts first and one that starts last.
struct ClassCount {
  var row: Int64
  var events: Int
  var highestPeak: Float
  /// Rows; `nil` where no instant is known.
  var first: Int64?
  var last: Int64?
}

extension ClassCount {
  /// The counts of classes by species, the most frequent first: several models may know a species.
  static func bySpecies(_ counts: [ClassCount], in db: Database) throws -> [SpeciesCount] {
    var reader = EventReader(db)
    let event = try db.cachedStatement(
      sql: """
        SELECT \(EventReader.columns.joined(separator: ", ")), NULL FROM event WHERE id = ?
        """)
    func start(_ id: Int64?) throws -> (Int64?, SpeciesCount.Start?) {
      guard let id, let row = try Row.fetchOne(event, arguments: [id]) else { return (nil, nil) }
      let event = try reader.event(row)
      return (event.startedAt, SpeciesCount.Start(event))
    }
    var species: [Taxon: SpeciesCount] = [:]
    for count in counts {
      var found = SpeciesCount(
        taxon: try reader.taxon(of: count.row), events: count.events,
        highestPeak: count.highestPeak)
      (found.firstStartedAt, found.first) = try start(count.first)
      (found.lastStartedAt, found.last) = try start(count.last)
      if species[found.taxon]?.add(found) == nil { species[found.taxon] = found }
    }
    return species.values.sorted {
      ($1.events, $0.taxon.commonName, $0.taxon.scientificName ?? "", $0.taxon.kind.rawValue)
        < ($0.events, $1.taxon.commonName, $1.taxon.scientificName ?? "", $1.taxon.kind.rawValue)
    }
  }
}
