/// What of the clips is kept.
public struct RetentionLimits: Hashable, Sendable {
  /// Days after which a clip goes; `nil` for never.
  public var days: Double?
  /// Bytes of all clips together; `nil` for no limit.
  public var bytes: Int64?
  /// Bytes that stay free on the disk.
  public var freeFloor: Int64
  /// So many clips of each taxon stay, those of the highest score.
  public var bestOfEach: Int
  /// Days in which no clip goes for want of space.
  public var recentDays: Double

  /// - Parameters:
  ///   - bytes: Of all clips together.
  ///   - freeFloor: Bytes.
  public init(
    days: Double?, bytes: Int64?, freeFloor: Int64, bestOfEach: Int, recentDays: Double
  ) {
    self.days = days
    self.bytes = bytes
    self.freeFloor = freeFloor
    self.bestOfEach = bestOfEach
    self.recentDays = recentDays
  }
}

/// A clip that the log knows and has not marked as deleted.
public struct ListedClip: Hashable, Sendable {
  /// Of its row.
  public var id: Int64
  /// Below the folder of clips.
  public var path: String
  /// What is heard, by whatever tells taxa apart.
  public var taxon: String
  /// 0…1.
  public var score: Float
  /// When it began, microseconds since 1970 UTC.
  public var startedAt: Int64
  /// Whether somebody wants it to stay.
  public var isLocked: Bool
  /// Of the file.
  public var bytes: Int64

  /// Takes everything as given; ``Retention`` finds `bytes` anew.
  public init(
    id: Int64, path: String, taxon: String, score: Float, startedAt: Int64, isLocked: Bool,
    bytes: Int64
  ) {
    self.id = id
    self.path = path
    self.taxon = taxon
    self.score = score
    self.startedAt = startedAt
    self.isLocked = isLocked
    self.bytes = bytes
  }
}

/// A file in the folder of clips.
public struct ClipFolderFile: Hashable, Sendable {
  /// Below the folder: `2026-06-07/….flac`.
  public var path: String
  /// Its size.
  public var bytes: Int64
  /// Microseconds since 1970 UTC.
  public var modified: Int64
  /// Whether it was never finished: what a crash left.
  public var isUnfinished: Bool

  /// Takes everything as given.
  /// - Parameter modified: Microseconds since 1970 UTC.
  public init(path: String, bytes: Int64, modified: Int64, isUnfinished: Bool) {
    self.path = path
    self.bytes = bytes
    self.modified = modified
    self.isUnfinished = isUnfinished
  }
}
