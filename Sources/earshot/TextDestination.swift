import Foundation

/// Where a command's text goes: standard output, or a file that is there whole or not at all.
final class TextDestination {
  private let path: String?
  private let handle: FileHandle
  private var pending = ""

  /// - Parameter path: `nil` for standard output.
  init(path: String?) throws {
    self.path = path
    guard let path else {
      handle = .standardOutput
      return
    }
    do {
      try Data().write(to: URL(filePath: Self.unfinished(path)))
      handle = try FileHandle(forWritingTo: URL(filePath: Self.unfinished(path)))
    } catch {
      throw UsageError("\(path): cannot be written: \(error.localizedDescription)")
    }
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
    guard let path else { return }
    try handle.close()
    guard unsafe rename(Self.unfinished(path), path) == 0 else {
      throw UsageError("\(path): cannot be written: \(unsafe String(cString: strerror(errno)))")
    }
  }

  private func flush() throws {
    try handle.write(contentsOf: Data(pending.utf8))
    pending = ""
  }

  private static func unfinished(_ path: String) -> String { path + ".unfinished" }
}
