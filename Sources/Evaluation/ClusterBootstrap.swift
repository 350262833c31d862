import SeededRandom

/// Draws whole recordings again and again, each time as many as there are: how far a figure would
/// wander with other recordings.
///
/// Clips of one recording are alike. To draw them one by one would take them for independent, and give
/// bounds that are too narrow.
///
/// Source: A. Davison, D. Hinkley, *Bootstrap methods and their application*, 1997, section 3.8.
public struct ClusterBootstrap: Sendable {
  /// Resamplings where nobody says otherwise; some 25 of them lie beyond each bound.
  public static let standardCount = 1000
  /// Of one, every resampling is the same: bounds without width, where nothing is known of others.
  static let leastClusters = 2

  /// Of each item, the cluster that it belongs to, from 0.
  private let clusters: [Int]
  /// Different clusters among the items; each resampling draws as many.
  public let clusterCount: Int
  /// Resamplings.
  public let count: Int
  /// Of the draws: the same seed and clusters give the same resamplings.
  public let seed: UInt64

  /// - Parameters:
  ///   - clusters: Of each item, the name of its recording.
  ///   - count: Resamplings.
  public init(
    clusters names: [String], count: Int = standardCount, seed: UInt64 = 1
  ) {
    var known: [String: Int] = [:]
    clusters = names.map { name in
      if let cluster = known[name] { return cluster }
      known[name] = known.count
      return known.count - 1
    }
    clusterCount = known.count
    self.count = count
    self.seed = seed
  }

  /// Hands over, for each resampling, how often each item was drawn.
  public func forEachResampling(_ take: (_ weights: [Double]) -> Void) {
    guard clusterCount > 0 else { return }
    var generator = SeededGenerator(seed: seed)
    var drawn = [Double](repeating: 0, count: clusterCount)
    var weights = [Double](repeating: 0, count: clusters.count)
    for _ in 0..<count {
      for cluster in drawn.indices { drawn[cluster] = 0 }
      for _ in 0..<clusterCount { drawn[generator.index(below: clusterCount)] += 1 }
      for item in weights.indices { weights[item] = drawn[clusters[item]] }
      take(weights)
    }
  }

  /// The bounds of many figures at once.
  /// - Parameter figures: All of them from the items' weights (`nil` for 1 each), always as many and in
  ///   the same order.
  /// - Returns: The figures alone if there are fewer than two clusters.
  public func intervals(_ figures: (_ weights: [Double]?) -> [Double?]) -> [Interval] {
    let values = figures(nil)
    guard clusterCount >= Self.leastClusters else { return values.map { Interval(value: $0) } }
    var resampled = [[Double?]](repeating: [], count: values.count)
    forEachResampling { weights in
      for (place, figure) in figures(weights).enumerated() { resampled[place].append(figure) }
    }
    return zip(values, resampled).map { Interval(value: $0, resampled: $1) }
  }
}
