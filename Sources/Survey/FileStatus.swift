import Foundation

/// What the system says of a file, without reading it.
///
/// A path whose status has not changed is taken to hold the same sound: the survey does not read a
/// year of recordings again to find that nothing is new.
struct FileStatus: Hashable, Sendable {
  let bytes: Int64
  /// Of its content, microseconds since 1970 UTC.
  let modified: Int64
  /// Whether it is a file with a content, no folder, pipe or device.
  let isRegular: Bool
  /// `nil` for what is no folder.
  let folder: FolderIdentity?

  /// Follows links. `nil` where the path leads nowhere.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    bytes = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1000
    isRegular = status.st_mode & S_IFMT == S_IFREG
    folder =
      status.st_mode & S_IFMT == S_IFDIR
      ? FolderIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)) : nil
  }
}

/// A folder, whatever it is called.
struct FolderIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
}

/// The path by which the log knows a file: its own name in the folder that it really lies in, however
/// that folder was called.
public func absolutePath(_ path: String) -> String {
  let url = URL(filePath: path)
  let folder = url.deletingLastPathComponent().resolvingSymlinksInPath().path
  return (folder == "/" ? "" : folder) + "/" + url.lastPathComponent
}

/// The path by which the log finds what lies at or below a path: where a folder really lies, or
/// ``absolutePath(_:)`` of a file.
public func absoluteSource(_ path: String) -> String {
  guard FileStatus(path: path)?.folder != nil else { return absolutePath(path) }
  return URL(filePath: path).resolvingSymlinksInPath().path
}
