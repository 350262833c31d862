import Foundation
import SystemFiles

/// Makes a folder for what a command writes, if it is not there.
func makeFolder(_ path: String) throws(OutputError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw OutputError(path, error)
  }
}

/// What was asked for was made, and could not be written.
struct OutputError: Error, CustomStringConvertible {
  let description: String
  /// Whether the reader of a pipe went away, as `head` does when it has enough: no failure.
  let isUnwanted: Bool

  /// - Parameters:
  ///   - place: A path, or "standard output".
  ///   - error: Of the system.
  init(_ place: String, _ error: any Error) {
    description = "\(place): cannot be written: \(error.systemReason)."
    isUnwanted = error.systemCode == EPIPE
  }
}
