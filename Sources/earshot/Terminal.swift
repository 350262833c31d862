import Configuration
import Foundation
import SpeciesClassifier

/// Standard output and standard error, for people: names of files and species are shown, never obeyed.
enum Terminal {
  /// A line on standard output: what was asked for.
  static func print(_ line: String) throws(OutputError) { try print([line]) }

  static func print(_ lines: [String]) throws(OutputError) {
    let text = lines.map { $0.printable + "\n" }.joined()
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw OutputError("standard output", error)
    }
  }

  /// A line on standard error: what went wrong, or how far the work is.
  static func complain(_ line: String) { complain([line]) }

  static func complain(_ lines: [String]) {
    let text = lines.map { $0.printable + "\n" }.joined()
    // A survey must not end because nobody listens.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// What an error says, on standard error: a line for each of several problems.
  static func complain(_ error: any Error) {
    let problems: [any CustomStringConvertible] =
      switch error {
      case ConfigurationError.invalid(let problems): problems
      case BundleError.unfit(let path, let problems): problems.map { "\(path): \($0)" }
      // Any other line feed is of a name.
      default: ["\(error)"]
      }
    complain(problems.map { "earshot: \($0)" })
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

extension String {
  /// The text with its control characters written out: a file's name may hold a line feed, or orders
  /// for a terminal.
  var printable: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    return unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case _ where scalar.isControl: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: String(scalar)
      }
    }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether it moves a terminal's cursor, ends a line or turns the direction of writing.
  fileprivate var isControl: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
