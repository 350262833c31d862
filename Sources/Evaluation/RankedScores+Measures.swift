extension RankedScores {
  /// Average precision: the precision at each threshold, weighted by the recall that it adds. Not
  /// interpolated.
  ///
  /// - Returns: `nil` if no item has the class.
  ///
  /// Source: scikit-learn, `average_precision_score`, which the tests compare.
  public func averagePrecision(weights: [Double]? = nil) -> Double? {
    let positives = totals(weights: weights).positives
    guard positives > 0 else { return nil }
    var sum = 0.0
    var before = 0.0
    forEachStep(weights: weights) { step in
      let taken = step.truePositives + step.falsePositives
      if step.truePositives > before, taken > 0 {
        sum += (step.truePositives - before) * (step.truePositives / taken)
        before = step.truePositives
      }
    }
    return sum / positives
  }

  /// The area under the receiver operating characteristic: how probably an item with the class has a
  /// higher score than one without, half where they are equal.
  ///
  /// - Returns: `nil` unless there are items with and items without the class.
  ///
  /// Source: H. Mann, D. Whitney, 1947; J. Hanley, B. McNeil, 1982.
  public func areaUnderROC(weights: [Double]? = nil) -> Double? {
    let (positives, negatives) = totals(weights: weights)
    guard positives > 0, negatives > 0 else { return nil }
    var area = 0.0
    var before = (true: 0.0, false: 0.0)
    forEachStep(weights: weights) { step in
      area += (step.falsePositives - before.false) * (step.truePositives + before.true) / 2
      before = (step.truePositives, step.falsePositives)
    }
    return area / (positives * negatives)
  }

  /// What a threshold takes: items whose score is at least `threshold`.
  public func counts(threshold: Double, weights: [Double]? = nil) -> BinaryCounts {
    counts(weights: weights) { _ in threshold }
  }

  /// What thresholds take, one an item: those of several models, each of which judged some items.
  public func counts(thresholds: [Double], weights: [Double]? = nil) -> BinaryCounts {
    counts(weights: weights) { thresholds[$0] }
  }

  private func counts(weights: [Double]?, threshold: (Int) -> Double) -> BinaryCounts {
    var counts = BinaryCounts()
    for item in order {
      let weight = weights?[item] ?? 1
      switch (scores[item] >= threshold(item), truth[item]) {
      case (true, true): counts.truePositives += weight
      case (true, false): counts.falsePositives += weight
      case (false, true): counts.falseNegatives += weight
      case (false, false): counts.trueNegatives += weight
      }
    }
    return counts
  }

  /// The threshold with the highest F1, the highest of several. It is chosen on the very items that it is
  /// judged by, so it flatters: the bound of what a threshold could do.
  /// - Returns: `nil` if no item has the class.
  public func bestF1(weights: [Double]? = nil) -> (threshold: Double, counts: BinaryCounts)? {
    let (positives, negatives) = totals(weights: weights)
    guard positives > 0 else { return nil }
    var best: (threshold: Double, counts: BinaryCounts)?
    forEachStep(weights: weights) { step in
      let counts = BinaryCounts(
        truePositives: step.truePositives, falsePositives: step.falsePositives,
        falseNegatives: positives - step.truePositives,
        trueNegatives: negatives - step.falsePositives)
      if (counts.f1 ?? 0) > (best?.counts.f1 ?? 0) { best = (step.threshold, counts) }
    }
    return best
  }

  /// Recall and precision at each threshold, from the highest; before it stands recall 0, precision 1.
  ///
  /// Source: as scikit-learn's `precision_recall_curve`, the other way round.
  public func precisionRecallCurve() -> [(recall: Double, precision: Double)] {
    let positives = totals().positives
    guard positives > 0 else { return [] }
    return [(0, 1)]
      + steps().map {
        ($0.truePositives / positives, $0.truePositives / ($0.truePositives + $0.falsePositives))
      }
  }

  /// Share of false alarms and recall at each threshold, from the highest; before it stands 0, 0.
  public func rocCurve() -> [(falsePositiveRate: Double, recall: Double)] {
    let (positives, negatives) = totals()
    guard positives > 0, negatives > 0 else { return [] }
    return [(0, 0)]
      + steps().map { ($0.falsePositives / negatives, $0.truePositives / positives) }
  }
}
