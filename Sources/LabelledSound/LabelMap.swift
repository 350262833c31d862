public import EventDetection

/// Which classes of a model a label stands for.
///
/// A label is found by its scientific or its common name, in any case and with spaces or underscores;
/// what a model calls otherwise is told with `renamed`.
public struct LabelMap: Sendable {
  private let names: ClassNames
  private let renamed: [SoundLabel: [Int]]
  /// The classes for what is no species.
  public let backgrounds: [Int]

  /// - Parameters:
  ///   - classes: In the order of the model's outputs.
  ///   - renamed: Labels, and the name of the class that each stands for.
  /// - Throws: ``DetectionError`` for a class that the model does not know.
  public init(
    classes: [Taxon], renamed: [(label: SoundLabel, className: String)] = []
  ) throws(DetectionError) {
    names = ClassNames(classes)
    backgrounds = classes.indices.filter { classes[$0].kind == .background }
    var map: [SoundLabel: [Int]] = [:]
    for (label, name) in renamed {
      guard map[label] == nil else {
        throw .namedTwice(label.commonName, where: "the map of classes")
      }
      map[label] = try names.indices(of: name, in: "the map of classes")
    }
    self.renamed = map
  }

  /// The outputs for a label, ascending: several where a model tells calls of one species apart,
  /// none where it does not know it.
  /// - Throws: ``DetectionError/contradictoryName(_:where:)`` where its two names are of two classes.
  public func indices(of label: SoundLabel) throws(DetectionError) -> [Int] {
    if let indices = renamed[label] { return indices }
    if let scientificName = label.scientificName,
      let found = try find("\(scientificName)_\(label.commonName)")
    {
      return found
    }
    return try find(label.commonName) ?? []
  }

  /// The outputs for what is to be heard in a clip, ascending; the classes of the background for a clip
  /// of which nothing else is said.
  public func indices(of clip: LabelledClip) throws(DetectionError) -> [Int] {
    if clip.isBackground { return backgrounds }
    var all: Set<Int> = []
    for label in clip.labels { all.formUnion(try indices(of: label)) }
    return all.sorted()
  }

  private func find(_ name: String) throws(DetectionError) -> [Int]? {
    do throws(DetectionError) {
      return try names.indices(of: name, in: "the labels")
    } catch {
      if case .unknownClass = error { return nil }
      throw error
    }
  }
}
