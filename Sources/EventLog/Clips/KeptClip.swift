public import EventDetection
import GRDB

/// A clip in the log.
public struct ClipID: Hashable, Sendable {
  let row: Int64
}

/// The sound of an event, in a file of its own, that has not been deleted.
public struct KeptClip: Hashable, Sendable, Identifiable {
  /// By which the log knows it.
  public var id: ClipID
  /// Where the file lies: absolute, whichever way the log stores it.
  public var path: String
  /// Size of the file.
  public var bytes: Int64
  /// Whether nothing but a person may delete it.
  public var isLocked: Bool
  /// The row of its event.
  public var event: Int64
  /// What was heard in it.
  public var taxon: Taxon
  /// Highest score of its event, 0…1.
  public var peakScore: Float
  /// When its event started, microseconds since 1970 UTC; `nil` where that is not known.
  public var startedAt: Int64?
}

extension KeptClip {
  /// The columns of ``columns``.
  init(_ row: Row, _ folder: ClipFolder) throws {
    try self.init(
      id: ClipID(row: row.decode(forColumn: "id")),
      path: folder.path(row.decode(forColumn: "path")), bytes: row.decode(forColumn: "bytes"),
      isLocked: row.decode(forColumn: "locked"), event: row.decode(forColumn: "event"),
      taxon: Taxon(row), peakScore: row.decode(forColumn: "peak"),
      startedAt: row.decode(forColumn: "started_at"))
    guard peakScore.isFinite else { throw DatabaseError.senseless("a clip of a score of no size") }
  }

  static let columns = """
    clip.id, clip.path, clip.bytes, clip.locked, clip.event, common_name, scientific_name, kind,
    event.peak, event.started_at
    """
}
