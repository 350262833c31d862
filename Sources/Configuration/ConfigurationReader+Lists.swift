extension ConfigurationReader {
  /// A list of texts, each with its own place.
  /// - Parameter meaning: What it means that the key is not set; `nil` to say nothing of it.
  func list(
    _ name: String, in section: Section, expected: String, meaning: String? = "none"
  ) -> [Setting<String>] {
    list(name, in: section, expected: expected, meaning: meaning) { text, _ in
      text.isEmpty ? nil : text
    } ?? []
  }

  /// A list of values, each with its own place.
  /// - Returns: `nil` if the key is not set.
  func list<Value: Sendable>(
    _ name: String, in section: Section, expected: String, meaning: String?,
    _ read: (_ text: String, _ origin: Origin) -> Value?
  ) -> [Setting<Value>]? {
    let key = section.path(to: name)
    guard let value = value(name, in: section) else {
      if let meaning { show(key, meaning, .builtIn) }
      return nil
    }
    var settings: [Setting<Value>] = []
    var texts: [String] = []
    switch value.content {
    case .list(let items):
      for item in items {
        if case .scalar(let text, _) = item.content, let read = read(text, item.origin) {
          settings.append(Setting(key: key, value: read, origin: item.origin))
          texts.append(text)
        } else {
          note(.unfit(key: key, expected: expected, found: item.description), at: item.origin)
        }
      }
    case .nothing:
      note(.noValue(key: key, expected: expected), at: value.origin)
    case .scalar, .section:
      note(.unfit(key: key, expected: expected, found: value.description), at: value.origin)
    }
    show(key, texts.isEmpty ? "none" : texts.joined(separator: ", "), value.origin)
    return settings
  }

  /// A list of sections. Each has the path `NAME.LABEL`, by what its key `name` says, or by its number
  /// from 1.
  /// - Parameters:
  ///   - expected: What may stand here, to follow "must be".
  ///   - meaning: What it means that the key is not set; `nil` to say nothing of it.
  ///   - general: The path of the section that each of them specialises.
  func sections(
    _ name: String, in parent: Section, expected: String, meaning: String?, general: String? = nil
  ) -> [Section] {
    let key = parent.path(to: name)
    guard let value = value(name, in: parent) else {
      if let meaning { show(key, meaning, .builtIn) }
      return []
    }
    switch value.content {
    case .list(let items):
      return items.enumerated().map { index, item in
        section(item, path: key + "." + (item.label ?? "\(index + 1)"), general: general)
      }
    case .nothing:
      // All its items are commented out.
      if let meaning { show(key, meaning, .builtIn) }
    case .scalar, .section:
      note(.unfit(key: key, expected: expected, found: value.description), at: value.origin)
    }
    return []
  }

  /// Notes each setting that says the same as one before it.
  func refuseRepetitions(_ settings: [Setting<String>], of what: String) {
    var seen: Set<String> = []
    for setting in settings where !setting.value.isEmpty && !seen.insert(setting.value).inserted {
      note(
        .conflict(
          key: setting.key,
          reason: "is \"\(setting.value)\", like another before it; each \(what) needs its own"),
        at: setting.origin)
    }
  }
}

extension YamlValue {
  /// What a section calls itself.
  fileprivate var label: String? {
    guard case .section(let entries) = content,
      case .scalar(let text, _)? = entries.first(where: { $0.key == "name" })?.value.content,
      !text.isEmpty
    else { return nil }
    return text
  }
}
