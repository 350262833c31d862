/// Decoding that refuses what it does not know.

/// Any key, to see those that a type has no case for.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// The container of a type whose every key is a case of `Key`.
  /// - Throws: ``FrontEndError/unknownKey(_:known:)`` for the first, in alphabetical order, that
  ///   is not.
  func strictContainer<Key: CodingKey & CaseIterable>(
    keyedBy: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    let known = Key.allCases.map(\.stringValue)
    let unknown = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
      .filter { !known.contains($0) }.min()
    if let unknown {
      throw FrontEndError.unknownKey(path(to: unknown), known: known)
    }
    return try container(keyedBy: Key.self)
  }

  /// The one case, of several, that an object names by its only key.
  func choice<Key: CodingKey & CaseIterable>(
    of keys: Key.Type
  ) throws -> (Key, KeyedDecodingContainer<Key>) {
    let container = try strictContainer(keyedBy: keys)
    guard let key = container.allKeys.first, container.allKeys.count == 1 else {
      let known = Key.allCases.map(\.stringValue).joined(separator: ", ")
      throw FrontEndError.impossible(
        codingPath.dotted, value: "\(container.allKeys.count) of \(known)",
        requirement: "exactly one of them")
    }
    return (key, container)
  }

  private func path(to key: String) -> String {
    (codingPath as [any CodingKey] + [AnyKey(stringValue: key)]).dotted
  }
}

extension KeyedDecodingContainer {
  /// A whole number. Foundation's own decoding of `600.5` as `Int` says no more than that the data
  /// is not JSON.
  func wholeNumber(forKey key: Key) throws -> Int {
    let number = try decode(Double.self, forKey: key)
    guard let whole = Int(exactly: number) else {
      throw FrontEndError.unreadable(
        (codingPath + [key]).dotted, reason: "\(number) is not a whole number.")
    }
    return whole
  }
}

extension [any CodingKey] {
  /// `mel.bands`.
  var dotted: String { map(\.stringValue).joined(separator: ".") }
}

extension FrontEndError {
  init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context):
      self = .missingKey((context.codingPath + [key]).dotted)
    case .valueNotFound(_, let context):
      self = .unreadable(context.codingPath.dotted, reason: "it is null.")
    case .typeMismatch(let type, let context):
      self = .unreadable(context.codingPath.dotted, reason: "it is not of type \(type).")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      self = .notJSON(reason: context.debugDescription)
    case .dataCorrupted(let context):
      self = .unreadable(context.codingPath.dotted, reason: context.debugDescription)
    @unknown default:
      self = .notJSON(reason: "\(error)")
    }
  }
}
