import Foundation
import Glibc
import SystemFiles

/// The part of a file that has come so far, and of what: which address, which version.
///
/// It is this process's alone while the value lives: the file is locked. It is an ordinary file; a link or
/// a pipe in its place is refused.
// Sendable although it changes: one connection at a time writes to it, on one queue.
final class PartialFile: @unchecked Sendable {
  let path: String
  private let address: String
  private let handle: FileHandle
  private(set) var byteCount: Int
  /// The server's mark, a strong ETag or a date; `nil` where it gave none.
  private(set) var version: String?

  private var versionPath: String { path + ".version" }

  /// - Parameter address: What came from elsewhere is not gone on with.
  init(_ path: String, address: String) throws(DownloadError) {
    self.path = path
    self.address = address
    do {
      handle = try Self.lockedHandle(path)
      byteCount = Int(try handle.seekToEnd())
    } catch {
      let isBusy = error.systemCode == EWOULDBLOCK
      throw isBusy ? .busy(path: path) : .unwritable(path: path, reason: error.systemReason)
    }
    let mark = try? String(contentsOfFile: path + ".version", encoding: .utf8)
    let lines = mark?.split(separator: "\n", maxSplits: 1).map(String.init) ?? []
    version = lines.count == 2 && lines[0] == address ? lines[1] : nil
  }

  /// Opens the file, made if it must be, once no other process has it.
  private static func lockedHandle(_ path: String) throws -> FileHandle {
    while true {
      let descriptor = unsafe open(
        path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw Self.systemError }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      var opened = stat()
      guard unsafe fstat(descriptor, &opened) == 0 else { throw Self.systemError }
      guard opened.st_mode & S_IFMT == S_IFREG else { throw POSIXError(.EINVAL) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw Self.systemError }
      // Whoever had it before may have given it another name meanwhile.
      var named = stat()
      if unsafe stat(path, &named) == 0, named.st_ino == opened.st_ino,
        named.st_dev == opened.st_dev
      {
        return handle
      }
    }
  }

  private static var systemError: POSIXError {
    POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }

  /// Begins anew, with a file of another version.
  func restart(version: String?) throws(DownloadError) {
    do {
      try handle.truncate(atOffset: 0)
      byteCount = 0
      self.version = version
      try Data("\(address)\n\(version ?? "")".utf8)
        .write(to: URL(filePath: versionPath), options: .atomic)
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
  }

  func append(_ bytes: Data) throws(DownloadError) {
    do {
      try handle.write(contentsOf: bytes)
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
    byteCount += bytes.count
  }

  /// Lets others have the file; URLSession may hold this value for a while.
  func close() { try? handle.close() }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
    try? FileManager.default.removeItem(atPath: versionPath)
  }

  /// Gives the whole file its name, once it is safe on the disk.
  func rename(to name: String) throws(DownloadError) {
    do {
      try handle.synchronize()
      guard unsafe Glibc.rename(path, name) == 0 else { throw Self.systemError }
    } catch {
      throw .unwritable(path: name, reason: error.systemReason)
    }
    try? FileManager.default.removeItem(atPath: versionPath)
  }
}
