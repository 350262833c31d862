import Foundation

/// A word of a file name that every file system takes and every script can handle: a to z, 0 to 9, and
/// hyphens between.
///
/// Accents go, letters of other scripts become their numbers: "Pouillot véloce" is `pouillot-veloce`,
/// 山雀 `u5c71-u96c0`. So names stay apart whatever script they are in.
struct FileWord: Hashable, Sendable, CustomStringConvertible {
  let description: String

  /// - Parameter limit: Characters.
  init(_ text: String, limit: Int) {
    var words: [String] = [""]
    for scalar in text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": words[words.count - 1].unicodeScalars.append(scalar)
      case "'", "’", "ʼ": break
      default:
        if let letters = Self.latin[scalar] {
          words[words.count - 1] += letters
        } else if scalar.properties.canonicalCombiningClass == .notReordered {
          let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          words.append(isLetter ? "u" + String(scalar.value, radix: 16) : "")
          if isLetter { words.append("") }
        }
      }
    }
    var word = words.filter { !$0.isEmpty }.joined(separator: "-").prefix(limit)
    while word.last == "-" { word.removeLast() }
    description = word.isEmpty ? "unnamed" : String(word)
  }

  /// Whether a text could be such a word.
  static func isWord(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }

  /// Letters that are no other letter with an accent.
  private static let latin: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i",
    "ħ": "h",
  ]
}
