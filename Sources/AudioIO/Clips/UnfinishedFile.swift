import Foundation

/// A file while it is written: under another name, in the folder where it will lie; gone if it is never
/// finished.
final class UnfinishedFile {
  let path: String
  /// Bytes, as far as it was written.
  private(set) var size: Int64 = 0
  private let folder: String
  private let temporaryPath: String
  private let calls: DiskCalls
  private var descriptor: Int32
  private var isThere = true

  /// - Throws: ``AudioError/diskFull(path:)``, ``AudioError/notWritten(path:reason:)``.
  init(path: String, calls: DiskCalls) throws(AudioError) {
    self.path = path
    self.calls = calls
    let slash = path.lastIndex(of: "/")
    folder = slash.map { String(path[...$0]) } ?? "./"
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    temporaryPath = folder + ClipFile.unfinishedName(of: String(name))
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    var descriptor = unsafe open(temporaryPath, flags, 0o666)
    if descriptor < 0, errno == EEXIST {
      // What a crash left: nobody writes two files of one name.
      unsafe unlink(temporaryPath)
      descriptor = unsafe open(temporaryPath, flags, 0o666)
    }
    guard descriptor >= 0 else { throw .writing(path, code: errno) }
    self.descriptor = descriptor
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if isThere { unsafe unlink(temporaryPath) }
  }

  /// Writes all of `bytes` at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(AudioError) {
    var done = 0
    while done < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = unsafe calls.write(descriptor, rest, offset + Int64(done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .writing(path, code: count == 0 ? ENOSPC : errno) }
      done += count
    }
    size = max(size, offset + Int64(bytes.count))
  }

  /// Gives it its name, after it has reached the disk; its name reaches the disk too.
  /// - Throws: ``AudioError/alreadyThere(path:)`` and what writing throws.
  func finish() throws(AudioError) {
    guard calls.sync(descriptor) == 0 else { throw .writing(path, code: errno) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw .writing(path, code: errno) }
    guard calls.rename(temporaryPath, path) == 0 else {
      if errno == EEXIST { throw .alreadyThere(path: path) }
      throw .writing(path, code: errno)
    }
    isThere = false
    let folder = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    // Not every file system can do it for folders; the clip is there all the same.
    _ = calls.sync(folder)
    close(folder)
  }
}

extension AudioError {
  fileprivate static func writing(_ path: String, code: Int32) -> AudioError {
    switch code {
    case ENOSPC, EDQUOT: .diskFull(path: path)
    default: .notWritten(path: path, reason: unsafe String(cString: strerror(code)).lowercased())
    }
  }
}
