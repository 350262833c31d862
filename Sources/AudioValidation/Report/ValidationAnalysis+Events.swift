import Evaluation
import LabelledSound

extension ValidationAnalysis {
  static func eventReport(
    model: String, names: [String], formats: [NumberFormat], _ options: Options,
    _ findings: [EventJudgement.Finding], _ tolerance: EventTolerance
  ) -> ValidationReport.EventReport {
    var all: [String: ValidationReport.EventReport.Figures] = [:]
    var macro: [String: Interval] = [:]
    var classes: [String: [ValidationReport.EventReport.Figures]] = [:]
    for format in formats {
      func evaluation(rule: Int, resamplings: Int) -> EventEvaluation {
        EventEvaluation(
          findings.map {
            .init(
              found: $0.found[format]?[rule] ?? [], truth: $0.truth,
              cluster: $0.recording.recording)
          },
          classCount: names.count, tolerance: tolerance,
          bootstrap: ClusterBootstrap(
            clusters: findings.map(\.recording.recording), count: resamplings, seed: options.seed))
      }
      let own = evaluation(rule: 0, resamplings: options.resamplings)
      let others = RuleSweep.thresholds.indices.map { evaluation(rule: $0 + 1, resamplings: 0) }
      func figures(
        _ name: String, of part: (EventEvaluation) -> EventEvaluation.Figures
      ) -> ValidationReport.EventReport.Figures {
        let figures = part(own)
        let isThere = figures.counts.truePositives + figures.counts.falseNegatives > 0
        return .init(
          name: name, counts: figures.counts, precision: figures.precision,
          recall: figures.recall, f1: figures.f1,
          curve: isThere ? zip(RuleSweep.thresholds, others.map(part)).map(point) : [])
      }
      all[format.rawValue] = figures("all") { $0.all }
      macro[format.rawValue] = own.macroF1
      classes[format.rawValue] = names.indices.map { index in
        figures(names[index]) { $0.classes[index] }
      }
    }
    return .init(
      model: model, recordings: findings.count,
      hours: findings.reduce(0) { $0 + $1.recording.seconds } / 3600,
      labels: findings.reduce(0) { $0 + $1.labels },
      tolerance: tolerance.description, all: all, macroF1: macro, classes: classes)
  }
}

private func point(
  threshold: Double, _ figures: EventEvaluation.Figures
) -> ValidationReport.EventReport.Point {
  .init(
    threshold: threshold, precision: figures.counts.precision,
    recall: figures.counts.recall, f1: figures.counts.f1)
}

extension EventTolerance {
  var description: String {
    switch self {
    case .collar(let onset, let offset, let share):
      "onset within \(onset) s, offset within \(offset) s or \(Int((share * 100).rounded())) % of the length"
    case .overlap(let least): "intersection over union at least \(least)"
    }
  }
}
