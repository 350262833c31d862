/// A path as it was found.
public struct SeenFile: Hashable, Sendable {
  public var path: String
  public var bytes: Int64
  /// Microseconds since 1970 UTC.
  public var modified: Int64
  /// Microseconds since 1970 UTC.
  public var seenAt: Int64

  public init(path: String, bytes: Int64, modified: Int64, seenAt: Int64) {
    self.path = path
    self.bytes = bytes
    self.modified = modified
    self.seenAt = seenAt
  }
}

/// What the log knows of a path.
public struct KnownFile: Hashable, Sendable {
  /// What was found there.
  public enum Content: Hashable, Sendable {
    /// SHA-256 of a recording in the log.
    case recording(sha256: String)
    /// Why it could not be analysed.
    case error(String)
  }

  public var file: SeenFile
  public var content: Content
}
