import Foundation
import SystemFiles

/// A file that is a configuration, read and parsed, but not yet understood.
struct ConfigurationDocument {
  /// `nil` if it holds nothing but comments.
  let value: YamlValue?
  let path: String

  /// Nothing is set.
  static var none: ConfigurationDocument { ConfigurationDocument(value: nil, path: "") }

  private init(value: YamlValue?, path: String) {
    self.value = value
    self.path = path
  }

  init(contentsOf path: String) throws(ConfigurationError) {
    let data: Data
    do {
      data = try contents(of: path)
    } catch {
      throw .unreadable(path: path, reason: error.systemReason)
    }
    try self.init(yaml: data, path: path)
  }

  init(yaml: Data, path: String) throws(ConfigurationError) {
    guard let text = String(data: yaml, encoding: .utf8) else {
      throw .invalid([
        ConfigurationProblem(
          kind: .syntax("the file is not UTF-8 text"),
          origin: .file(path: path, line: 1, column: 1))
      ])
    }
    self.init(value: try YamlValue.document(text, path: path), path: path)
  }

  /// Where the paths in it start; empty for the working folder.
  var folder: String {
    path.isEmpty ? "" : URL(filePath: path).deletingLastPathComponent().path
  }

  func root(_ reader: ConfigurationReader) -> ConfigurationReader.Section {
    value.map { reader.section($0, path: "") }
      ?? ConfigurationReader.Section(
        path: "", origin: path.isEmpty ? .builtIn : .file(path: path, line: 1, column: 1),
        entries: [])
  }
}
