import Evaluation
import Testing

@testable import AudioValidation

@Suite struct ValidationPlotsTests {
  @Test func `of more classes than can be drawn there are plots all the same`() throws {
    // A clip of each.
    let count = 320
    let names = (0..<count).map { "class \($0)" }
    let isSo = (0..<count * count).map { $0 % (count + 1) == 0 }
    let items = ScoredItems(
      classCount: count, scores: isSo.map { $0 ? 0.9 : 0.1 }, truth: isSo, recordings: names)
    let evaluation = ScoreEvaluation(
      items, thresholds: isSo.map { _ in 0.5 },
      bootstrap: ClusterBootstrap(clusters: names, count: 0))
    var report = ValidationReport(
      set: .init(
        path: "clips", clips: count, recordings: count, failed: [], damaged: [], leftOut: 0,
        unknownLabels: []),
      settings: .init(
        channel: "1", pooling: .mean, overlap: nil, isTrimmed: false, isClosed: false,
        resamplings: 0, seed: 1, confidence: 0.95), classes: names, formats: [.int8])
    report.models = [
      .init(
        name: "model", formats: ["int8": FormatReport(evaluation, names: names)], agreement: nil,
        folds: nil)
    ]
    let pictures = try ValidationPlots(report, items: [.int8: items]).all()
    #expect(pictures.map(\.name) == ["precision-recall.png", "roc.png", "reliability.png"])
    #expect(pictures.allSatisfy { $0.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) })
  }

  @Test func `classes with the most clips have a panel`() throws {
    let positives = (0..<100).map { $0 * 37 % 11 }
    let drawn = ValidationPlots.drawn(positives: positives)
    #expect(drawn.count == ValidationPlots.mostPanels && drawn == drawn.sorted())
    let others = Set(positives.indices).subtracting(drawn)
    let least = try #require(drawn.map { positives[$0] }.min())
    #expect(others.allSatisfy { positives[$0] <= least })
    #expect(ValidationPlots.drawn(positives: [0, 2, 0, 1]) == [1, 3])
  }
}
