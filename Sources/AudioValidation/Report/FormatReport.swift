public import Evaluation

/// The figures of one model in one kind of numbers.
public struct FormatReport: Sendable, Encodable {
  /// The figures of one class.
  public struct ClassReport: Sendable, Encodable {
    /// A threshold that was chosen on the very clips.
    public struct Best: Sendable, Encodable {
      public let threshold: Double
      public let f1: Double?
      public let precision: Double?
      public let recall: Double?
    }

    public let name: String
    /// Clips with it, clips without it, and recordings of the former.
    public let positives: Int
    public let negatives: Int
    public let recordings: Int
    public let averagePrecision: Interval
    public let areaUnderROC: Interval
    /// The bundle's; left out where several bundles have several.
    public let threshold: Double?
    public let counts: BinaryCounts
    public let precision: Interval
    public let recall: Interval
    public let f1: Interval
    public let best: Best?
    public let calibrationError: Interval
    public let brier: Interval
  }

  /// Which class is taken for which, among clips of one class alone.
  public struct Confusion: Sendable, Encodable {
    public let classes: [String]
    /// Shape `[true, predicted]`.
    public let counts: [[Int]]
    /// Row by row: each cell that is not 0, and the diagonal of each class that has clips.
    public let shares: [Share]

    /// How much of a class is heard as it, or as another.
    public struct Share: Sendable, Encodable {
      public let name: String
      public let heardAs: String
      /// Of the clips of `name`.
      public let share: Interval
    }
  }

  /// A bin of the reliability diagram.
  public struct Bin: Sendable, Encodable {
    public let lower: Double
    public let upper: Double
    public let count: Int
    public let meanScore: Double?
    public let share: Double?
  }

  public let accuracy: Interval
  /// Clips of one class alone, of which the accuracy is.
  public let accuracyClips: Int
  public let macroAveragePrecision: Interval
  public let macroAreaUnderROC: Interval
  public let macroF1: Interval
  public let calibrationError: Interval
  public let brier: Interval
  public let classes: [ClassReport]
  public let confusion: Confusion
  public let reliability: [Bin]

  init(_ evaluation: ScoreEvaluation, names: [String]) {
    accuracy = evaluation.accuracy
    accuracyClips = evaluation.accuracyItemCount
    macroAveragePrecision = evaluation.macroAveragePrecision
    macroAreaUnderROC = evaluation.macroAreaUnderROC
    macroF1 = evaluation.macroF1
    calibrationError = evaluation.calibrationError
    brier = evaluation.brier
    classes = zip(names, evaluation.classes).map { name, figures in
      ClassReport(
        name: name, positives: figures.positives, negatives: figures.negatives,
        recordings: figures.recordings, averagePrecision: figures.averagePrecision,
        areaUnderROC: figures.areaUnderROC, threshold: figures.threshold,
        counts: figures.counts, precision: figures.precision, recall: figures.recall,
        f1: figures.f1,
        best: figures.best.map {
          .init(
            threshold: $0.threshold, f1: $0.counts.f1, precision: $0.counts.precision,
            recall: $0.counts.recall)
        }, calibrationError: figures.calibrationError, brier: figures.brier)
    }
    let told = evaluation.toldApart
    confusion = Confusion(
      classes: told.map { names[$0] },
      counts: told.indices.map { row in
        told.indices.map { Int(evaluation.confusion[truth: row, predicted: $0]) }
      },
      shares: evaluation.confusionShares.map {
        .init(name: names[told[$0.truth]], heardAs: names[told[$0.predicted]], share: $0.share)
      })
    reliability = evaluation.reliability.map {
      Bin(
        lower: $0.lower, upper: $0.upper, count: Int($0.count), meanScore: $0.meanScore,
        share: $0.share)
    }
  }
}
