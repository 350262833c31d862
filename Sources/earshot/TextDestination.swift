import Foundation
import SystemFiles

/// Where a command's text goes: standard output or a file.
final class TextDestination {
  /// For messages.
  private let place: String
  /// `nil` for standard output.
  private let file: WholeFile?
  private var pending = ""

  /// - Parameter path: `nil` for standard output.
  init(path: String?) throws(OutputError) {
    place = path ?? "standard output"
    do {
      file = try path.map { try WholeFile(path: $0) }
    } catch {
      throw OutputError(place, error)
    }
  }

  func write(_ text: String) throws(OutputError) {
    pending += text
    if pending.utf8.count > 1 << 16 { try flush() }
  }

  func write(lines: [String]) throws(OutputError) {
    for line in lines { try write(line + "\n") }
  }

  /// Gives a file its name.
  func finish() throws(OutputError) {
    try flush()
    do {
      try file?.finish()
    } catch {
      throw OutputError(place, error)
    }
  }

  private func flush() throws(OutputError) {
    let data = Data(pending.utf8)
    do {
      if let file {
        try file.write(data)
      } else {
        try FileHandle.standardOutput.write(contentsOf: data)
      }
    } catch {
      throw OutputError(place, error)
    }
    pending = ""
  }
}
