import GRDB

extension EventLog {
  /// The paths at which a content was seen, in their order.
  public func paths(ofRecording sha256: String) throws(EventLogError) -> [String] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT path FROM file JOIN recording ON recording.id = file.recording
          WHERE sha256 = ? ORDER BY path
          """,
        arguments: [sha256])
    }
  }

  /// Whether any recording was seen at or below a path.
  public func hasRecordings(under path: String) throws(EventLogError) -> Bool {
    try read { db in
      let place = PathCondition([path])
      return try Bool.fetchOne(
        db,
        sql: "SELECT EXISTS (SELECT 1 FROM file WHERE recording IS NOT NULL AND \(place.sql))",
        arguments: place.arguments) ?? false
    }
  }

  /// The channels of a content that some model has listened to, to the end.
  public func analysedChannels(
    ofRecording sha256: String
  ) throws(EventLogError) -> Set<AnalysedChannel> {
    try read { db in
      let stored = try Int.fetchSet(
        db,
        sql: """
          SELECT channel FROM analysis JOIN recording ON recording.id = analysis.recording
          WHERE sha256 = ? AND state = 'done'
          """,
        arguments: [sha256])
      return Set(stored.map(AnalysedChannel.init))
    }
  }
}
