import Foundation

/// Texts, integers and finite numbers as JSON on one line, keys in the order of the alphabet.
///
/// - Precondition: No number is infinite or none at all; what a log hands out has been checked.
func jsonText(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  } catch {
    preconditionFailure("texts, integers and finite numbers are always JSON: \(error)")
  }
}
