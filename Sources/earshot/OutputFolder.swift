import Foundation

/// A folder that a command writes files into.
enum OutputFolder {
  /// Makes the folder, and those above it, unless it is there.
  static func make(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      // Foundation has words for some of the system's reasons, and a number for the rest.
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
      throw UsageError(
        "\(path): the folder cannot be made: \((cause ?? error).localizedDescription)")
    }
  }
}
