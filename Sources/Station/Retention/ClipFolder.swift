/// The folder of clips as retention sees it; another one for tests.
public struct ClipFolder: Sendable {
  /// What is in it.
  public struct Contents: Hashable, Sendable {
    /// Clips, and what a crash left of some.
    public var files: [ClipFolderFile] = []
    /// Whatever else is there, which is nobody's business: other names, folders, links.
    public var foreign = 0
    /// What could not be looked at: the path of a day or a file below the folder, and why.
    public var problems: [String: String] = [:]

    /// An empty folder.
    public init() {}

    /// Whether nothing is known of a file, be it there or not.
    func isUnknown(_ path: String) -> Bool {
      problems[path] != nil || problems[String(path.prefix { $0 != "/" })] != nil
    }
  }

  /// Looks through it; throws if the folder itself cannot be read.
  public var contents: @Sendable () throws(RetentionError) -> Contents
  /// Deletes a file of ``Contents/files``; one that has gone meanwhile is no error.
  public var delete: @Sendable (_ path: String) throws(RetentionError) -> Void
  /// Removes the folder of a day, if it is empty.
  public var removeDay: @Sendable (_ day: String) -> Void
  /// Of its disk.
  public var freeBytes: @Sendable () throws(RetentionError) -> Int64

  /// Takes everything as given.
  public init(
    contents: @escaping @Sendable () throws(RetentionError) -> Contents,
    delete: @escaping @Sendable (String) throws(RetentionError) -> Void,
    removeDay: @escaping @Sendable (String) -> Void,
    freeBytes: @escaping @Sendable () throws(RetentionError) -> Int64
  ) {
    self.contents = contents
    self.delete = delete
    self.removeDay = removeDay
    self.freeBytes = freeBytes
  }

  /// Whether a path below the folder could be that of a clip.
  static func isOurs(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, ClipName.isDay(String(parts[0])) else { return false }
    return ClipName.isClip(String(parts[1])) || isUnfinished(String(parts[1]))
  }

  /// Whether a name is that of a clip which is being written.
  static func isUnfinished(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.hasSuffix(".part") else { return false }
    return ClipName.isClip(String(name.dropFirst().dropLast(5)))
  }
}

/// Why a folder of clips, or a file of it, cannot be dealt with.
public enum RetentionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder, a day of it or its free space cannot be looked at; in the system's words.
  case unreadable(path: String, reason: String)
  /// A file stays that had to go.
  case undeletable(path: String, reason: String)

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): clips cannot be looked through: \(reason). Check that the disk is attached and the "
        + "folder may be read."
    case .undeletable(let path, let reason):
      "\(path): not deleted: \(reason). Check the permissions of its folder."
    }
  }
}
