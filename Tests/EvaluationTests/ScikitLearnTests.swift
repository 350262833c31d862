import Evaluation
import Testing

/// Every figure beside scikit-learn's.
@Suite struct ScikitLearnTests {
  @Test(arguments: GoldenCases.all.binary.indices)
  func `figures of one class are scikit-learn's, ties and empty sides included`(index: Int) {
    let golden = GoldenCases.all.binary[index]
    let truth = golden.truth.map { $0 == 1 }
    let ranked = RankedScores(scores: golden.scores, truth: truth)
    let counts = ranked.counts(threshold: golden.threshold)
    #expect(same(ranked.averagePrecision(), golden.averagePrecision), "\(golden.name)")
    #expect(same(ranked.areaUnderROC(), golden.areaUnderROC), "\(golden.name)")
    #expect(same(counts.precision, golden.precision), "\(golden.name)")
    #expect(same(counts.recall, golden.recall), "\(golden.name)")
    #expect(same(counts.f1, golden.f1), "\(golden.name)")
    let reliability = Reliability(
      scores: golden.scores, truth: truth, binCount: GoldenCases.all.bins)
    #expect(same(reliability.brier(), golden.brier), "\(golden.name)")

    let weights = golden.weights
    let weighted = ranked.counts(threshold: golden.threshold, weights: weights)
    #expect(same(ranked.averagePrecision(weights: weights), golden.weighted.averagePrecision))
    #expect(same(ranked.areaUnderROC(weights: weights), golden.weighted.areaUnderROC))
    #expect(same(weighted.precision, golden.weighted.precision), "\(golden.name)")
    #expect(same(weighted.recall, golden.weighted.recall), "\(golden.name)")
    #expect(same(weighted.f1, golden.weighted.f1), "\(golden.name)")
    #expect(same(reliability.brier(weights: weights), golden.weighted.brier), "\(golden.name)")
  }

  @Test(
    arguments: GoldenCases.all.binary.indices.filter { GoldenCases.all.binary[$0].curve != nil })
  func `curves, the best F1 and the bins of reliability are scikit-learn's`(index: Int) throws {
    let golden = GoldenCases.all.binary[index]
    let truth = golden.truth.map { $0 == 1 }
    let ranked = RankedScores(scores: golden.scores, truth: truth)
    let curve = ranked.precisionRecallCurve()
    let expected = try #require(golden.curve)
    #expect(same(curve.map(\.precision), expected.precision.reversed()), "\(golden.name)")
    #expect(same(curve.map(\.recall), expected.recall.reversed()), "\(golden.name)")
    let roc = try #require(golden.roc)
    #expect(same(ranked.rocCurve().map(\.falsePositiveRate), roc.false), "\(golden.name)")
    #expect(same(ranked.rocCurve().map(\.recall), roc.true), "\(golden.name)")
    #expect(same(ranked.bestF1()?.counts.f1 ?? 0, golden.bestF1), "\(golden.name)")

    let bins = Reliability(scores: golden.scores, truth: truth, binCount: GoldenCases.all.bins)
      .diagram()
    #expect(same(bins.compactMap(\.share), golden.shares), "\(golden.name)")
    #expect(same(bins.compactMap(\.meanScore), golden.means), "\(golden.name)")
  }

  @Test(arguments: GoldenCases.all.multiclass.indices)
  func `confusion, accuracy and macro means are scikit-learn's`(index: Int) {
    let golden = GoldenCases.all.multiclass[index]
    let items = ScoredItems(
      classCount: golden.classes, scores: golden.scores,
      truth: golden.truth.flatMap { own in (0..<golden.classes).map { $0 == own } },
      recordings: golden.truth.indices.map { "\($0)" })
    let evaluation = ScoreEvaluation(
      items, thresholds: golden.scores.map { _ in 0.5 },
      bootstrap: ClusterBootstrap(clusters: items.recordings, count: 50))
    #expect(evaluation.confusion.counts == golden.confusion)
    var shared = [Double](repeating: 0, count: golden.confusion.count)
    for cell in evaluation.confusionShares {
      let row = golden.confusion[cell.truth * golden.classes..<(cell.truth + 1) * golden.classes]
      let place = cell.truth * golden.classes + cell.predicted
      shared[place] = golden.confusion[place]
      #expect(same(cell.share.value, golden.confusion[place] / row.reduce(0, +)))
    }
    #expect(shared == golden.confusion)
    #expect(same(evaluation.accuracy.value, golden.accuracy))
    #expect(same(evaluation.macroAveragePrecision.value, golden.macroAveragePrecision))
    #expect(same(evaluation.macroAreaUnderROC.value, golden.macroAreaUnderROC))
  }

  @Test func `percentiles are numpy's`() {
    let golden = GoldenCases.all.percentiles
    let interval = Interval(value: 0, resampled: golden.values)
    #expect(same(interval.lower, golden.lower) && same(interval.upper, golden.upper))
  }
}
