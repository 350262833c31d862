import GRDB

/// What all others refer to: a few rows, in one transaction.
extension LogMerging {
  mutating func mergeVocabulary() throws {
    try inTransactions([()]) { merging, _, db in
      try merging.mergeTaxa(db)
      try merging.mergeBundles(db)
      try merging.mergeSettings(db)
      try merging.mergeDeployments(db)
    }
  }

  private mutating func mergeTaxa(_ db: Database) throws {
    for row in try rows("SELECT id, common_name, scientific_name, kind FROM taxon ORDER BY id") {
      let values = Array(row.databaseValues.dropFirst())
      taxa[try row.decode(atIndex: 0)] = try find(
        "taxon", "common_name, scientific_name, kind", values,
        where: "common_name = ?1 AND ifnull(scientific_name, '') = ifnull(?2, '') AND kind = ?3", db
      )
    }
  }

  private mutating func mergeBundles(_ db: Database) throws {
    let columns = "digest, name, version, sample_rate, window_length, lowest_hz, highest_hz"
    for row in try rows("SELECT id, \(columns) FROM bundle ORDER BY id") {
      bundles[try row.decode(atIndex: 0)] = try find(
        "bundle", columns, Array(row.databaseValues.dropFirst()), where: "digest = ?1", db)
    }
    for row in try rows("SELECT id, bundle, output, taxon FROM class ORDER BY id") {
      let values: [DatabaseValue] = [
        try mapped(row.decode(atIndex: 1), bundles, "bundle").databaseValue, row[2],
        try mapped(row.decode(atIndex: 3), taxa, "taxon").databaseValue,
      ]
      classes[try row.decode(atIndex: 0)] = try find(
        "class", "bundle, output, taxon", values, where: "bundle = ?1 AND output = ?2", db)
    }
  }

  private mutating func mergeSettings(_ db: Database) throws {
    for row in try rows("SELECT id, digest, json FROM settings ORDER BY id") {
      settings[try row.decode(atIndex: 0)] = try find(
        "settings", "digest, json", Array(row.databaseValues.dropFirst()), where: "digest = ?1", db)
    }
  }

  private mutating func mergeDeployments(_ db: Database) throws {
    let columns = "site, latitude, longitude, time_zone"
    for row in try rows("SELECT id, \(columns) FROM deployment ORDER BY id") {
      deployments[try row.decode(atIndex: 0)] = try find(
        "deployment", columns, Array(row.databaseValues.dropFirst()),
        where: """
          site = ?1 AND ifnull(latitude, 999) = ifnull(?2, 999)
            AND ifnull(longitude, 999) = ifnull(?3, 999) AND ifnull(time_zone, '') = ifnull(?4, '')
          """, db)
    }
  }

  /// The row of the target that a condition finds, or a new one.
  private mutating func find(
    _ table: String, _ columns: String, _ values: [DatabaseValue], where condition: String,
    _ db: Database
  ) throws -> Int64 {
    let used = (1...values.count).filter { condition.contains("?\($0)") }.count
    let known = try Int64.fetchOne(
      db, sql: "SELECT id FROM \(table) WHERE \(condition)",
      arguments: StatementArguments(Array(values.prefix(used))))
    if let known {
      report.count(table, \.known)
      return known
    }
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    try db.execute(
      sql: "INSERT INTO \(table) (\(columns)) VALUES (\(marks))",
      arguments: StatementArguments(values))
    report.count(table, \.added)
    return db.lastInsertedRowID
  }
}
