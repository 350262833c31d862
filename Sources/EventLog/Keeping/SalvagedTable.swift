/// How the rows of a table are got out of a damaged log.
struct SalvagedTable {
  var name: String
  /// For a table without rowids: the column, and the table it refers to, that its rows are asked by.
  /// Their order is then that of `start_sample`, else of `id`.
  var owner: (column: String, table: String)?
  /// Columns that may be NULL where the row that they refer to is lost.
  var mayLose: [String] = []
  /// Tells of lost rows what indexes know of them, and puts something harmless for the rest.
  ///
  /// For the few rows on which all others hang: they lie on one page, and without them nothing could be
  /// put into the new log.
  var rebuilding: String?

  var key: String { owner == nil ? "id" : "start_sample" }

  /// Rows refer only to tables before theirs. `daily_count` is counted anew.
  static let all = [
    SalvagedTable(
      name: "taxon",
      rebuilding: """
        SELECT DISTINCT taxon AS id, 'lost name ' || taxon AS common_name, 'species' AS kind
        FROM class INDEXED BY class_by_taxon ORDER BY taxon
        """),
    SalvagedTable(
      name: "bundle",
      rebuilding: """
        SELECT id, digest, 'lost' AS name, '' AS version, 1 AS sample_rate, 1 AS window_length,
          0.0 AS lowest_hz, 1.0 AS highest_hz
        FROM bundle INDEXED BY sqlite_autoindex_bundle_1 ORDER BY digest
        """),
    SalvagedTable(
      name: "class",
      rebuilding: """
        SELECT output.id, output.bundle, output.output, meaning.taxon
        FROM (SELECT id, bundle, output FROM class INDEXED BY sqlite_autoindex_class_1
              ORDER BY bundle, output) AS output
          JOIN (SELECT id, taxon FROM class INDEXED BY class_by_taxon ORDER BY taxon) AS meaning
          ON meaning.id = output.id
        """),
    SalvagedTable(
      name: "settings",
      rebuilding: """
        SELECT id, digest, '{}' AS json FROM settings INDEXED BY sqlite_autoindex_settings_1
        ORDER BY digest
        """),
    SalvagedTable(name: "deployment"),
    SalvagedTable(name: "recording", mayLose: ["deployment"]),
    SalvagedTable(name: "file"),
    SalvagedTable(name: "stream", mayLose: ["deployment"]),
    SalvagedTable(name: "anchor"),
    SalvagedTable(name: "analysis"),
    SalvagedTable(name: "score", owner: ("analysis", "analysis")),
    SalvagedTable(
      name: "decision",
      rebuilding: """
        SELECT id, analysis, settings, id IN (
            SELECT id FROM decision INDEXED BY decision_current WHERE current = 1) AS current
        FROM decision INDEXED BY sqlite_autoindex_decision_1 ORDER BY analysis, settings
        """),
    SalvagedTable(name: "event"),
    SalvagedTable(name: "candidate", owner: ("decision", "decision")),
    SalvagedTable(name: "review"),
    SalvagedTable(name: "clip"),
    SalvagedTable(name: "gap", mayLose: ["stream", "analysis"]),
    SalvagedTable(name: "incident"),
  ]
}
