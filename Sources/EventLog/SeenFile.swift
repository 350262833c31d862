/// A path as it was found.
public struct SeenFile: Hashable, Sendable {
  /// Absolute.
  public var path: String
  /// Size of the file; 0 where the system does not tell it.
  public var bytes: Int64
  /// Last change of the file, microseconds since 1970 UTC; 0 where the system does not tell it.
  public var modified: Int64
  /// When it was found so, microseconds since 1970 UTC.
  public var seenAt: Int64
  /// SHA-256 of its first and last bytes; `nil` where it was not taken.
  public var edges: String?

  /// A path, and by what it is known again: size, time and edges.
  public init(path: String, bytes: Int64, modified: Int64, seenAt: Int64, edges: String? = nil) {
    self.path = path
    self.bytes = bytes
    self.modified = modified
    self.seenAt = seenAt
    self.edges = edges
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

  /// The path, as it was when it was seen last.
  public var file: SeenFile
  /// What it held then.
  public var content: Content
}
