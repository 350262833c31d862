/// The scores of one class in falling order, with what is true of each: what every measure of ranking
/// needs, sorted once and weighted anew for each resampling.
///
/// Items with the same score are one step: whichever threshold takes one takes all.
public struct RankedScores: Sendable {
  /// What a threshold takes.
  public struct Step: Sendable, Hashable {
    /// Items with at least this score are taken.
    public let threshold: Double
    /// Of the items taken, the weights of those that have the class.
    public let truePositives: Double
    /// Of the items taken, the weights of those that have not.
    public let falsePositives: Double
  }

  /// Positions of the items, by falling score.
  let order: [Int]
  let scores: [Double]
  let truth: [Bool]
  /// Where in ``order`` each score begins, and its end.
  let starts: [Int]

  /// - Parameters:
  ///   - scores: Finite.
  ///   - truth: Whether an item has the class; `nil` where nobody knows, which leaves the item out.
  /// - Precondition: One truth a score.
  public init(scores: [Double], truth: [Bool?]) {
    precondition(scores.count == truth.count, "one truth a score")
    precondition(scores.allSatisfy(\.isFinite), "scores are finite")
    let known = scores.indices.filter { truth[$0] != nil }
    order = known.sorted { (scores[$0], $1) > (scores[$1], $0) }
    self.scores = scores
    self.truth = truth.map { $0 ?? false }
    let order = order
    starts =
      order.indices.filter { $0 == 0 || scores[order[$0]] != scores[order[$0 - 1]] }
      + [order.count]
  }

  /// Weights of the items that have the class, and of those that have not.
  /// - Parameter weights: One an item; how often each is drawn, for a resampling. 1 if `nil`.
  public func totals(weights: [Double]? = nil) -> (positives: Double, negatives: Double) {
    var positives = 0.0
    var negatives = 0.0
    for item in order {
      let weight = weights?[item] ?? 1
      if truth[item] { positives += weight } else { negatives += weight }
    }
    return (positives, negatives)
  }

  /// Takes one threshold after the other, from the highest.
  func forEachStep(weights: [Double]?, _ take: (Step) -> Void) {
    var truePositives = 0.0
    var falsePositives = 0.0
    for step in 0..<starts.count - 1 {
      for place in starts[step]..<starts[step + 1] {
        let item = order[place]
        let weight = weights?[item] ?? 1
        if truth[item] { truePositives += weight } else { falsePositives += weight }
      }
      take(
        Step(
          threshold: scores[order[starts[step]]], truePositives: truePositives,
          falsePositives: falsePositives))
    }
  }

  /// Every threshold at which anything changes, from the highest.
  public func steps(weights: [Double]? = nil) -> [Step] {
    var steps: [Step] = []
    forEachStep(weights: weights) { steps.append($0) }
    return steps
  }
}
