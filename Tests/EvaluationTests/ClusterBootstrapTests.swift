import Evaluation
import TestSupport
import Testing

@Suite struct ClusterBootstrapTests {
  @Test func `items of one recording are drawn together, as many recordings as there are`() {
    let names = ["a", "b", "a", "c", "b", "a"]
    let bootstrap = ClusterBootstrap(clusters: names, count: 100, seed: 3)
    #expect(bootstrap.clusterCount == 3)
    var seen: Set<[Double]> = []
    bootstrap.forEachResampling { weights in
      #expect(weights[0] == weights[2] && weights[0] == weights[5] && weights[1] == weights[4])
      #expect(weights[0] + weights[1] + weights[3] == 3)
      seen.insert(weights)
    }
    // Of three, ten ways to draw three.
    #expect(seen.count == 10)
  }

  @Test func `the same seed gives the same bounds, another seed others`() {
    let names = (0..<40).map { "\($0)" }
    func bounds(seed: UInt64) -> Interval {
      ClusterBootstrap(clusters: names, count: 200, seed: seed).intervals { weights in
        [names.indices.reduce(0.0) { $0 + Double($1) * (weights?[$1] ?? 1) } / 40]
      }[0]
    }
    #expect(bounds(seed: 1) == bounds(seed: 1) && bounds(seed: 1) != bounds(seed: 2))
    #expect(bounds(seed: 1).value == 19.5)
  }

  /// The deviation of a mean of 40 from its expectation is known.
  @Test func `95 of 100 bounds hold the truth, and clusters widen them`() {
    var held = 0
    var widths = (alone: 0.0, clustered: 0.0)
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let values = (0..<40).map { _ in Double.random(in: 0...1, using: &random) }
      // Each value five times: the same recording cut into five.
      let clustered = values.flatMap { Array(repeating: $0, count: 5) }
      func mean(_ values: [Double]) -> (_ weights: [Double]?) -> [Double?] {
        { weights in
          let sum = values.indices.reduce(0.0) { $0 + values[$1] * (weights?[$1] ?? 1) }
          return [sum / (weights?.reduce(0, +) ?? Double(values.count))]
        }
      }
      let names = values.indices.map { "\($0)" }
      let alone = ClusterBootstrap(clusters: names, count: 200, seed: seed)
        .intervals(mean(values))[0]
      let parts = ClusterBootstrap(
        clusters: names.flatMap { Array(repeating: $0, count: 5) }, count: 200, seed: seed
      ).intervals(mean(clustered))[0]
      guard let lower = alone.lower, let upper = alone.upper, let partsLower = parts.lower,
        let partsUpper = parts.upper
      else { continue }
      if lower < 0.5, upper > 0.5 { held += 1 }
      widths.alone += upper - lower
      widths.clustered += partsUpper - partsLower
    }
    // Percentile bounds of 40 are a little narrow; four deviations of a binomial to either side.
    #expect((175...199).contains(held))
    // Five copies of a value say no more than one.
    #expect(abs(widths.clustered / widths.alone - 1) < 0.02)
  }

  @Test func `a figure without meaning in most resamplings has no bounds`() {
    let interval = Interval(value: 1, resampled: [1, nil, nil])
    #expect(interval.value == 1 && interval.lower == nil && interval.upper == nil)
    #expect(Interval(value: nil, resampled: [1, 1, 1]).lower == nil)
  }

  @Test func `what rests on one recording has no bounds`() {
    func evaluation(recordings: [String]) -> ScoreEvaluation {
      let items = ScoredItems(
        classCount: 2, scores: [0.9, 0.1, 0.8, 0.3, 0.2, 0.7, 0.4, 0.6, 0.3, 0.9],
        truth: [true, false, true, false, false, true, false, true, false, true],
        recordings: recordings)
      return ScoreEvaluation(
        items, thresholds: items.scores.map { _ in 0.5 },
        bootstrap: ClusterBootstrap(clusters: items.recordings, count: 200))
    }
    // Two clips of the first class, and both are of recording a.
    let classes = evaluation(recordings: ["a", "a", "b", "c", "d"]).classes
    for figure in [\.recall, \.f1, \.averagePrecision, \.areaUnderROC]
      as [KeyPath<ScoreEvaluation.Class, Interval>]
    {
      #expect(classes[0][keyPath: figure] == Interval(value: 1))
      #expect(classes[1][keyPath: figure] == Interval(value: 1, lower: 1, upper: 1))
    }
    #expect(classes[0].recordings == 1 && classes[0].brier.lower != nil)
    let shares = evaluation(recordings: ["a", "a", "b", "c", "d"]).confusionShares
    #expect(shares.map(\.truth) == [0, 1] && shares.map(\.predicted) == [0, 1])
    #expect(
      shares.map(\.share) == [Interval(value: 1), Interval(value: 1, lower: 1, upper: 1)])

    let alone = evaluation(recordings: ["a", "a", "a", "a", "a"])
    #expect(alone.accuracy == Interval(value: 1) && alone.macroF1 == Interval(value: 1))
    #expect(alone.brier.value != nil && alone.brier.lower == nil && alone.brier.upper == nil)
  }

  /// Of two classes whose scores are one together, the threshold 0.5 takes what the highest score takes.
  @Test func `the confusion's diagonal has the bounds of a recall, and what is beside it the rest`()
    throws
  {
    var random = SplitMix64(seed: 5)
    let truth = (0..<90).map { _ in Bool.random(using: &random) }
    let scores = truth.flatMap { isFirst -> [Double] in
      let score = Double.random(in: isFirst ? 0.3...1 : 0...0.6, using: &random)
      return [score, 1 - score]
    }
    let items = ScoredItems(
      classCount: 2, scores: scores, truth: truth.flatMap { [$0, !$0] },
      recordings: truth.indices.map { "\($0 / 3)" })
    let evaluation = ScoreEvaluation(
      items, thresholds: scores.map { _ in 0.5 },
      bootstrap: ClusterBootstrap(clusters: items.recordings, count: 300))
    let shares = evaluation.confusionShares
    #expect(shares.map { [$0.truth, $0.predicted] } == [[0, 0], [0, 1], [1, 0], [1, 1]])
    for (right, wrong, recall) in [
      (shares[0].share, shares[1].share, evaluation.classes[0].recall),
      (shares[3].share, shares[2].share, evaluation.classes[1].recall),
    ] {
      #expect(right == recall)
      let (lower, upper) = (try #require(right.lower), try #require(right.upper))
      #expect(lower < upper && upper < 1)
      #expect(same(wrong.value, recall.value.map { 1 - $0 }))
      #expect(same(wrong.lower, 1 - upper) && same(wrong.upper, 1 - lower))
    }
  }

  @Test func `what nobody knows of an item is left out of its class alone`() {
    let items = ScoredItems(
      classCount: 2, scores: [0.9, 0.1, 0.2, 0.8, 0.7, 0.6],
      truth: [true, false, false, true, false, nil], recordings: ["a", "b", "c"])
    let evaluation = ScoreEvaluation(
      items, thresholds: items.scores.map { _ in 0.5 },
      bootstrap: ClusterBootstrap(clusters: items.recordings, count: 20))
    #expect(evaluation.classes.map(\.positives) == [1, 1])
    #expect(evaluation.classes.map(\.negatives) == [2, 1])
    #expect(evaluation.accuracyItemCount == 2 && evaluation.accuracy.value == 1)
    #expect(evaluation.classes[0].counts.falsePositives == 1)
    #expect(evaluation.classes[1].counts.falsePositives == 0)
  }

  @Test func `an evaluation of nothing has no figures and does not fail`() {
    let items = ScoredItems(classCount: 2, scores: [], truth: [], recordings: [])
    let evaluation = ScoreEvaluation(
      items, thresholds: [], bootstrap: ClusterBootstrap(clusters: []))
    #expect(evaluation.accuracy == Interval(value: nil))
    #expect(evaluation.macroAveragePrecision.value == nil && evaluation.classes.count == 2)
  }
}
