import Foundation

/// A value as JSON for people and programs: keys in order, a line for each.
func jsonLines(_ value: some Encodable) throws -> [String] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
  return String(decoding: try encoder.encode(value), as: UTF8.self).components(separatedBy: "\n")
}
