public import AudioIO
import Foundation

/// The folder of clips, as a ``ClipWriter`` sees it; another one for tests.
public struct ClipDisk: Sendable {
  /// Bytes that may still be written.
  public var freeBytes: @Sendable () throws(AudioError) -> Int64
  /// Writes a clip below the folder, with the folder of its day if that is not there yet.
  /// - Returns: Bytes of the file.
  public var write: @Sendable (Clip, ClipName) throws(AudioError) -> Int64

  /// Takes everything as given.
  public init(
    freeBytes: @escaping @Sendable () throws(AudioError) -> Int64,
    write: @escaping @Sendable (Clip, ClipName) throws(AudioError) -> Int64
  ) {
    self.freeBytes = freeBytes
    self.write = write
  }

  /// A folder that exists: one that has gone, because its disk was taken away, is not made anew elsewhere.
  public static func folder(_ path: String) -> ClipDisk {
    ClipDisk(
      freeBytes: { () throws(AudioError) in try Self.freeBytes(at: path) },
      write: { (clip, name) throws(AudioError) in
        try makeDay(path + "/" + name.day)
        return try ClipFile.write(
          clip.samples, sampleRate: clip.facts.sampleRate,
          metadata: clip.facts.guano(fileName: name.file), to: "\(path)/\(name)")
      })
  }

  /// What an ordinary user may still write on the disk of a folder.
  /// - Throws: ``AudioError/notWritten(path:reason:)``.
  public static func freeBytes(at path: String) throws(AudioError) -> Int64 {
    var status = statvfs()
    guard unsafe statvfs(path, &status) == 0 else {
      throw .notWritten(path: path, reason: unsafe String(cString: strerror(errno)).lowercased())
    }
    let (bytes, overflow) = UInt64(status.f_bavail)
      .multipliedReportingOverflow(by: UInt64(status.f_frsize))
    return overflow ? .max : Int64(clamping: bytes)
  }

  /// Makes the folder of clips, with those it lies in, unless it is there: when a station starts.
  /// - Throws: ``AudioError/notWritten(path:reason:)``.
  public static func makeFolder(_ path: String) throws(AudioError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .notWritten(path: path, reason: "the folder cannot be made")
    }
  }

  private static func makeDay(_ path: String) throws(AudioError) {
    guard unsafe mkdir(path, 0o777) != 0, errno != EEXIST else { return }
    let reason = unsafe String(cString: strerror(errno)).lowercased()
    if errno == ENOSPC || errno == EDQUOT { throw .diskFull(path: path) }
    throw .notWritten(path: path, reason: reason)
  }
}
