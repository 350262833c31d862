import Evaluation
import TestSupport
import Testing

@Suite struct RankedScoresTests {
  private func drawn(_ random: inout SplitMix64) -> (scores: [Double], truth: [Bool?]) {
    let count = Int.random(in: 1...30, using: &random)
    return (
      (0..<count).map { _ in Double(Int.random(in: 0...6, using: &random)) / 6 },
      (0..<count).map { _ in [true, false, false, nil].randomElement(using: &random) ?? nil }
    )
  }

  @Test func `the area under the ROC is the share of pairs in order, ties half`() {
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (scores, truth) = drawn(&random)
      let positives = scores.indices.filter { truth[$0] == true }.map { scores[$0] }
      let negatives = scores.indices.filter { truth[$0] == false }.map { scores[$0] }
      let pairs = positives.flatMap { high in
        negatives.map { high > $0 ? 1.0 : high == $0 ? 0.5 : 0 }
      }
      let expected = pairs.isEmpty ? nil : pairs.reduce(0, +) / Double(pairs.count)
      #expect(
        same(RankedScores(scores: scores, truth: truth).areaUnderROC(), expected), "seed \(seed)")
    }
  }

  @Test func `a weight counts as so many copies, and 0 as none`() {
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (scores, truth) = drawn(&random)
      let weights = scores.map { _ in Int.random(in: 0...3, using: &random) }
      let copies = scores.indices.flatMap { Array(repeating: $0, count: weights[$0]) }
      let weighted = RankedScores(scores: scores, truth: truth)
      let copied = RankedScores(
        scores: copies.map { scores[$0] }, truth: copies.map { truth[$0] })
      let reals = weights.map(Double.init)
      #expect(
        same(weighted.averagePrecision(weights: reals), copied.averagePrecision()), "seed \(seed)")
      #expect(same(weighted.areaUnderROC(weights: reals), copied.areaUnderROC()), "seed \(seed)")
      #expect(
        weighted.counts(threshold: 0.5, weights: reals) == copied.counts(threshold: 0.5),
        "seed \(seed)")
      #expect(
        weighted.bestF1(weights: reals)?.counts == copied.bestF1()?.counts, "seed \(seed)")
    }
  }

  @Test func `a class is ranked by its own scores and truths`() {
    let items = ScoredItems(
      classCount: 2, scores: [0.9, 0.1, 0.2, 0.8, 0.4, 0.3],
      truth: [true, false, false, true, nil, true], recordings: ["a", "b", "c"])
    #expect(items.ranked(ofClass: 0).steps().map(\.threshold) == [0.9, 0.2])
    let second = items.ranked(ofClass: 1).steps()
    #expect(second.map(\.threshold) == [0.8, 0.3, 0.1])
    #expect(second.map(\.truePositives) == [1, 2, 2])
  }

  @Test func `no threshold has a higher F1 than the best`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (scores, truth) = drawn(&random)
      let ranked = RankedScores(scores: scores, truth: truth)
      let best = ranked.bestF1()
      for threshold in Set(scores) {
        let f1 = ranked.counts(threshold: threshold).f1 ?? 0
        #expect(best == nil || f1 <= (best?.counts.f1 ?? 0) + 1e-12, "seed \(seed)")
      }
      if let best { #expect(ranked.counts(threshold: best.threshold) == best.counts) }
    }
  }

  @Test func `a rising function of the scores changes no measure of ranking`() {
    for seed in 1...100 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (scores, truth) = drawn(&random)
      let one = RankedScores(scores: scores, truth: truth)
      let other = RankedScores(scores: scores.map { $0 * $0 * 3 - 7 }, truth: truth)
      #expect(same(one.averagePrecision(), other.averagePrecision()), "seed \(seed)")
      #expect(same(one.areaUnderROC(), other.areaUnderROC()), "seed \(seed)")
    }
  }

  @Test func `the expected error of calibration is the mean distance over bins`() {
    var random = SplitMix64(seed: 4)
    let scores = (0..<500).map { _ in Double.random(in: 0...1, using: &random) }
    let truth = scores.map { Double.random(in: 0...1, using: &random) < $0 * $0 }
    let reliability = Reliability(scores: scores, truth: truth)
    let bins = reliability.diagram()
    #expect(bins.count == 15 && bins.reduce(0) { $0 + $1.count } == 500)
    let expected = bins.reduce(0.0) {
      $0 + $1.count * abs(($1.meanScore ?? 0) - ($1.share ?? 0))
    }
    #expect(same(reliability.expectedError(), expected / 500))
    #expect(Reliability(scores: [], truth: []).expectedError() == nil)
    // The middle of x − x² over 0…1.
    #expect(abs((reliability.expectedError() ?? 0) - 1.0 / 6) < 0.04)
  }
}
