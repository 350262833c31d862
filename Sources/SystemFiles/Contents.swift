public import Foundation

/// The whole content of a file or, as `<(…)` gives one, of a pipe.
/// - Throws: The system's error.
public func contents(of path: String) throws -> Data {
  let file = try FileHandle(forReadingFrom: URL(filePath: literal(path)))
  defer { try? file.close() }
  return try file.readToEnd() ?? Data()
}

/// Whether a path leads to a folder, also through links.
public func isFolder(_ path: String) -> Bool {
  var isFolder: ObjCBool = false
  return unsafe FileManager.default.fileExists(atPath: literal(path), isDirectory: &isFolder)
    && isFolder.boolValue
}

/// Whether something lies at a path; a link that leads nowhere is nothing.
public func exists(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: literal(path))
}

/// Whether this process may write what lies at a path.
public func isWritable(_ path: String) -> Bool {
  FileManager.default.isWritableFile(atPath: literal(path))
}

/// Whether this process may run what lies at a path, or pass through it.
public func isExecutable(_ path: String) -> Bool {
  FileManager.default.isExecutableFile(atPath: literal(path))
}

/// To Foundation "~" is a home; to the system, and to whoever checked the path, it is a name.
func literal(_ path: String) -> String { path.hasPrefix("~") ? "./" + path : path }
