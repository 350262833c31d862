import Foundation
import Glibc
import SystemFiles

/// The part of a file that has come so far, and which version of the file it is of.
// Sendable although it changes: one connection at a time writes to it, on one queue.
final class PartialFile: @unchecked Sendable {
  let path: String
  private let handle: FileHandle
  private(set) var byteCount: Int
  /// The server's mark, a strong ETag or a date; `nil` where it gave none.
  private(set) var version: String?

  private var versionPath: String { path + ".version" }

  init(_ path: String) throws(DownloadError) {
    self.path = path
    do {
      if !FileManager.default.fileExists(atPath: path) {
        try Data().write(to: URL(filePath: path))
      }
      handle = try FileHandle(forUpdating: URL(filePath: path))
      byteCount = Int(try handle.seekToEnd())
    } catch {
      throw .unwritable(path: path, reason: error.systemReason)
    }
    let mark = try? String(contentsOfFile: path + ".version", encoding: .utf8)
    version = mark.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Begins anew, with a file of another version.
  func restart(version: String?) throws(DownloadError) {
    do {
      try handle.truncate(atOffset: 0)
      byteCount = 0
      self.version = version
      try Data((version ?? "").utf8).write(to: URL(filePath: versionPath), options: .atomic)
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

  func remove() {
    try? handle.close()
    try? FileManager.default.removeItem(atPath: path)
    try? FileManager.default.removeItem(atPath: versionPath)
  }

  /// Gives the whole file its name, once it is safe on the disk.
  func rename(to name: String) throws(DownloadError) {
    do {
      try handle.synchronize()
      try handle.close()
      guard unsafe Glibc.rename(path, name) == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      throw .unwritable(path: name, reason: error.systemReason)
    }
    try? FileManager.default.removeItem(atPath: versionPath)
  }
}
