import Foundation

/// Held by a process that puts another file in a log's place, so that of several that want to, one does
/// and the others find it done. Ends with the value, and with the process.
///
/// The lock is on the log's folder: a file to lock would have to be left lying there.
struct FolderLock: ~Copyable {
  private let descriptor: CInt

  /// - Parameter patience: Seconds to wait.
  init(forLog path: String, patience: Double) throws(EventLogError) {
    descriptor = unsafe open(
      LogFiles.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path: path) }
    let deadline = ContinuousClock.now + .seconds(patience)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
        close(descriptor)
        throw .locked(path: path)
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  deinit { close(descriptor) }
}
