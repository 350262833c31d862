public import Foundation

/// The whole content of a file or, as `<(…)` gives one, of a pipe.
/// - Throws: The system's error.
public func contents(of path: String) throws -> Data {
  let file = try FileHandle(forReadingFrom: URL(filePath: literal(path)))
  defer { try? file.close() }
  return try file.readToEnd() ?? Data()
}

/// To Foundation "~" is a home; to the system, and to whoever checked the path, it is a name.
func literal(_ path: String) -> String { path.hasPrefix("~") ? "./" + path : path }
