import Yams

/// One value of a YAML file, and its place there.
///
/// All that the room uses of Yams is in this file.
struct YamlValue {
  enum Content {
    /// A key with nothing after it, or a null.
    case nothing
    /// - isQuoted: Whether the writer said that this is text.
    case scalar(String, isQuoted: Bool)
    case list([YamlValue])
    case section([(key: String, origin: Origin, value: YamlValue)])
  }

  private let node: Node
  private let path: String

  /// The single document of a file; `nil` if it holds nothing but comments.
  static func document(_ yaml: String, path: String) throws(ConfigurationError) -> YamlValue? {
    do {
      // The encoding is named, because Yams would otherwise look for it in the environment.
      return try Parser(yaml: yaml, encoding: .utf8).singleRoot().map {
        YamlValue(node: $0, path: path)
      }
    } catch {
      throw .invalid([problem(of: error, path: path)])
    }
  }

  var origin: Origin { Self.origin(node.mark, path: path) }

  // Made when asked for: a file whose aliases multiply costs nothing until someone walks them all.
  var content: Content {
    switch node {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
      return isNull ? .nothing : .scalar(scalar.string, isQuoted: !isPlain)
    case .sequence(let sequence):
      return .list(sequence.map { YamlValue(node: $0, path: path) })
    case .mapping(let mapping):
      return .section(
        mapping.map { key, value in
          let key = YamlValue(node: key, path: path)
          return (key.text ?? key.description, key.origin, YamlValue(node: value, path: path))
        })
    case .alias:
      return .nothing
    }
  }

  private var text: String? {
    if case .scalar(let scalar) = node { scalar.string } else { nil }
  }

  /// What stands here, to follow "not".
  var description: String {
    switch content {
    case .nothing: "empty"
    case .scalar(let text, isQuoted: true): "the text \"\(text)\""
    case .scalar(let text, isQuoted: false): text
    case .list: "a list"
    case .section: "a section"
    }
  }

  private static func origin(_ mark: Mark?, path: String) -> Origin {
    .file(path: path, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private static func problem(of error: any Error, path: String) -> ConfigurationProblem {
    func syntax(_ problem: String, _ origin: Origin) -> ConfigurationProblem {
      ConfigurationProblem(kind: .syntax(problem), origin: origin)
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
      return syntax(problem + place, origin(mark, path: path))
    case .reader(let problem, let offset?, _, let yaml):
      let before = yaml.prefix(offset)
      return syntax(
        problem,
        .file(
          path: path, line: before.count(where: \.isNewline) + 1,
          column: before.reversed().prefix { !$0.isNewline }.count + 1))
    case .duplicatedKeysInMapping(let keys, let context):
      return ConfigurationProblem(
        kind: .repeatedKey(keys.joined(separator: ", ")), origin: origin(context.mark, path: path))
    case let other:
      return syntax(other?.description ?? "\(error)", origin(nil, path: path))
    }
  }
}
