/// Reads a YAML tree key by key, notes everything that is wrong instead of stopping at the first
/// problem, and remembers which keys were asked for: the rest is unknown.
///
/// One reader serves one file and the options that override it, inside one initializer.
final class ConfigurationReader {
  /// The keys below one key of the file; empty where the file has none.
  struct Section {
    /// Full path of the section's key; empty at the root.
    let path: String
    /// The path of the section that this one specialises: what an option says of its keys holds here
    /// too.
    var general: String?
    /// Where its keys begin.
    var origin = Origin.builtIn
    let entries: [(key: String, origin: Origin, value: YamlValue)]

    /// A section that the file does not have.
    static func absent(_ path: String, general: String? = nil) -> Section {
      Section(path: path, general: general, entries: [])
    }

    func path(to name: String) -> String { Self.join(path, name) }

    func general(of name: String) -> String? { general.map { Self.join($0, name) } }

    private static func join(_ path: String, _ name: String) -> String {
      path.isEmpty ? name : path + "." + name
    }

    func value(_ name: String) -> YamlValue? { entries.first { $0.key == name }?.value }
  }

  /// A scalar as it is handed to a key's own reading.
  struct Scalar {
    let text: String
    let isQuoted: Bool
  }

  private let overrides: [String: Override]
  private var unusedOverrides: Set<String>
  private var knownKeys: [String] = []
  private var unknownKeys: [(key: String, section: String, origin: Origin)] = []
  private var problems: [ConfigurationProblem] = []
  private(set) var effective: [EffectiveSetting] = []

  init(overrides: [Override]) {
    self.overrides = Dictionary(overrides.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    unusedOverrides = Set(overrides.map(\.key))
  }

  func note(_ kind: ConfigurationProblem.Kind, at origin: Origin) {
    problems.append(ConfigurationProblem(kind: kind, origin: origin))
  }

  /// - Throws: All problems noted, in the order of the file, those of options last.
  func finish() throws(ConfigurationError) {
    for (key, section, origin) in unknownKeys {
      noteUnknown(key, among: siblings(in: section), at: origin)
    }
    for key in unusedOverrides.sorted() {
      guard let override = overrides[key] else { continue }
      noteUnknown(key, among: knownKeys, at: .option(override.option))
    }
    guard problems.isEmpty else { throw .invalid(problems.sorted { place($0) < place($1) }) }
  }

  private func noteUnknown(_ key: String, among known: [String], at origin: Origin) {
    // A known key in the wrong section is as likely as a misspelt one in the right section.
    let elsewhere = Dictionary(
      knownKeys.map { ($0.split(separator: ".").last.map(String.init) ?? $0, $0) },
      uniquingKeysWith: { first, _ in first })
    let nearest =
      nearestName(to: key, among: known)
      ?? nearestName(to: key, among: elsewhere.keys.sorted()).flatMap { elsewhere[$0] }
    note(.unknownKey(key, nearest: nearest, known: known), at: origin)
  }

  private func siblings(in section: String) -> [String] {
    let prefix = section.isEmpty ? "" : section + "."
    return knownKeys.filter { $0.hasPrefix(prefix) }
      .map { String($0.dropFirst(prefix.count)) }.filter { !$0.contains(".") }
  }

  private func place(_ problem: ConfigurationProblem) -> (Int, Int) {
    if case .file(_, let line, let column) = problem.origin { (line, column) } else { (.max, 0) }
  }
}

extension ConfigurationReader {
  /// The section at `name`, or the root of the file.
  func section(_ name: String, in parent: Section) -> Section {
    let path = parent.path(to: name)
    let general = parent.general(of: name)
    knownKeys.append(path)
    return parent.value(name).map { section($0, path: path, general: general) }
      ?? .absent(path, general: general)
  }

  func section(_ value: YamlValue, path: String, general: String? = nil) -> Section {
    let expected = "a section of \"key: value\" lines"
    switch value.content {
    case .section(let entries):
      return Section(
        path: path, general: general, origin: entries.first?.origin ?? value.origin,
        entries: entries)
    case .nothing:
      break  // all its keys are commented out
    case .scalar, .list:
      let key = path.isEmpty ? "the configuration" : path
      note(.unfit(key: key, expected: expected, found: value.description), at: value.origin)
    }
    return Section(path: path, general: general, origin: value.origin, entries: [])
  }

  /// Notes every key of `section` that was not asked for. To be called when all were.
  func close(_ section: Section) {
    let known = Set(siblings(in: section.path))
    for entry in section.entries where !known.contains(entry.key) {
      unknownKeys.append((entry.key, section.path, entry.origin))
    }
  }

  /// One value.
  /// - Parameters:
  ///   - expected: What may stand here, to follow "must be".
  ///   - fallback: The value where the key is not set, and after a problem.
  ///   - meaning: What `fallback` means to a reader of the effective configuration; `nil` to say
  ///     nothing of a key that is not set.
  ///   - shown: What the effective configuration has of a value; `nil` for all that was written.
  ///   - read: A scalar's value; `nil` if it does not fit.
  func setting<Value>(
    _ name: String, in section: Section, expected: String, default fallback: Value,
    meaning: String?, shown: ((Value) -> String)? = nil, _ read: (Scalar) -> Value?
  ) -> Setting<Value> {
    let key = section.path(to: name)
    knownKeys.append(key)

    let scalar: Scalar
    let found: String
    let origin: Origin
    if let override = overrides[key] ?? section.general(of: name).flatMap({ overrides[$0] }) {
      unusedOverrides.remove(override.key)
      scalar = Scalar(text: override.text, isQuoted: false)
      found = override.text.isEmpty ? "\"\"" : override.text
      origin = .option(override.option)
    } else if let value = section.value(name) {
      found = value.description
      origin = value.origin
      switch value.content {
      case .scalar(let text, let isQuoted):
        scalar = Scalar(text: text, isQuoted: isQuoted)
      case .nothing:
        note(.noValue(key: key, expected: expected), at: origin)
        return Setting(key: key, value: fallback, origin: origin)
      case .list, .section:
        note(.unfit(key: key, expected: expected, found: found), at: origin)
        return Setting(key: key, value: fallback, origin: origin)
      }
    } else {
      if let meaning {
        show(key, meaning, .builtIn)
      }
      return Setting(key: key, value: fallback, origin: .builtIn)
    }

    guard let value = read(scalar) else {
      note(.unfit(key: key, expected: expected, found: found), at: origin)
      return Setting(key: key, value: fallback, origin: origin)
    }
    show(key, shown?(value) ?? scalar.text, origin)
    return Setting(key: key, value: value, origin: origin)
  }

  /// Notes the key as known, and tells what stands there.
  func value(_ name: String, in section: Section) -> YamlValue? {
    knownKeys.append(section.path(to: name))
    return section.value(name)
  }

  /// Adds a line to the effective configuration.
  func show(_ key: String, _ text: String, _ origin: Origin) {
    effective.append(EffectiveSetting(key: key, text: text, origin: origin))
  }
}
