/// What a class of a model stands for: a species, a sound of the background, or people.
public struct Taxon: Hashable, Sendable, Codable {
  /// How a class is treated, not what it is.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Logged as events and subject to species lists.
    case species
    /// Known, so that it is not mistaken for a species; never an event.
    case background
    /// Logged as events, never hidden by a species list, and the reason for which sound is not kept.
    case human
  }

  /// The name people use, in English: "Common raven".
  public var commonName: String
  /// The binomial, `nil` where the class is broader than one species: "Corvus corax".
  public var scientificName: String?
  /// How the rules treat it.
  public var kind: Kind

  /// A species, unless `kind` says otherwise.
  public init(commonName: String, scientificName: String? = nil, kind: Kind = .species) {
    self.commonName = commonName
    self.scientificName = scientificName
    self.kind = kind
  }
}
