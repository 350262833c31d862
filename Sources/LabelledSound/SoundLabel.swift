/// What somebody says is to be heard: a species, or anything else that has a name.
///
/// Two labels are the same if their common names are, whatever their case and whether spaces or
/// underscores part the words: a folder `chirping_birds` and a row of `Chirping birds` are one class.
public struct SoundLabel: Sendable, CustomStringConvertible {
  /// As it was written: "Common raven", "chirping_birds".
  public let commonName: String
  /// The binomial, where the label has it: "Corvus corax".
  public let scientificName: String?
  /// What all spellings of the name have in common.
  public let key: String

  /// - Precondition: The common name has something besides spaces.
  public init(commonName: String, scientificName: String? = nil) {
    let key = Self.key(of: commonName)
    precondition(!key.isEmpty, "a label has a name")
    self.commonName = commonName
    self.scientificName = scientificName
    self.key = key
  }

  /// Reads a name as folders and listings have it: `Genus species_Common name`, as BirdNET writes its
  /// labels, or any text, which is taken for a common name.
  /// - Returns: `nil` if it has nothing but spaces.
  public init?(_ text: some StringProtocol) {
    let text = Self.trimmed(text)
    guard !Self.key(of: text).isEmpty else { return nil }
    let halves = text.split(separator: "_", maxSplits: 1).map(Self.trimmed)
    if halves.count == 2, Self.isBinomial(halves[0]), !Self.key(of: halves[1]).isEmpty {
      self.init(commonName: halves[1], scientificName: halves[0])
    } else {
      self.init(commonName: text)
    }
  }

  /// As people read it: "Common raven (Corvus corax)".
  public var description: String {
    scientificName.map { "\(commonName) (\($0))" } ?? commonName
  }

  /// The common name with spaces between its words and a capital: "Chirping birds".
  public var displayName: String {
    let spaced = commonName.contains(" ") ? commonName : commonName.replacing("_", with: " ")
    return spaced.prefix(1).uppercased() + spaced.dropFirst()
  }

  /// Two or three words of letters, the first alone with a capital: "Corvus corax".
  private static func isBinomial(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard (2...3).contains(words.count),
      text.allSatisfy({ $0.isLetter || $0 == " " || $0 == "-" || $0 == "." })
    else { return false }
    return words[0].first?.isUppercase == true && words[0].dropFirst().allSatisfy(\.isLowercase)
      && words.dropFirst().allSatisfy { $0.allSatisfy { !$0.isUppercase } }
  }

  private static func key(of name: String) -> String {
    name.lowercased().split { $0 == "_" || $0.isWhitespace }.joined(separator: " ")
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var kept = Substring(text).drop(while: \.isWhitespace)
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return String(kept)
  }
}

extension SoundLabel: Hashable, Comparable {
  /// By what labels are matched by, not by how they are written.
  public static func == (one: Self, other: Self) -> Bool { one.key == other.key }

  /// Likewise.
  public func hash(into hasher: inout Hasher) { hasher.combine(key) }

  /// Likewise.
  public static func < (one: Self, other: Self) -> Bool { one.key < other.key }
}
