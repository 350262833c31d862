import Foundation

/// What an ordinary file is that was named where a model was wanted, for a message.
enum ModelFileKind {
  case network, checkpoint, neither

  /// - Returns: `nil` if there is no ordinary file at the path.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let file = FileHandle(forReadingAtPath: path)
    let start = (try? file?.read(upToCount: 8)) ?? Data()
    // The identifier of the format stands behind the first offset.
    self =
      start.dropFirst(4).elementsEqual(Data("TFL3".utf8))
      ? .network : path.lowercased().hasSuffix(".npz") ? .checkpoint : .neither
  }
}
