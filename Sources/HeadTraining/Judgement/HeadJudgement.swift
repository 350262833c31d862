public import Evaluation
public import EventDetection
public import SpeciesClassifier

/// How well a head tells clips of recordings that it has not seen, and what follows for the bundle.
///
/// A clip's score of a class is the highest of its windows', as an event's is, and of the background the lowest. The
/// head that judges a clip was fitted without its fold. The calibration and the threshold were fitted to the other
/// folds' clips; but the heads that had scored those knew this fold, so what depends on them may flatter a little.
/// The calibrations and thresholds of the bundle are made of all folds' scores.
public struct HeadJudgement: Sendable {
  /// What is known of one class.
  public struct Class: Sendable {
    /// A species or people, as the label calls them; or the background.
    public let taxon: Taxon
    /// Clips that have it, generated noise among them.
    public let clips: Int
    /// Recordings that these clips come from.
    public let recordings: Int
    /// From logit to score, fitted to all folds' scores.
    public let calibration: Calibration
    /// The score from which it counts as heard, 0…1; likewise.
    public let threshold: Float
    /// Whether any clip of it was judged by a head that had learned the class from another recording. Where
    /// not, calibration and threshold are the other classes' and there are no figures.
    public let isValidated: Bool
    /// Over all thresholds, 0…1; without a value if no judged clip has it.
    public let averagePrecision: Interval
    /// How probably a clip with it has a higher score than one without, 0…1.
    public let areaUnderROC: Interval
    /// Of the clips that reach their threshold, the share that has the class, 0…1. The threshold is
    /// fitted to the other folds' clips.
    public let precision: Interval
    /// Of the clips that have the class, the share that reaches its threshold, 0…1.
    public let recall: Interval
  }

  /// In the order of the network's outputs.
  public let classes: [Class]
  /// Scores and truths of the clips, for plots.
  public let items: ScoredItems
  /// All figures of ``items``, with bounds.
  public let evaluation: ScoreEvaluation
  /// Clips that look as if their label were wrong.
  public let notes: [TrainingNote]

  /// Own score at most, and another class's at least, of a clip whose label is doubted.
  private static let doubt = (own: Float(0.2), other: Float(0.6))

  init(_ validation: CrossValidation, _ plan: TrainingPlan, settings: TrainingSettings) {
    let judges = plan.classes.indices.map {
      ClassJudge(validation, plan, index: $0, precision: settings.precision)
    }
    let judged = validation.judged
    func flat<Value>(_ value: (ClassJudge, Int) -> Value) -> [Value] {
      judged.indices.flatMap { item in judges.map { value($0, item) } }
    }
    let recordings = judged.map { plan.clips[$0.clip].recording }
    let truth = flat { judge, item in judge.truths[item] }
    let bootstrap = ClusterBootstrap(clusters: recordings, seed: settings.seed)
    items = ScoredItems(
      classCount: judges.count, scores: flat { Double($0.scores[$1]) }, truth: truth,
      recordings: recordings)
    let evaluation = ScoreEvaluation(
      items, thresholds: flat { Double($0.thresholds[$1]) }, bootstrap: bootstrap)
    self.evaluation = evaluation

    let fallback = Fallback(judges)
    classes = plan.classes.indices.map { index in
      let own = plan.clips.filter { $0.truths[index] == .present }
      let judge = judges[index]
      let figures = evaluation.classes[index]
      func ifValidated(_ figure: Interval) -> Interval {
        judge.isValidated ? figure : Interval(value: nil)
      }
      return Class(
        taxon: plan.classes[index], clips: own.count, recordings: Set(own.map(\.recording)).count,
        calibration: judge.calibration ?? fallback.calibration,
        threshold: judge.threshold ?? fallback.threshold, isValidated: judge.isValidated,
        averagePrecision: ifValidated(figures.averagePrecision),
        areaUnderROC: ifValidated(figures.areaUnderROC),
        precision: ifValidated(figures.precision), recall: ifValidated(figures.recall))
    }
    // What is of nothing cannot be told where hardly a species has a second recording.
    notes =
      judges.indices.filter { judges[$0].isUntold && $0 != plan.backgroundIndex }
      .map { .untold(name: plan.classes[$0].commonName) }
      + judged.indices.compactMap { Self.doubtful($0, judges, validation, plan) }
  }

  private static func doubtful(
    _ item: Int, _ judges: [ClassJudge], _ validation: CrossValidation, _ plan: TrainingPlan
  ) -> TrainingNote? {
    let clip = plan.clips[validation.judged[item].clip]
    guard clip.source != nil else { return nil }
    let own = judges.indices.filter {
      clip.truths[$0] == .present && judges[$0].truths[item] != nil
    }
    let others = judges.indices.filter { clip.truths[$0] == .absent }
    guard let best = own.max(by: { judges[$0].scores[item] < judges[$1].scores[item] }),
      let other = others.max(by: { judges[$0].scores[item] < judges[$1].scores[item] }),
      judges[best].scores[item] <= doubt.own, judges[other].scores[item] >= doubt.other
    else { return nil }
    return .doubtful(
      clip: clip.name, label: plan.classes[best].commonName, score: judges[best].scores[item],
      other: plan.classes[other].commonName, otherScore: judges[other].scores[item])
  }

  /// For classes that nothing is known of: the middle of the others.
  private struct Fallback {
    let calibration: Calibration
    let threshold: Float

    init(_ judges: [ClassJudge]) {
      func middle<Value: Comparable>(_ values: [Value]) -> Value? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
      }
      let known = judges.compactMap(\.calibration)
      calibration = Calibration(
        scale: middle(known.map(\.scale)) ?? 1, offset: middle(known.map(\.offset)) ?? 0)
      threshold = middle(judges.compactMap(\.threshold)) ?? 0.5
    }
  }
}
