import Evaluation
import LabelledSound

extension ValidationAnalysis {
  static func eventReport(
    model: String, names: [String], _ judgement: EventJudgement, _ options: Options,
    _ findings: [EventJudgement.Finding], _ tolerance: EventTolerance
  ) -> ValidationReport.EventReport {
    var all: [String: ValidationReport.EventReport.Figures] = [:]
    var macro: [String: Interval] = [:]
    var classes: [String: [ValidationReport.EventReport.Figures]] = [:]
    for format in judgement.judged.formats {
      func evaluation(
        resamplings: Int, _ events: (EventJudgement.Found) -> [EventEvaluation.Event]
      ) -> EventEvaluation {
        EventEvaluation(
          findings.map {
            .init(
              found: $0.found[format].map(events) ?? [], truth: $0.truth,
              cluster: $0.recording.recording)
          },
          classCount: names.count, tolerance: tolerance,
          bootstrap: ClusterBootstrap(
            clusters: findings.map(\.recording.recording), count: resamplings, seed: options.seed))
      }
      let own = evaluation(resamplings: options.resamplings) { $0.events }
      let others = judgement.thresholds.indices.map { index in
        evaluation(resamplings: 0) { $0.atThresholds[index] }
      }
      func figures(
        _ name: String, of part: (EventEvaluation) -> EventEvaluation.Figures
      ) -> ValidationReport.EventReport.Figures {
        let figures = part(own)
        return .init(
          name: name, counts: figures.counts, precision: figures.precision,
          recall: figures.recall, f1: figures.f1,
          curve: figures.counts.actual > 0
            ? zip(judgement.thresholds, others.map(part)).map(point) : [])
      }
      all[format.rawValue] = figures("all") { $0.all }
      macro[format.rawValue] = own.macroF1
      classes[format.rawValue] = names.indices.map { index in
        figures(names[index]) { $0.classes[index] }
      }
    }
    return .init(
      model: model, recordings: findings.count,
      silentRecordings: findings.count { $0.recording.events.isEmpty },
      hours: findings.reduce(0) { $0 + $1.recording.seconds } / 3600,
      labels: findings.reduce(0) { $0 + $1.labels },
      trueEvents: findings.reduce(0) { $0 + $1.truth.count },
      tolerance: tolerance.description, all: all, macroF1: macro, classes: classes)
  }
}

private func point(
  threshold: Double, _ figures: EventEvaluation.Figures
) -> ValidationReport.EventReport.Point {
  .init(
    threshold: threshold, precision: figures.counts.precision,
    recall: figures.counts.recall ?? 0, f1: figures.counts.f1 ?? 0)
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
