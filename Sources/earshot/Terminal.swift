import Foundation

/// Standard output and standard error.
enum Terminal {
  /// A line on standard output: what was asked for.
  static func print(_ line: String) { write(line + "\n") }

  static func print(_ lines: [String]) {
    if !lines.isEmpty { print(lines.joined(separator: "\n")) }
  }

  /// Text on standard output as it is.
  static func write(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  /// A line on standard error: what went wrong, or how far the work is.
  static func complain(_ line: String) {
    // A survey must not end because nobody listens.
    try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
  }

  static func complain(_ lines: [String]) {
    if !lines.isEmpty { complain(lines.joined(separator: "\n")) }
  }

  /// Columns that a table or a progress bar may fill, where standard error is a terminal.
  static var width: Int? {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }
}
