/// A checked value together with its key and the place it comes from.
public struct Setting<Value: Sendable>: Sendable {
  /// The key's full path: `detection.threshold`.
  public let key: String
  /// What holds: the option's value, else the file's, else the default.
  public let value: Value
  /// Who says so.
  public let origin: Origin
}

/// Where a value of the configuration, or a problem with it, comes from.
public enum Origin: Hashable, Sendable, CustomStringConvertible {
  /// The key is not set: earshot's own value, or none.
  case builtIn
  /// Line and column count from 1; columns in Unicode scalars.
  case file(path: String, line: Int, column: Int)
  /// An option of the command line, by its name: `--threshold`.
  case option(String)

  /// `default`, `survey.yaml:31:14` or `--threshold`.
  public var description: String {
    switch self {
    case .builtIn: "default"
    case .file(let path, let line, let column): "\(path):\(line):\(column)"
    case .option(let name): name
    }
  }
}

/// A value given on the command line, which takes precedence over the file.
///
/// It is read by the rules of the key it stands for, so that `--threshold 7` and
/// `threshold: 7` are refused in the same words.
public struct Override: Hashable, Sendable {
  /// The key's full path: `detection.threshold`.
  public var key: String
  /// As typed by the user, never interpreted as YAML syntax.
  public var text: String
  /// The option's name, for messages: `--threshold`.
  public var option: String

  /// - Parameter text: The value, as YAML.
  public init(key: String, text: String, option: String) {
    self.key = key
    self.text = text
    self.option = option
  }
}

/// A line of the effective configuration: what holds, and why.
public struct EffectiveSetting: Hashable, Sendable, CustomStringConvertible {
  /// The key's full path: `detection.threshold`.
  public var key: String
  /// The value as written, or what its absence means.
  public var text: String
  /// Who says so.
  public var origin: Origin

  /// `detection.threshold: 0.7  (survey.yaml:31:14)`
  public var description: String { "\(key): \(text)  (\(origin))" }
}

extension Setting {
  /// Whether the file or an option sets the key.
  public var isSet: Bool { origin != .builtIn }
}
