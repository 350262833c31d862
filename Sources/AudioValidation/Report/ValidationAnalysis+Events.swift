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
      let recordings = findings.map {
        EventEvaluation.Recording(
          found: $0.found[format] ?? [], truth: $0.truth, cluster: $0.recording.recording)
      }
      let evaluation = EventEvaluation(
        recordings, classCount: names.count, tolerance: tolerance,
        bootstrap: ClusterBootstrap(
          clusters: recordings.map(\.cluster), count: options.resamplings, seed: options.seed))
      func figures(
        _ figures: EventEvaluation.Figures, _ name: String
      ) -> ValidationReport.EventReport.Figures {
        .init(
          name: name, counts: figures.counts, precision: figures.precision,
          recall: figures.recall, f1: figures.f1)
      }
      all[format.rawValue] = figures(evaluation.all, "all")
      macro[format.rawValue] = evaluation.macroF1
      classes[format.rawValue] = zip(names, evaluation.classes).map { figures($1, $0) }
    }
    return .init(
      model: model, recordings: findings.count,
      hours: findings.reduce(0) { $0 + $1.recording.seconds } / 3600,
      tolerance: tolerance.description, all: all, macroF1: macro, classes: classes)
  }
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
