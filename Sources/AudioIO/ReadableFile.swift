import Foundation

/// An open regular file, read by position: any number of readers share it without a lock.
final class ReadableFile: Sendable {
  let path: String
  /// Bytes, when it was opened.
  let size: Int64
  /// Last change of its content, microseconds since 1970 UTC.
  let modified: Int64
  private let descriptor: Int32

  /// - Throws: ``AudioError/missing(path:)``, ``AudioError/unreadable(path:reason:)``,
  ///   ``AudioError/notAFile(path:kind:)`` or ``AudioError/empty(path:)``.
  init(path: String) throws(AudioError) {
    // Not blocking: a named pipe without a writer would hold up a whole survey.
    let descriptor = Self.retrying { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw Self.openingError(path: path, code: errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .unreadable(path: path, reason: Self.text(code))
    }
    if let kind = Self.kind(mode: status.st_mode) {
      close(descriptor)
      throw .notAFile(path: path, kind: kind)
    }
    guard status.st_size > 0 else {
      close(descriptor)
      throw .empty(path: path)
    }
    self.path = path
    self.descriptor = descriptor
    size = Int64(status.st_size)
    modified =
      Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1000
  }

  deinit { close(descriptor) }

  /// Fills `bytes` from `offset` on.
  /// - Returns: Bytes read; fewer than asked for only at the end of the file.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int64) throws(AudioError) -> Int {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
      let count = Self.retrying {
        unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
      }
      if count == 0 { break }
      guard count > 0 else {
        throw .unreadable(
          path: path, reason: "\(Self.text(errno)) at byte \(offset + Int64(done))")
      }
      done += count
    }
    return done
  }

  private static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }

  private static func openingError(path: String, code: Int32) -> AudioError {
    switch code {
    case ENOENT, ENOTDIR: .missing(path: path)
    // What opening a socket, or a device without a driver, gives.
    case ENXIO, ENODEV: .notAFile(path: path, kind: "a socket or device")
    default: .unreadable(path: path, reason: text(code))
    }
  }

  private static func kind(mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a folder"
    case S_IFIFO: "a pipe"
    case S_IFCHR, S_IFBLK: "a device"
    default: "no regular file"
    }
  }

  private static func text(_ code: Int32) -> String {
    switch code {
    case ELOOP: "its symbolic links lead in a circle"
    case EACCES, EPERM: "permission denied"
    case EIO: "input/output error"
    default: unsafe String(cString: strerror(code)).lowercased()
    }
  }
}
