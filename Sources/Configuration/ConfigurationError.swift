/// Why a configuration cannot be used.
public enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read at all.
  case unreadable(path: String, reason: String)
  /// All that is wrong with the file and the options, in the order of the file.
  case invalid([ConfigurationProblem])

  /// One line a problem.
  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): the configuration cannot be read: \(reason)."
    case .invalid(let problems):
      problems.map(\.description).joined(separator: "\n")
    }
  }
}

/// One thing that is wrong with a configuration, and where.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// Not UTF-8, or not YAML.
    case syntax(String)
    /// A key that earshot does not know, with the known one it may stand for.
    case unknownKey(String, nearest: String?, known: [String])
    /// The same key twice in one section.
    case repeatedKey(String)
    /// A key with nothing after it.
    case noValue(key: String, expected: String)
    /// A value of another type, outside its range, or none of the words allowed.
    case unfit(key: String, expected: String, found: String)
    /// Two settings that exclude or need each other.
    case conflict(key: String, reason: String)
    /// What the file alone cannot know: the reason is a sentence of its own.
    case impossible(key: String, reason: String)
  }

  /// What is wrong, with what it takes to say so.
  public var kind: Kind
  /// Where: the place in the file, or the option.
  public var origin: Origin

  /// An error, and the place that it is told of.
  public init(kind: Kind, origin: Origin) {
    self.kind = kind
    self.origin = origin
  }

  /// One line: the place, what is wrong and mostly what to write instead.
  public var description: String {
    switch kind {
    case .syntax(let problem):
      "\(origin): not valid YAML: \(problem)."
    case .unknownKey(let key, let nearest?, _):
      "\(origin): unknown key \"\(key)\". Did you mean \"\(nearest)\"?"
    case .unknownKey(let key, nil, let known):
      "\(origin): unknown key \"\(key)\". Known here: \(known.joined(separator: ", "))."
    case .repeatedKey(let key):
      "\(origin): \"\(key)\" stands here more than once. Keep one."
    case .noValue(let key, let expected):
      "\(origin): \(key) has no value. Write \(expected), or remove the line."
    case .unfit(let key, let expected, let found):
      if case .option(let name) = origin {
        "\(name) \(found): it must be \(expected)."
      } else {
        "\(origin): \(key) must be \(expected), not \(found)."
      }
    case .conflict(let key, let reason):
      "\(origin): \(key) \(reason)."
    case .impossible(let key, let reason):
      "\(origin): \(key): \(reason)"
    }
  }
}
