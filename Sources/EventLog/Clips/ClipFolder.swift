import Foundation

/// How the log stores where its clips lie: what lies below the log's folder, from there; all else
/// absolute. So a folder with a log and its clips can be moved, or read from another machine.
///
/// Paths are compared as they are spelt, without asking the disk: `..` and `//` mean nothing here, and
/// links are not followed.
struct ClipFolder: Sendable {
  /// Absolute, ending in a slash.
  private let prefix: String

  /// - Parameter log: The log's path; if it is relative, of the folder this process works in.
  init(ofLog log: String) {
    let folder = Self.absolute(LogFiles.folder(of: log))
    prefix = folder == "/" ? "/" : folder + "/"
  }

  /// As the log stores a path.
  func stored(_ path: String) -> String {
    let path = Self.absolute(path)
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// Where a stored path lies.
  func path(_ stored: String) -> String { stored.hasPrefix("/") ? stored : prefix + stored }

  private static func absolute(_ path: String) -> String {
    // To a `URL`, "~x" is somebody's folder.
    URL(filePath: EventLog.file(path)).standardizedFileURL.path
  }
}
