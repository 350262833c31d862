/// Finds a model's classes by what people call them.
public struct ClassNames: Sendable {
  private let taxa: [Taxon]
  private let common: [String: [Int]]
  private let scientific: [String: [Int]]

  /// - Parameter taxa: In the order of the model's outputs.
  public init(_ taxa: [Taxon]) {
    self.taxa = taxa
    common = Dictionary(grouping: taxa.indices) { Self.folded(taxa[$0].commonName) }
    scientific = Dictionary(grouping: taxa.indices.filter { taxa[$0].scientificName != nil }) {
      Self.folded(taxa[$0].scientificName ?? "")
    }
  }

  /// The classes that `name` stands for; several where a model tells calls of one species apart.
  /// - Parameters:
  ///   - name: A common name, a scientific name or both, `Scientific name_Common name`, in any case,
  ///     and with underscores for spaces where files are named so: `common_raven`.
  ///   - place: Where the name stands, for the message.
  /// - Throws: ``DetectionError/unknownClass(_:where:known:)``,
  ///   ``DetectionError/contradictoryName(_:where:)``.
  public func indices(of name: String, in place: String) throws(DetectionError) -> [Int] {
    let wanted = name.trimmingSpaces().lowercased()
    let spaced = Self.folded(wanted)
    let whole = Set(common[spaced] ?? []).union(scientific[spaced] ?? [])
    if !whole.isEmpty { return whole.sorted() }

    let halves = wanted.split(separator: "_", maxSplits: 1).map(Self.folded)
    guard halves.count == 2 else { throw unknown(name, in: place) }
    let byScientific = Set(scientific[halves[0]] ?? [])
    let byCommon = Set(common[halves[1]] ?? [])
    if !byScientific.isEmpty {
      // The common name may be in another language, but not another class's.
      guard byCommon.isSubset(of: byScientific) else {
        throw .contradictoryName(name, where: place)
      }
      return (byCommon.isEmpty ? byScientific : byCommon).sorted()
    }
    // BirdNET repeats the common name where a class is no species: "Engine_Engine".
    guard halves[0] == halves[1], !byCommon.isEmpty else { throw unknown(name, in: place) }
    return byCommon.sorted()
  }

  /// What two spellings of one name have in common.
  private static func folded(_ name: some StringProtocol) -> String {
    String(name.lowercased().map { $0 == "_" ? " " : $0 })
  }

  private func unknown(_ name: String, in place: String) -> DetectionError {
    .unknownClass(name, where: place, known: taxa.map(\.commonName))
  }
}
