public import EventDetection
import GRDB

/// What can be asked for at all.
extension EventLog {
  /// Whether a recording of the log was ever seen at a path or below it.
  public func hasRecording(under path: String) throws(EventLogError) -> Bool {
    try read { db in
      try Bool.fetchOne(
        db,
        sql: """
          SELECT EXISTS (SELECT 1 FROM \(PathCondition.matchingFiles)
            AND file.recording IS NOT NULL)
          """,
        arguments: PathCondition([path]).arguments) ?? false
    }
  }

  /// All that the models which wrote to this log can name, by common name.
  public func knownTaxa() throws(EventLogError) -> [Taxon] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT common_name, scientific_name, kind
          FROM taxon JOIN class ON class.taxon = taxon.id ORDER BY common_name, scientific_name
          """
      ).map(Taxon.init)
    }
  }
}
