/// Whether scores are probabilities: of all things said with 0.8, 80 % should be so.
///
/// Scores are sorted into bins of equal width over 0…1; a score on an edge belongs to the bin below it.
///
/// Source: M. Naeini, G. Cooper, M. Hauskrecht, *Obtaining well calibrated probabilities using Bayesian
/// binning*, 2015; the bins are those of scikit-learn's `calibration_curve`.
public struct Reliability: Sendable {
  /// The scores between two edges.
  public struct Bin: Sendable, Hashable {
    /// The edge that its scores lie above; the first bin has the 0 too.
    public let lower: Double
    /// The edge that its scores do not exceed.
    public let upper: Double
    /// Its scores, each with the weight of its item.
    public let count: Double
    /// The mean of its scores; `nil` in an empty bin.
    public let meanScore: Double?
    /// The share of its scores whose item has the class; `nil` in an empty bin.
    public let share: Double?
  }

  /// Bins where nobody says otherwise.
  public static let standardBinCount = 15

  private let binCount: Int
  private let bins: [Int]
  private let scores: [Double]
  private let truth: [Bool]
  /// Of each score, the place of its item among the weights.
  private let items: [Int]

  /// - Parameters:
  ///   - scores: 0…1.
  ///   - truth: Whether what was scored is so.
  ///   - items: For weights: which item each score belongs to. Its own place if `nil`.
  /// - Precondition: One truth a score.
  public init(
    scores: [Double], truth: [Bool], items: [Int]? = nil, binCount: Int = standardBinCount
  ) {
    precondition(scores.count == truth.count && binCount > 0, "one truth a score")
    self.binCount = binCount
    self.scores = scores
    self.truth = truth
    self.items = items ?? Array(scores.indices)
    let edges = (1..<binCount).map { Self.edge($0, of: binCount) }
    bins = scores.map { score in edges.count { $0 < score } }
  }

  /// As numpy's `linspace` has it.
  private static func edge(_ index: Int, of count: Int) -> Double {
    index == count ? 1 : Double(index) * (1 / Double(count))
  }

  /// All bins from 0 to 1, empty ones too.
  /// - Parameter weights: Of each item; 1 each if `nil`.
  public func diagram(weights: [Double]? = nil) -> [Bin] {
    let sums = sums(weights: weights)
    return (0..<binCount).map { bin in
      let (count, score, positives) = sums[bin]
      return Bin(
        lower: Self.edge(bin, of: binCount), upper: Self.edge(bin + 1, of: binCount), count: count,
        meanScore: count > 0 ? score / count : nil, share: count > 0 ? positives / count : nil)
    }
  }

  /// How far scores are from shares, in the mean over all scores: 0 is perfect. `nil` without scores.
  public func expectedError(weights: [Double]? = nil) -> Double? {
    let sums = sums(weights: weights)
    let total = sums.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    return sums.reduce(0) { $0 + abs($1.score - $1.positives) } / total
  }

  /// The mean squared distance of scores from what is so: 0 is perfect. `nil` without scores.
  ///
  /// Source: G. Brier, *Verification of forecasts expressed in terms of probability*, 1950.
  public func brier(weights: [Double]? = nil) -> Double? {
    var sum = 0.0
    var total = 0.0
    for place in scores.indices {
      let weight = weights?[items[place]] ?? 1
      let distance = scores[place] - (truth[place] ? 1 : 0)
      sum += weight * distance * distance
      total += weight
    }
    return total > 0 ? sum / total : nil
  }

  private func sums(
    weights: [Double]?
  ) -> [(count: Double, score: Double, positives: Double)] {
    var sums = [(count: Double, score: Double, positives: Double)](
      repeating: (0, 0, 0), count: binCount)
    for place in scores.indices {
      let weight = weights?[items[place]] ?? 1
      sums[bins[place]].count += weight
      sums[bins[place]].score += weight * scores[place]
      if truth[place] { sums[bins[place]].positives += weight }
    }
    return sums
  }
}
