import Evaluation
import TestSupport
import Testing

@Suite struct EventMatchingTests {
  @Test func `a collar holds beginnings to seconds, and ends to seconds or a share`() {
    let collar = EventTolerance.collar(onset: 0.2, offset: 0.2, offsetShare: 0.5)
    #expect(collar.accepts(1.2..<2, for: 1..<2))
    #expect(!collar.accepts(1.21..<2, for: 1..<2))
    #expect(collar.accepts(1..<2.5, for: 1..<2) && !collar.accepts(1..<2.51, for: 1..<2))
    #expect(collar.accepts(1..<1.3, for: 1..<1.1) && !collar.accepts(1..<1.31, for: 1..<1.1))
    let overlap = EventTolerance.overlap(0.5)
    #expect(overlap.accepts(0..<2, for: 0..<1) && !overlap.accepts(0..<2.01, for: 0..<1))
    #expect(!EventTolerance.overlap(0).accepts(0..<1, for: 1..<2))
  }

  @Test func `as many pairs are made as any pairing could`() {
    for seed in 1...400 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      func events(_ count: Int) -> [Range<Double>] {
        (0..<count).map { _ in
          let start = Double.random(in: 0...3, using: &random)
          return start..<start + Double.random(in: 0.2...2, using: &random)
        }
      }
      let found = events(Int.random(in: 0...5, using: &random))
      let truth = events(Int.random(in: 0...5, using: &random))
      let tolerance = EventTolerance.overlap(0.25)
      let matching = EventMatching(found: found, truth: truth, tolerance: tolerance)
      #expect(
        Int(matching.counts.truePositives) == best(found[...], truth, tolerance), "seed \(seed)")
      let used = matching.truthOfFound.compactMap { $0 }
      #expect(Set(used).count == used.count, "seed \(seed)")
      for (event, own) in zip(found, matching.truthOfFound) {
        if let own { #expect(tolerance.accepts(event, for: truth[own]), "seed \(seed)") }
      }
      let counts = matching.counts
      #expect(Int(counts.truePositives + counts.falsePositives) == found.count)
      #expect(Int(counts.truePositives + counts.falseNegatives) == truth.count)
    }
  }

  /// By trying all.
  private func best(
    _ found: ArraySlice<Range<Double>>, _ truth: [Range<Double>], _ tolerance: EventTolerance
  ) -> Int {
    guard let first = found.first else { return 0 }
    var most = best(found.dropFirst(), truth, tolerance)
    for index in truth.indices where tolerance.accepts(first, for: truth[index]) {
      var rest = truth
      rest.remove(at: index)
      most = max(most, 1 + best(found.dropFirst(), rest, tolerance))
    }
    return most
  }

  @Test func `a chain of events that each could take the next one's place is moved as a whole`() {
    let count = 2000
    let truth = (0..<count).map { Double($0)..<Double($0) + 1 }
    // Each found event fits two true ones; the last comes first.
    let found = (0..<count).map { Double($0) + 0.5..<Double($0) + 1.5 }
    let matching = EventMatching(found: found.reversed(), truth: truth, tolerance: .overlap(0.3))
    #expect(Int(matching.counts.truePositives) == count)
  }

  @Test func `events of all recordings are summed, and bounds come from recordings`() {
    let recordings = (0..<20).map { index in
      EventEvaluation.Recording(
        found: [.init(classIndex: 0, span: 0..<1)]
          + (index.isMultiple(of: 2) ? [.init(classIndex: 1, span: 5..<6)] : []),
        truth: [.init(classIndex: 0, span: 0..<1), .init(classIndex: 0, span: 3..<4)],
        cluster: "\(index)")
    }
    let evaluation = EventEvaluation(
      recordings, classCount: 3, tolerance: .overlap(0.5),
      bootstrap: ClusterBootstrap(clusters: recordings.map(\.cluster), count: 200))
    #expect(evaluation.classes[0].recall.value == 0.5 && evaluation.classes[0].precision.value == 1)
    #expect(evaluation.classes[0].recall.lower == 0.5)
    #expect(evaluation.classes[1].precision.value == 0 && evaluation.classes[1].recall.value == nil)
    #expect(evaluation.classes[2].f1.value == nil)
    #expect(same(evaluation.macroF1.value, 2.0 / 3))
    #expect(evaluation.all.precision.value == 20.0 / 30)
    let (lower, upper) = (evaluation.all.precision.lower ?? 0, evaluation.all.precision.upper ?? 0)
    #expect(lower < 20.0 / 30 && upper > 20.0 / 30 && lower > 0.5 && upper < 0.9)
  }

  @Test func `events of one recording alone have a recall without bounds`() {
    let recordings = ["a", "b", "c"].map { name in
      EventEvaluation.Recording(
        found: [.init(classIndex: 1, span: 5..<6)]
          + (name == "a" ? [.init(classIndex: 0, span: 0..<1)] : []),
        truth: [.init(classIndex: 1, span: 5..<6)]
          + (name == "a" ? [.init(classIndex: 0, span: 0..<1)] : []),
        cluster: name)
    }
    let evaluation = EventEvaluation(
      recordings, classCount: 2, tolerance: .overlap(0.5),
      bootstrap: ClusterBootstrap(clusters: recordings.map(\.cluster), count: 200))
    #expect(evaluation.classes[0].recall == Interval(value: 1))
    #expect(evaluation.classes[0].f1 == Interval(value: 1))
    #expect(evaluation.classes[1].recall == Interval(value: 1, lower: 1, upper: 1))
    #expect(evaluation.all.recall == Interval(value: 1, lower: 1, upper: 1))
  }
}
