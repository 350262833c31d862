public import Foundation

/// The whole content of a file or, as `<(…)` gives one, of a pipe.
/// - Throws: The system's error.
public func contents(of path: String) throws -> Data {
  let path = path.hasPrefix("~") ? "./" + path : path
  let file = try FileHandle(forReadingFrom: URL(filePath: path))
  defer { try? file.close() }
  return try file.readToEnd() ?? Data()
}
