public import EventDetection
import GRDB

extension EventLog {
  /// The stream in which a clip was heard.
  ///
  /// The clip is known by where it lies, or, where files were moved or copied, by its name, which has the
  /// instant of its first sample. One that was deleted may have been copied before.
  /// - Returns: `nil` if it is no clip of this log.
  public func stream(ofClip clip: String) throws(EventLogError) -> StreamID? {
    let stored = ClipFolder(ofLog: path).stored(clip)
    let name = stored.split(separator: "/").last.map { "/" + $0 } ?? stored
    return try read { db in
      func stream(_ condition: String, _ text: String) throws -> StreamID? {
        try Int64.fetchOne(
          db,
          sql: """
            SELECT analysis.stream FROM clip
              JOIN event ON event.id = clip.event
              JOIN decision ON decision.id = event.decision
              JOIN analysis ON analysis.id = decision.analysis
            WHERE \(condition) AND analysis.stream IS NOT NULL
            ORDER BY deleted_at IS NOT NULL, clip.id DESC LIMIT 1
            """, arguments: [text]
        ).map(StreamID.init)
      }
      return try stream("path = ?", stored)
        ?? stream("substr('/' || path, -length(?1)) = ?1", name)
    }
  }

  /// The events of current decisions in a part of a stream, by start.
  public func events(
    of stream: StreamID, touching range: SampleRange
  ) throws(EventLogError) -> [LoggedEvent] {
    try read { db in
      var reader = EventReader(db)
      let columns = EventReader.columns.map { "event.\($0)" }.joined(separator: ", ")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT \(columns), NULL AS shown_path FROM analysis
            JOIN decision ON decision.analysis = analysis.id AND decision.current = 1
            JOIN event ON event.decision = decision.id
          WHERE analysis.stream = ? AND start_sample < ? AND end_sample > ?
          ORDER BY start_sample, class
          """, arguments: [stream.row, range.end, range.start]
      ).map { try reader.event($0) }
    }
  }
}
