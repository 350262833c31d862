/// Non-maximum suppression that merges: of boxes that overlap, one is left, with the mean of their
/// corners.
///
/// Source: mit-han-lab/mcunet at 9c164f8, `mcunet/utils/det_helper.py`.
public struct BoxMerging: Sendable, Equatable {
  /// How much a box counts in the mean.
  public enum Weights: Sendable {
    case score
    /// The position of its right edge, as the published code has it, whose column 4 is not the score
    /// that it is taken for. Boxes further to the right weigh more.
    case rightEdge
  }

  /// How the corners' mean is weighted.
  public var weights: Weights
  /// Boxes with a lower score are dropped at once.
  public var lowestScore = 0.01
  /// Boxes with more overlap than this are of one person.
  public var overlap = 0.45
  /// How many of the best boxes are looked at.
  public var candidates = 400
  /// How many are given.
  public var results = 100

  /// The limits keep their defaults until they are set.
  public init(weights: Weights = .score) { self.weights = weights }

  /// - Returns: The best first. Of equal scores the first that was given.
  public func merged(_ boxes: [PersonBox]) -> [PersonBox] {
    var rest = boxes.filter { $0.score >= lowestScore }.enumerated().sorted { one, other in
      one.element.score != other.element.score
        ? one.element.score > other.element.score : one.offset < other.offset
    }.prefix(candidates).map(\.element)
    var merged: [PersonBox] = []
    while let best = rest.first, merged.count < results {
      // A box without an area overlaps nothing, not even itself.
      let group = [best] + rest.dropFirst().filter { best.overlap(with: $0) > overlap }
      merged.append(mean(of: group))
      rest = rest.dropFirst().filter { best.overlap(with: $0) <= overlap }
    }
    return merged
  }

  /// With the score of the first.
  private func mean(of group: [PersonBox]) -> PersonBox {
    let best = group[0]
    let sum = group.reduce(0) { $0 + weight(of: $1) }
    // Right edges left of the picture can cancel out.
    guard sum.isFinite, abs(sum) > 1e-9 else { return best }
    func mean(_ corner: (PersonBox) -> Double) -> Double {
      group.reduce(0) { $0 + weight(of: $1) * corner($1) } / sum
    }
    return PersonBox(
      left: mean(\.left), top: mean(\.top), right: mean(\.right), bottom: mean(\.bottom),
      score: best.score)
  }

  private func weight(of box: PersonBox) -> Double {
    switch weights {
    case .score: box.score
    case .rightEdge: box.right
    }
  }
}
