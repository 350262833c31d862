public import AudioIO

/// Why a path of a survey could not be analysed.
public enum SurveyError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it holds is no sound that can be read.
  case sound(AudioError)
  /// The system refuses to read the file.
  case unreadable(path: String, reason: String)
  /// The system refuses to list the folder.
  case folderUnreadable(path: String, reason: String)
  /// There is no recording in what was named.
  case nothingFound(paths: [String], mayLieDeeper: Bool)
  /// A link to a folder that it lies in.
  case linkLoop(path: String)
  /// The name is not UTF-8: the bytes that are not stand as U+FFFD in the path.
  case nameNotText(path: String)
  /// The file was written to while it was read.
  case changedWhileRead(path: String)

  public var description: String {
    switch self {
    case .sound(let error):
      error.description
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .folderUnreadable(let path, let reason):
      "\(path): the folder cannot be read: \(reason). Nothing in it was analysed."
    case .nothingFound(let paths, let mayLieDeeper):
      "no recordings were found in \(paths.joined(separator: ", "))."
        + (mayLieDeeper ? " --recursive reads folders inside folders too." : "")
    case .linkLoop(let path):
      "\(path): leads back to a folder that it lies in. Nothing was read through it."
    case .nameNotText(let path):
      "\(path): the name is not UTF-8, the bytes that are not are shown as \u{FFFD}. Rename the file; "
        + "`convmv -f latin1 -t utf8 --notest -r FOLDER` does it for a whole card."
    case .changedWhileRead(let path):
      "\(path): was written to while it was read. Run again when the recorder or the copy is done."
    }
  }
}
