public import Evaluation

/// The figures of one model in one kind of numbers.
public struct FormatReport: Sendable, Encodable {
  /// The figures of one class.
  public struct ClassReport: Sendable, Encodable {
    /// A threshold that was chosen on the very clips.
    public struct Best: Sendable, Encodable {
      /// The one with the highest F1, 0…1; of several the highest.
      public let threshold: Double
      /// At this threshold, 0…1.
      public let f1: Double?
      /// Of the clips that reach it, the share that has the class, 0…1.
      public let precision: Double?
      /// Of the clips that have the class, the share that reaches it, 0…1.
      public let recall: Double?
    }

    /// Its common name.
    public let name: String
    /// Clips with it.
    public let positives: Int
    /// Clips without it. Those of which nobody said are counted nowhere.
    public let negatives: Int
    /// Recordings that the clips with it come from.
    public let recordings: Int
    /// Over all thresholds, 0…1; without a value if no clip has it.
    public let averagePrecision: Interval
    /// How probably a clip with it has a higher score than one without, 0…1; without a value unless there are
    /// clips of both kinds.
    public let areaUnderROC: Interval
    /// The bundle's; left out where several bundles have several.
    public let threshold: Double?
    /// Of clips, at the threshold, or each at that of the bundle that judged it.
    public let counts: BinaryCounts
    /// Of the clips that are said to have it, the share that has, 0…1; without a value if none is.
    public let precision: Interval
    /// Of the clips that have it, the share that is said to have it, 0…1; without a value if none has.
    public let recall: Interval
    /// The harmonic mean of precision and recall, 0…1.
    public let f1: Interval
    /// What another threshold could do at most; left out if no clip has the class.
    public let best: Best?
    /// How far its scores are from shares in the mean, 0…1; 0 is perfect.
    public let calibrationError: Interval
    /// The mean squared distance of its scores from what is so, 0…1; 0 is perfect.
    public let brier: Interval
  }

  /// Which class is taken for which, among clips of one class alone.
  public struct Confusion: Sendable, Encodable {
    /// Those that were told apart, by common name: rows and columns are theirs.
    public let classes: [String]
    /// Shape `[true, predicted]`.
    public let counts: [[Int]]
    /// Row by row: each cell that is not 0, and the diagonal of each class that has clips.
    public let shares: [Share]

    /// How much of a class is heard as it, or as another.
    public struct Share: Sendable, Encodable {
      /// The class that the clips have.
      public let name: String
      /// The class of their highest score: `name` itself where they are heard rightly.
      public let heardAs: String
      /// Of the clips of `name`.
      public let share: Interval
    }
  }

  /// A bin of the reliability diagram.
  public struct Bin: Sendable, Encodable {
    /// Its scores lie above; in the first bin, 0 is among them.
    public let lower: Double
    /// Its scores lie below or here.
    public let upper: Double
    /// Pairs of a clip and a class with such a score.
    public let count: Int
    /// Of these pairs, 0…1; left out in an empty bin.
    public let meanScore: Double?
    /// Of these pairs, those whose clip has the class, 0…1; left out in an empty bin.
    public let share: Double?
  }

  /// Of the clips of one class alone, the share whose highest score is that class's, 0…1.
  public let accuracy: Interval
  /// Clips of one class alone, of which the accuracy is.
  public let accuracyClips: Int
  /// The mean over the classes that some clip has, 0…1.
  public let macroAveragePrecision: Interval
  /// Likewise, of those that some other clip has not.
  public let macroAreaUnderROC: Interval
  /// The mean over the classes that some clip has, at the stored thresholds, 0…1.
  public let macroF1: Interval
  /// How far scores are from shares, in the mean over all pairs of a clip and a class, 0…1; 0 is perfect.
  public let calibrationError: Interval
  /// The mean squared distance of scores from what is so, over the same pairs, 0…1; 0 is perfect.
  public let brier: Interval
  /// In the order of the report's.
  public let classes: [ClassReport]
  /// Of the clips that the accuracy is of.
  public let confusion: Confusion
  /// Of all classes together: bins of equal width from 0 to 1, empty ones too.
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
