import Foundation

/// Where a command's text goes: standard output, a file that is there whole or not at all, or what is
/// no ordinary file, such as a pipe or `/dev/null`.
final class TextDestination {
  private let path: String?
  private let handle: FileHandle
  private var pending = ""
  /// What is written before it gets its name; `nil` once it has it, or where there is none.
  private var unfinished: String?

  /// - Parameter path: `nil` for standard output.
  init(path: String?) throws {
    // What a link points at is replaced, not the link; one that points nowhere becomes the file.
    let path = path.map { URL(filePath: $0).resolvingSymlinksInPath().path }
    self.path = path
    guard let path else {
      handle = .standardOutput
      return
    }
    do {
      if Self.isSpecial(path) {
        handle = try FileHandle(forWritingTo: URL(filePath: path))
        return
      }
      let unfinished = path + ".unfinished"
      try Data().write(to: URL(filePath: unfinished))
      self.unfinished = unfinished
      handle = try FileHandle(forWritingTo: URL(filePath: unfinished))
    } catch {
      throw OutputError(path, error)
    }
  }

  /// What was not finished is not left behind.
  deinit {
    if let unfinished { try? FileManager.default.removeItem(atPath: unfinished) }
  }

  func write(_ text: String) throws {
    pending += text
    if pending.utf8.count > 1 << 16 { try flush() }
  }

  func write(lines: [String]) throws {
    for line in lines { try write(line + "\n") }
  }

  /// Gives the file its name.
  func finish() throws {
    try flush()
    guard let path, let unfinished else { return }
    try handle.close()
    guard unsafe rename(unfinished, path) == 0 else {
      throw OutputError(path, POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
    }
    self.unfinished = nil
  }

  private func flush() throws {
    do {
      try handle.write(contentsOf: Data(pending.utf8))
    } catch {
      throw OutputError(path ?? "standard output", error)
    }
    pending = ""
  }

  /// Whether something is there that a file must not take the place of.
  private static func isSpecial(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let type = attributes?[.type] as? FileAttributeType else { return false }
    return type != .typeRegular && type != .typeSymbolicLink
  }
}
