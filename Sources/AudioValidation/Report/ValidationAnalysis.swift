import AudioIO
public import Evaluation
import EventDetection
import Foundation
public import LabelledSound
public import SoundDegradation
import SpeciesClassifier

/// From scores to a report, and to what is drawn of it.
public struct ValidationAnalysis: Sendable {
  /// What the figures are made by.
  public struct Options: Sendable {
    /// Whether only the classes that are there are told apart.
    public var isClosed: Bool
    /// For the bounds; 0 for none.
    public var resamplings: Int
    /// Of the resamplings.
    public var seed: UInt64

    /// Nothing is checked here.
    public init(
      isClosed: Bool = false, resamplings: Int = ClusterBootstrap.standardCount, seed: UInt64 = 1
    ) {
      self.isClosed = isClosed
      self.resamplings = resamplings
      self.seed = seed
    }
  }

  /// What was found so far.
  public private(set) var report: ValidationReport
  let judgement: ClipJudgement?
  let outcome: ClipJudgement.Outcome?
  let truth: ClipTruth?
  private let options: Options
  let names: [String]

  /// Of clips.
  /// - Parameters:
  ///   - conditions: Those of the outcome; the first is none.
  public init(
    set: LabelledSet, truth: ClipTruth, judgement: ClipJudgement,
    outcome: ClipJudgement.Outcome, conditions: [Degradation?], options: Options
  ) {
    self.judgement = judgement
    self.outcome = outcome
    self.truth = truth
    self.options = options
    names = judgement.models[0].first.bundle.classes.map(\.taxon.commonName)
    let judged = truth.clips.indices.filter { outcome.scores[0][0][$0] != nil }
    report = ValidationReport(
      set: .init(
        path: set.path, clips: judged.count,
        recordings: Set(judged.map { truth.clips[$0].recording }).count,
        failed: set.leftOut.map(\.name) + outcome.failures.map(\.clip),
        damaged: outcome.damaged, leftOut: truth.leftOut,
        unknownLabels: truth.unknownLabels.map {
          .init(label: $0.label.description, count: $0.clips)
        }
      ),
      settings: Self.settings(judgement.settings, judgement.settings.stream, options),
      classes: names,
      formats: judgement.models[0].first.formats)
    report.models = judgement.models.indices.map(modelReport)
    if judgement.models.count > 1 { report.spread = spread() }
    if conditions.count > 1 { report.robustness = robustness(conditions) }
  }

  /// Of recordings with a truth of events.
  public init(
    set: LabelledSet, events judgement: EventJudgement, outcome events: EventJudgement.Outcome,
    tolerance: EventTolerance, model: String, options: Options
  ) {
    self.judgement = nil
    outcome = nil
    truth = nil
    self.options = options
    names = judgement.judged.bundle.classes.map(\.taxon.commonName)
    report = ValidationReport(
      set: .init(
        path: set.path, clips: 0, recordings: events.findings.count,
        failed: set.leftOut.map(\.name) + events.failures.map(\.recording),
        damaged: events.damaged, leftOut: 0,
        unknownLabels: judgement.unknownLabels.map {
          .init(label: $0.label.description, count: $0.events)
        }),
      settings: Self.settings(nil, judgement.stream, options), classes: names,
      formats: judgement.judged.formats)
    report.events = Self.eventReport(
      model: model, names: names, judgement, options, events.findings, tolerance)
  }

  private static func settings(
    _ settings: ClipJudgement.Settings?, _ stream: ChannelStream, _ options: Options
  ) -> ValidationReport.Settings {
    let channel =
      switch stream {
      case .channel(let index): "\(index + 1)"
      case .mix: "mix"
      }
    return .init(
      channel: channel, pooling: settings?.pooling ?? .mean, overlap: settings?.overlap,
      isTrimmed: settings?.isTrimmed ?? false, isClosed: options.isClosed,
      resamplings: options.resamplings, seed: options.seed, confidence: 0.95)
  }

  /// The scores of the clips that could be judged, in their order.
  /// - Parameter chosen: Of the clips, those that count; all if `nil`.
  func items(
    condition: Int = 0, model: Int, format: NumberFormat, chosen: ((LabelledClip) -> Bool)? = nil
  ) -> (items: ScoredItems, thresholds: [Double]) {
    guard let outcome, let truth else {
      return (ScoredItems(classCount: names.count, scores: [], truth: [], recordings: []), [])
    }
    var scores: [Double] = []
    var isSo: [Bool?] = []
    var recordings: [String] = []
    var thresholds: [Double] = []
    for (place, clip) in truth.clips.enumerated() where chosen?(clip) ?? true {
      guard let judged = outcome.scores[condition][model][place],
        let own = judged.scores[format]
      else { continue }
      scores += own
      isSo += truth.truth[place * names.count..<(place + 1) * names.count]
      recordings.append(clip.recording)
      thresholds += judged.thresholds
    }
    return (
      ScoredItems(classCount: names.count, scores: scores, truth: isSo, recordings: recordings),
      thresholds
    )
  }

  private func evaluation(
    condition: Int = 0, model: Int, format: NumberFormat, resamplings: Int? = nil,
    chosen: ((LabelledClip) -> Bool)? = nil
  ) -> ScoreEvaluation {
    let (items, thresholds) = items(
      condition: condition, model: model, format: format, chosen: chosen)
    return ScoreEvaluation(
      items, thresholds: thresholds, toldApart: options.isClosed ? truth?.present : nil,
      bootstrap: ClusterBootstrap(
        clusters: items.recordings, count: resamplings ?? options.resamplings, seed: options.seed))
  }

  private func modelReport(_ model: Int) -> ValidationReport.ModelReport {
    var formats: [String: FormatReport] = [:]
    for format in report.formats {
      formats[format.rawValue] = FormatReport(
        evaluation(model: model, format: format), names: names)
    }
    return .init(
      name: judgement?.models[model].name ?? "", formats: formats,
      agreement: agreement(model: model),
      folds: judgement?.models[model].isCrossValidated == true ? folds(model: model) : nil)
  }

  private func agreement(model: Int) -> Double? {
    guard report.formats.count > 1 else { return nil }
    let classes = options.isClosed ? truth?.present ?? [] : Array(names.indices)
    guard !classes.isEmpty else { return nil }
    let named = report.formats.map {
      items(model: model, format: $0).items.highestClasses(among: classes)
    }
    guard !named[0].isEmpty else { return nil }
    return Double(zip(named[0], named[1]).count { $0 == $1 }) / Double(named[0].count)
  }

  private func folds(model: Int) -> [ValidationReport.FoldReport] {
    let folds = Set((truth?.clips ?? []).compactMap(\.fold)).sorted {
      $0.localizedStandardCompare($1) == .orderedAscending
    }
    return folds.map { fold in
      var formats: [String: ValidationReport.FoldReport.Figures] = [:]
      var clips = 0
      for format in report.formats {
        let figures = evaluation(model: model, format: format, resamplings: 0) { $0.fold == fold }
        clips = figures.itemCount
        formats[format.rawValue] = .init(
          accuracy: figures.accuracy.value,
          macroAveragePrecision: figures.macroAveragePrecision.value)
      }
      return .init(fold: fold, clips: clips, formats: formats)
    }
  }

  private func spread() -> [String: ValidationReport.SpreadReport] {
    var spread: [String: ValidationReport.SpreadReport] = [:]
    for format in report.formats {
      let all = report.models.compactMap { $0.figures(format) }
      func over(_ figure: (FormatReport) -> Double?) -> ValidationReport.Spread? {
        ValidationReport.Spread(all.map(figure))
      }
      spread[format.rawValue] = .init(
        accuracy: over(\.accuracy.value),
        macroAveragePrecision: over(\.macroAveragePrecision.value),
        macroAreaUnderROC: over(\.macroAreaUnderROC.value), macroF1: over(\.macroF1.value),
        calibrationError: over(\.calibrationError.value),
        averagePrecision: names.indices.map { index in
          over { $0.classes[index].averagePrecision.value }
        })
    }
    return spread
  }

  private func robustness(
    _ conditions: [Degradation?]
  ) -> [ValidationReport.ConditionReport] {
    conditions.enumerated().map { index, condition in
      var formats: [String: ValidationReport.ConditionReport.Figures] = [:]
      let refusal = outcome?.refusals[index]
      for format in report.formats where refusal == nil {
        let figures = evaluation(condition: index, model: 0, format: format)
        formats[format.rawValue] = .init(
          accuracy: figures.accuracy, macroAveragePrecision: figures.macroAveragePrecision,
          macroF1: figures.macroF1,
          recalls: zip(names, figures.classes).filter { $1.positives > 0 }.map {
            .init(name: $0, recall: $1.recall)
          })
      }
      return .init(
        condition: condition?.description ?? "as recorded",
        beginsGroup: index > 0 && !Robustness.isKin(conditions[index - 1], condition),
        formats: formats, refusal: refusal?.description)
    }
  }
}
