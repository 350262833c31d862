import Foundation
import GRDB

/// Why the log cannot be used. None of these loses anything that was in it.
public enum EventLogError: Error, Equatable, CustomStringConvertible {
  /// There is no file, and none was to be made.
  case missing(path: String)
  /// The path is empty.
  case unnamed
  /// A folder lies where the log was to be.
  case folder(path: String)
  /// What lies there is neither a file nor a folder: a pipe, a device.
  case notAFile(path: String)
  /// The file is no SQLite database, or another program's.
  case notALog(path: String)
  /// A later earshot wrote the file.
  case newer(path: String, version: Int, supported: Int)
  /// Another process holds the file.
  case locked(path: String)
  /// Neither the file nor its folder may be written, or the log was opened for reading.
  case readOnly(path: String)
  /// The file cannot be opened or made.
  case cannotOpen(path: String, reason: String)
  /// The file's pages contradict each other.
  case corrupt(path: String, reason: String)
  /// No space left.
  case full(path: String)
  /// The disk failed.
  case inputOutput(path: String, reason: String)
  /// What was to be written contradicts what the log holds or can hold.
  case refused(path: String, reason: String)
  /// A filter names a species that no model in the log knows.
  case unknownSpecies(path: String, name: String, known: [String])
  /// A filter names a place at which nothing in the log was recorded.
  case unknownSite(path: String, name: String, known: [String])
  /// A filter names an input of no station that wrote to the log.
  case unknownInput(path: String, name: String, known: [String])
  /// The log has no such clip, or not any more.
  case noClip(path: String, clip: String)
  /// A file lies where a backup was to be.
  case exists(path: String)
  /// A file that was to be replaced is in use, or its last user was killed.
  case inUse(path: String)
  /// A log was to be merged into itself.
  case sameLog(path: String)
  /// A log of an earlier version was not brought up to date.
  case notMigrated(path: String, version: Int, reason: String)
  /// Anything else SQLite reports, with its extended result code.
  case failed(path: String, code: Int, reason: String)

  public var description: String {
    switch self {
    case .missing(let path):
      "\(path): there is no event log here. Check the path; `earshot classify` makes one."
    case .unnamed:
      "the event log has no name: its path is empty. Name the file that it is, or shall be."
    case .folder(let path):
      "\(path): a folder is no event log. Name a file in it, such as "
        + (path.hasSuffix("/") ? path : path + "/") + "earshot.sqlite."
    case .notAFile(let path):
      "\(path): no ordinary file, which an event log is. Choose another path for the log."
    case .notALog(let path):
      "\(path): not an event log of earshot. Nothing was changed; choose another path for the log."
    case .newer(let path, let version, let supported):
      "\(path): written by a newer earshot (log version \(version); this one knows up to "
        + "\(supported)). Nothing was changed; update earshot."
    case .locked(let path):
      "\(path): another program holds the log. Wait for it or end it, and run again; what was "
        + "committed is safe."
    case .readOnly(let path):
      "\(path): the log cannot be written. Give this user the right to write the file and its "
        + "folder, or choose another path."
    case .cannotOpen(let path, let reason):
      "\(path): the log cannot be opened: \(reason). Check that its folder exists and may be "
        + "written."
    case .corrupt(let path, let reason):
      "\(path): the log is damaged: \(reason). Nothing was changed. `earshot log salvage --log FILE` "
        + "keeps the file as it is, and puts what can be read of it into a new one in its place."
    case .full(let path):
      "\(path): no space left for the log. What was committed is safe; make space and run again."
    case .inputOutput(let path, let reason):
      "\(path): the disk failed: \(reason). Check it before you go on."
    case .refused(let path, let reason):
      "\(path): the log refuses what was to be written: \(reason)."
    case .unknownSpecies(let path, let name, let known):
      "\(path): no model that wrote to this log knows \"\(name)\". They know "
        + Self.list(known)
    case .unknownSite(let path, let name, let known):
      known.isEmpty
        ? "\(path): this log knows no site \"\(name)\", nor any other: none was named when it was written."
        : "\(path): this log knows no site \"\(name)\". It knows " + Self.list(known)
    case .unknownInput(let path, let name, let known):
      known.isEmpty
        ? "\(path): this log knows no input \"\(name)\", nor any other: no station wrote to it."
        : "\(path): this log knows no input \"\(name)\". It knows " + Self.list(known)
    case .noClip(let path, let clip):
      "\(path): there is no clip \(clip) in this log, or it was deleted."
    case .exists(let path):
      "\(path): there is a file already. Choose another name, or --force to replace it."
    case .inUse(let path):
      "\(path): cannot be replaced: writes that were not finished lie beside it. Choose another "
        + "name, or end the program that writes to it."
    case .sameLog(let path):
      "\(path): this is the log itself, which has all that it has. Name another one."
    case .notMigrated(let path, let version, let reason):
      "\(path): the log is of version \(version), and was not brought to version \(schemaVersion): "
        + "\(reason). It is as it was; nothing is lost."
    case .failed(let path, let code, let reason):
      "\(path): SQLite reports \(code): \(reason)."
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(30).joined(separator: ", ")
      + (names.count > 30 ? " and \(names.count - 30) more." : ".")
  }

  /// Whether the same may succeed later: another program lets go, or space is made.
  public var isTemporary: Bool {
    switch self {
    case .locked, .full, .inputOutput, .readOnly: true
    default: false
    }
  }

  /// A value is not of the kind that its column has: a page is damaged, or another program wrote it.
  static func senseless(path: String) -> EventLogError {
    .corrupt(path: path, reason: "a row holds a value that makes no sense")
  }

  /// Another process is about to make, or to mend, what all share beside the log.
  private static let passing: [ResultCode] = [
    .SQLITE_READONLY_RECOVERY, .SQLITE_READONLY_CANTINIT, .SQLITE_READONLY_CANTLOCK,
  ]

  /// Whether a page or two could be added beside the log.
  private static func hasRoom(_ path: String) -> Bool {
    var status = statvfs()
    guard unsafe statvfs(LogFiles.folder(of: path), &status) == 0 else { return true }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) >= 1 << 16
  }

  /// What the system said when a file was to get its place: `errno`.
  static func system(path: String) -> EventLogError {
    let code = errno
    return switch code {
    case EACCES, EPERM, EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .full(path: path)
    default: .inputOutput(path: path, reason: unsafe String(cString: strerror(code)))
    }
  }

  /// The one place where SQLite's result codes are told apart.
  init(_ error: DatabaseError, path: String) {
    let reason = error.message ?? "\(error.resultCode)"
    self =
      switch error.resultCode {
      case .SQLITE_NOTADB: .notALog(path: path)
      case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: .locked(path: path)
      case .SQLITE_READONLY where Self.passing.contains(error.extendedResultCode):
        .locked(path: path)
      case .SQLITE_READONLY, .SQLITE_PERM: .readOnly(path: path)
      case .SQLITE_CANTOPEN: .cannotOpen(path: path, reason: reason)
      case .SQLITE_CORRUPT: .corrupt(path: path, reason: reason)
      case .SQLITE_FULL: .full(path: path)
      // SQLite says so too where there is no room for the file that its readers share.
      case .SQLITE_IOERR:
        Self.hasRoom(path) ? .inputOutput(path: path, reason: reason) : .full(path: path)
      case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG:
        .refused(path: path, reason: reason)
      default: .failed(path: path, code: Int(error.extendedResultCode.rawValue), reason: reason)
      }
  }
}

extension DatabaseError {
  /// For values that only a damaged page, or another program, can have put where they are.
  static func senseless(_ what: String) -> DatabaseError {
    DatabaseError(resultCode: .SQLITE_CORRUPT, message: what)
  }
}
