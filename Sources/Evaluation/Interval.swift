/// A figure, and between which bounds it lies in 95 of 100 resamplings.
public struct Interval: Sendable, Hashable, Codable {
  /// Of all items; `nil` where the figure has no meaning, such as a recall without anything to recall.
  public var value: Double?
  /// 2.5 of 100 resamplings lie below it. `nil` where too few had the figure, or where it rests on one
  /// recording: that one can be drawn again, but not another.
  public var lower: Double?
  /// 2.5 of 100 resamplings lie above it; `nil` where ``lower`` is.
  public var upper: Double?

  /// A figure, with bounds or without.
  public init(value: Double?, lower: Double? = nil, upper: Double? = nil) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// The percentiles of what the resamplings had, between neighbours in proportion; those in which the
  /// figure has no meaning are left out, and if they are more than half, there are no bounds.
  ///
  /// Source: B. Efron, R. Tibshirani, *An introduction to the bootstrap*, 1993, chapter 13; percentiles
  /// as numpy's `percentile`.
  public init(value: Double?, resampled: [Double?], confidence: Double = 0.95) {
    self.value = value
    let known = resampled.compactMap { $0 }.sorted()
    guard value != nil, known.count > 1, 2 * known.count >= resampled.count else { return }
    func percentile(_ share: Double) -> Double {
      let place = share * Double(known.count - 1)
      let below = Int(place.rounded(.down))
      let above = min(below + 1, known.count - 1)
      return known[below] + (place - Double(below)) * (known[above] - known[below])
    }
    lower = percentile((1 - confidence) / 2)
    upper = percentile((1 + confidence) / 2)
  }

  /// The figure alone, unless it rests on recordings enough for bounds: two.
  func bounded(byRecordings count: Int) -> Interval {
    count < ClusterBootstrap.leastClusters ? Interval(value: value) : self
  }
}
