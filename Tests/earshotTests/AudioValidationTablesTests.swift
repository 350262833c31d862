import Evaluation
import TestSupport
import Testing

@testable import AudioValidation
@testable import earshot

@Suite struct AudioValidationTablesTests {
  /// Of classes with long names, four clips each, with bounds everywhere.
  private func report(classes count: Int) -> ValidationReport {
    var random = SplitMix64(seed: 7)
    let names = (1...count).map { "Northern rough-winged swallow, call \($0)" }
    let clips = 4 * count
    let items = ScoredItems(
      classCount: count,
      scores: (0..<clips * count).map { _ in Double.random(in: 0...1, using: &random) },
      truth: (0..<clips).flatMap { clip in (0..<count).map { $0 == clip % count } },
      recordings: (0..<clips).map { "\($0)" })
    let evaluation = ScoreEvaluation(
      items, thresholds: items.scores.map { _ in 0.5 },
      bootstrap: ClusterBootstrap(clusters: items.recordings, count: 20))
    let figures = FormatReport(evaluation, names: names)
    let formats = [NumberFormat.int8, .fp32]
    var report = ValidationReport(
      set: .init(
        path: "Clips", clips: clips, recordings: clips, failed: [], damaged: ["a"], leftOut: 3,
        unknownLabels: names.prefix(10).map { .init(label: $0, count: 2) }),
      settings: .init(
        channel: "1", pooling: .mean, overlap: nil, isTrimmed: true, isClosed: false,
        resamplings: 1000, seed: 1, confidence: 0.95), classes: names, formats: formats)
    report.models = [
      .init(
        name: "Models/mine", formats: ["int8": figures, "fp32": figures], agreement: 0.99,
        folds: nil)
    ]
    let left = ValidationReport.ConditionReport.Figures(
      accuracy: evaluation.accuracy, macroAveragePrecision: evaluation.macroAveragePrecision,
      macroF1: evaluation.macroF1,
      recalls: zip(names, evaluation.classes).map { .init(name: $0, recall: $1.recall) })
    report.robustness = ["as recorded", "background, 20 dB SNR"].map {
      .init(
        condition: $0, beginsGroup: false, formats: ["int8": left, "fp32": left], refusal: nil)
    }
    return report
  }

  @Test(arguments: [2, 14, 24, 60])
  func `no table is wider than a hundred columns`(classes: Int) {
    let lines = AudioValidationTables(report(classes: classes)).lines
    #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.filter { $0.count > 100 })")
  }

  @Test func `recalls are told by the numbers that classes have, in tables that fit`() {
    let lines = AudioValidationTables(report(classes: 14)).lines
    let heads = lines.filter { $0.hasPrefix("recall  ") }.map {
      $0.split(separator: " ").dropFirst()
    }
    #expect(heads.map { $0.map(String.init) } == [(1...12).map { "\($0)" }, ["13", "14"]])
    #expect(lines.filter { $0.hasPrefix("as recorded") }.count == 3)
    let legend = lines.drop { !$0.hasPrefix("recall at the stored thresholds of ") }
    for number in 1...14 {
      #expect(
        legend.prefix(8).contains { $0.contains(" \(number) Northern rough-winged swallo") })
      #expect(lines.contains { $0.hasPrefix("\(number) Northern rough-winged swallo") })
    }
  }
}
