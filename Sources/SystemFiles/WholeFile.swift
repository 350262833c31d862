public import Foundation

/// A file that is written piece by piece and is there whole or not at all.
///
/// It gets its name when it is finished; until then, and if it never is, what was at the path before
/// stays. What is no ordinary file, such as a pipe or `/dev/null`, is written to as it is.
public final class WholeFile {
  private let path: String
  private let handle: FileHandle
  /// What is written before it gets its name; `nil` once it has it, or where there is none.
  private var unfinished: String?

  /// - Throws: The system's error.
  public init(path: String) throws {
    let path = literal(path)
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      // Through links too: `/dev/stdout` leads to whatever the output is.
      self.path = path
      handle = try FileHandle(forWritingTo: URL(filePath: path))
      return
    }
    // What a link points at is replaced, not the link; one that points nowhere becomes the file.
    self.path = URL(filePath: path).resolvingSymlinksInPath().path
    let folder = URL(filePath: self.path).deletingLastPathComponent().path
    var name = Array((folder + "/.earshot-XXXXXX").utf8CString)
    let descriptor = unsafe mkstemp(&name)
    guard descriptor >= 0 else { throw Self.systemError }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    unfinished = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // As the file that it takes the place of, or as any new file.
    let mask = umask(0)
    umask(mask)
    guard fchmod(descriptor, exists ? status.st_mode & 0o7777 : 0o666 & ~mask) == 0 else {
      throw Self.systemError
    }
  }

  deinit {
    if let unfinished { try? FileManager.default.removeItem(atPath: unfinished) }
  }

  /// Writes behind what was written before.
  /// - Throws: The system's error.
  public func write(_ data: Data) throws { try handle.write(contentsOf: data) }

  /// Writes again what the file begins with.
  public func rewriteStart(_ data: Data) throws {
    try handle.seek(toOffset: 0)
    try handle.write(contentsOf: data)
    try handle.seekToEnd()
  }

  /// Gives the file its name, after it has reached the disk.
  public func finish() throws {
    guard let unfinished else { return }
    try handle.synchronize()
    try handle.close()
    guard unsafe rename(unfinished, path) == 0 else { throw Self.systemError }
    self.unfinished = nil
  }

  /// Writes a file of known content where there is nothing yet.
  /// - Throws: The system's error: `EEXIST` if something is there, be it a link that leads nowhere.
  public static func writeNew(_ data: Data, to path: String) throws {
    var status = stat()
    guard unsafe lstat(literal(path), &status) != 0 else { throw POSIXError(.EEXIST) }
    let file = try WholeFile(path: path)
    try file.write(data)
    try file.finishAsNew()
  }

  /// As ``finish()``, but what somebody else put at the path meanwhile stays.
  private func finishAsNew() throws {
    guard let unfinished else { throw POSIXError(.EEXIST) }
    try handle.synchronize()
    try handle.close()
    guard unsafe link(unfinished, path) == 0 else { throw Self.systemError }
    try FileManager.default.removeItem(atPath: unfinished)
    self.unfinished = nil
  }

  /// Writes a file of known content.
  public static func write(_ data: Data, to path: String) throws {
    let file = try WholeFile(path: path)
    try file.write(data)
    try file.finish()
  }

  private static var systemError: POSIXError {
    POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }
}
