/// The text of a GUANO chunk to be written: fields in the order in which they were set.
///
/// ```swift
/// var text = GuanoText()
/// text["Timestamp"] = "2026-06-07T05:14:15.250000+02:00"
/// text["Note"] = "two lines\nof text"
/// ```
///
/// Any value will do: line breaks become `\n`, as GUANO writes them, other control characters spaces.
///
/// Source: D. Riggs, *GUANO specification 1.0*, github.com/riggsd/guano-spec.
public struct GuanoText: Sendable, Hashable, CustomStringConvertible {
  private var fields: [(key: String, value: String)] = [("GUANO|Version", "1.0")]

  /// With nothing but its version.
  public init() {}

  /// The value of a field; what is `nil` or blank is left out.
  /// - Precondition: A key has no colon and no line break, and is not blank.
  public subscript(key: String) -> String? {
    get { fields.first { $0.key == key }?.value }
    set {
      precondition(
        !key.contains { $0 == ":" || $0.isNewline } && String(nonEmpty: key) == key,
        "\"\(key)\" is no key of a GUANO field")
      let value = newValue.flatMap { String(nonEmpty: Self.singleLine($0)) }
      let index = fields.firstIndex { $0.key == key }
      switch (index, value) {
      case (let index?, let value?): fields[index].value = value
      case (let index?, nil): fields.remove(at: index)
      case (nil, let value?): fields.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// Lines of `Key: value`.
  public var description: String {
    fields.map { "\($0.key): \($0.value)\n" }.joined()
  }

  private static func singleLine(_ text: String) -> String {
    var line = ""
    for character in text {
      if character.isNewline {
        line += "\\n"
      } else {
        line.unicodeScalars += character.unicodeScalars.map {
          $0.properties.generalCategory == .control ? " " : $0
        }
      }
    }
    return line
  }

  /// By the text that is written.
  public static func == (left: Self, right: Self) -> Bool { left.description == right.description }

  /// Likewise.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
