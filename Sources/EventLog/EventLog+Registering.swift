import EventDetection
import GRDB

extension EventLog {
  /// Makes a bundle known; the second time it is only found.
  public func register(_ bundle: BundleDescription) throws(EventLogError) -> BundleID {
    try write { db in
      if let known = try BundleID(digest: bundle.digest, in: db) { return known }
      try db.execute(
        sql: """
          INSERT INTO bundle
            (digest, name, version, sample_rate, window_length, lowest_hz, highest_hz)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          bundle.digest, bundle.name, bundle.version, bundle.sampleRate, bundle.windowLength,
          bundle.lowestFrequency, bundle.highestFrequency,
        ])
      let id = BundleID(row: db.lastInsertedRowID)
      for (output, taxon) in bundle.classes.enumerated() {
        try db.execute(
          sql: "INSERT INTO class (bundle, output, taxon) VALUES (?, ?, ?)",
          arguments: [id.row, output, try Self.row(of: taxon, in: db)])
      }
      return id
    }
  }

  /// - Returns: `nil` if no bundle of this digest wrote here.
  public func bundle(digest: String) throws(EventLogError) -> BundleID? {
    try read { db in try BundleID(digest: digest, in: db) }
  }

  /// Makes settings known; the second time they are only found.
  /// - Parameters:
  ///   - digest: SHA-256 of `json` in lower-case hexadecimal.
  ///   - json: The settings, whole.
  public func register(settings json: String, digest: String) throws(EventLogError) -> SettingsID {
    try write { db in
      let known = try Int64.fetchOne(
        db, sql: "SELECT id FROM settings WHERE digest = ?", arguments: [digest])
      if let known { return SettingsID(row: known) }
      try db.execute(
        sql: "INSERT INTO settings (digest, json) VALUES (?, ?)", arguments: [digest, json])
      return SettingsID(row: db.lastInsertedRowID)
    }
  }

  /// The settings of a digest, as JSON; `nil` if none.
  public func settings(digest: String) throws(EventLogError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT json FROM settings WHERE digest = ?", arguments: [digest])
    }
  }

  private static func row(of taxon: Taxon, in db: Database) throws -> Int64 {
    let known = try Int64.fetchOne(
      db,
      sql: """
        SELECT id FROM taxon
        WHERE common_name = ? AND ifnull(scientific_name, '') = ? AND kind = ?
        """,
      arguments: [taxon.commonName, taxon.scientificName ?? "", taxon.kind.rawValue])
    if let known { return known }
    try db.execute(
      sql: "INSERT INTO taxon (common_name, scientific_name, kind) VALUES (?, ?, ?)",
      arguments: [taxon.commonName, taxon.scientificName, taxon.kind.rawValue])
    return db.lastInsertedRowID
  }
}

extension BundleID {
  fileprivate init?(digest: String, in db: Database) throws {
    let row = try Int64.fetchOne(
      db, sql: "SELECT id FROM bundle WHERE digest = ?", arguments: [digest])
    guard let row else { return nil }
    self.init(row: row)
  }
}
