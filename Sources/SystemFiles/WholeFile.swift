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
    // What a link points at is replaced, not the link; one that points nowhere becomes the file.
    let path = URL(filePath: path).resolvingSymlinksInPath().path
    self.path = path
    if Self.isSpecial(path) {
      handle = try FileHandle(forWritingTo: URL(filePath: path))
      return
    }
    let unfinished = path + ".unfinished"
    try Data().write(to: URL(filePath: unfinished))
    self.unfinished = unfinished
    handle = try FileHandle(forWritingTo: URL(filePath: unfinished))
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

  /// Gives the file its name.
  public func finish() throws {
    guard let unfinished else { return }
    try handle.close()
    guard unsafe rename(unfinished, path) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    self.unfinished = nil
  }

  /// Whether something is there that a file must not take the place of.
  private static func isSpecial(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let type = attributes?[.type] as? FileAttributeType else { return false }
    return type != .typeRegular && type != .typeSymbolicLink
  }
}
