import Foundation

/// Held by a process that puts another file in a log's place, so that of several that want to, one does
/// and the others find it done; shared by those that open a log, until SQLite's own locks keep its file
/// where it is. SQLite would read the one file with the write-ahead log of the other, which has the same
/// name, and cut the shared memory that others work in. Ends with the value, and with the process.
///
/// The lock is on the log's folder: a file to lock would have to be left lying there. So it is one for all logs
/// of a folder; while one is migrated or salvaged, others there wait to be opened.
struct FolderLock: ~Copyable {
  enum Kind {
    /// By one alone.
    case exclusive
    case shared
  }

  private let descriptor: CInt

  /// - Parameter patience: Seconds to wait.
  init(forLog path: String, _ kind: Kind, patience: Double) throws(EventLogError) {
    descriptor = unsafe open(
      LogFiles.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      // Whoever may enter a folder but not read it opens its logs without the lock; and of a folder that is
      // not there opening the log tells.
      if kind == .shared, errno != EMFILE, errno != ENFILE { return }
      throw .system(path: path)
    }
    let deadline = ContinuousClock.now + .seconds(patience)
    while flock(descriptor, (kind == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 {
      // Some file systems lock nothing: there, whoever wants to replace a log is refused.
      if kind == .shared, errno != EWOULDBLOCK, errno != EINTR { return }
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
        throw .locked(path: path)
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
