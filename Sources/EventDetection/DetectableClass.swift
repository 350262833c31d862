/// What the rule must know of one output of a model.
public struct DetectableClass: Hashable, Sendable {
  /// What the output stands for. Its kind says which of the rules hold for it.
  public var taxon: Taxon
  /// The bundle's own threshold for entering, in (0, 1].
  public var threshold: Float
  /// The highest score the class can have: an int8 output saturates.
  public var highestScore: Float

  /// - Parameter highestScore: Less than 1 where the output saturates before.
  public init(taxon: Taxon, threshold: Float, highestScore: Float = 1) {
    self.taxon = taxon
    self.threshold = threshold
    self.highestScore = highestScore
  }
}
