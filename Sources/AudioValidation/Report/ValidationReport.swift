public import Evaluation

/// All that is told of models on a set.
public struct ValidationReport: Sendable, Encodable {
  /// What was judged.
  public struct SetReport: Sendable, Encodable {
    /// A label that no class stands for.
    public struct Unknown: Sendable, Encodable {
      /// Common name, and scientific name where it has one.
      public let label: String
      /// Clips of the set that have it; or events, which are not counted elsewhere.
      public let count: Int
    }

    /// The folder or table that was named.
    public let path: String
    /// That were judged; 0 for a truth of events.
    public let clips: Int
    /// That these clips were cut from; or that were judged by their events.
    public let recordings: Int
    /// Clips that could not be used, by name.
    public let failed: [String]
    /// Clips or recordings that break off or are damaged, and were judged by what is left, by name.
    public let damaged: [String]
    /// Clips that a closed set leaves out.
    public let leftOut: Int
    /// By name.
    public let unknownLabels: [Unknown]
  }

  /// How it was judged.
  public struct Settings: Sendable, Encodable {
    /// Counted from 1, or `mix`.
    public let channel: String
    /// How the scores of a clip's windows became one; without meaning for events.
    public let pooling: Pooling
    /// Seconds; left out for each bundle's own.
    public let overlap: Double?
    /// Whether digital silence before and behind the sound was cut.
    public let isTrimmed: Bool
    /// Whether only the classes that are there were told apart.
    public let isClosed: Bool
    /// For the bounds; 0 for none.
    public let resamplings: Int
    /// Of the resamplings.
    public let seed: UInt64
    /// Of the bounds: the share of the resamplings between them, 0…1.
    public let confidence: Double
  }

  /// One model.
  public struct ModelReport: Sendable, Encodable {
    /// As it was named; with ``JudgedModel/foldMark`` where each fold has a bundle.
    public let name: String
    /// By format.
    public let formats: [String: FormatReport]
    /// Of clips, the share for which both formats name the same class.
    public let agreement: Double?
    /// Where each clip has a bundle of its fold.
    public let folds: [FoldReport]?

    /// Those of one format; `nil` if it was not judged in it.
    public func figures(_ format: NumberFormat) -> FormatReport? { formats[format.rawValue] }
  }

  /// The clips of one fold.
  public struct FoldReport: Sendable, Encodable {
    /// The main figures, without bounds.
    public struct Figures: Sendable, Encodable {
      /// 0…1; left out if no clip has one class alone.
      public let accuracy: Double?
      /// 0…1; left out if no clip has any class.
      public let macroAveragePrecision: Double?
    }

    /// As the listing calls it.
    public let fold: String
    /// That were judged.
    public let clips: Int
    /// By format.
    public let formats: [String: Figures]
  }

  /// A figure over several models, such as seeds.
  public struct Spread: Sendable, Encodable {
    /// Over the models that have the figure, two at least.
    public let mean: Double
    /// Of the sample: with one less than the count below.
    public let deviation: Double
    /// The lowest value of any model.
    public let lowest: Double
    /// The highest value of any model.
    public let highest: Double

    /// `nil` for fewer than two.
    init?(_ values: [Double?]) {
      let values = values.compactMap { $0 }
      guard values.count > 1 else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      self.mean = mean
      deviation =
        (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1))
        .squareRoot()
      lowest = values.min() ?? mean
      highest = values.max() ?? mean
    }
  }

  /// The main figures over several models; each is left out if fewer than two have it.
  public struct SpreadReport: Sendable, Encodable {
    /// Of ``FormatReport/accuracy``.
    public let accuracy: Spread?
    /// Of ``FormatReport/macroAveragePrecision``.
    public let macroAveragePrecision: Spread?
    /// Of ``FormatReport/macroAreaUnderROC``.
    public let macroAreaUnderROC: Spread?
    /// Of ``FormatReport/macroF1``.
    public let macroF1: Spread?
    /// Of ``FormatReport/calibrationError``.
    public let calibrationError: Spread?
    /// One a class.
    public let averagePrecision: [Spread?]
  }

  /// Found events against true ones.
  public struct EventReport: Sendable, Encodable {
    /// Of one class, or of all.
    public struct Figures: Sendable, Encodable {
      /// The class's common name, or `all`.
      public let name: String
      /// Of events; what is rightly not found cannot be counted.
      public let counts: BinaryCounts
      /// Of the found events, the share that is true, 0…1.
      public let precision: Interval
      /// Of the true events, the share that was found, 0…1.
      public let recall: Interval
      /// The harmonic mean of precision and recall, 0…1.
      public let f1: Interval
      /// What other thresholds would have given, ascending; empty without a true event.
      public let curve: [Point]
    }

    /// At one threshold for all species that have none of their own in the rule; people keep theirs.
    public struct Point: Sendable, Encodable {
      /// From which score an event begins, 0…1.
      public let threshold: Double
      /// Left out if nothing is found.
      public let precision: Double?
      /// 0…1.
      public let recall: Double
      /// 0…1.
      public let f1: Double
    }

    /// As it was named.
    public let model: String
    /// That were judged.
    public let recordings: Int
    /// Of these, such as have no event by the truth: whatever is found there is wrong.
    public let silentRecordings: Int
    /// Length of all.
    public let hours: Double
    /// Of the truth, those that the model could know.
    public let labels: Int
    /// That these labels are of.
    public let trueEvents: Int
    /// When a found event counts as a true one, in words.
    public let tolerance: String
    /// By format.
    public let all: [String: Figures]
    /// By format: the mean over the classes that have a true event, 0…1.
    public let macroF1: [String: Interval]
    /// By format, in the order of the report's classes.
    public let classes: [String: [Figures]]
  }

  /// What is left under one condition, of the first model.
  public struct ConditionReport: Sendable, Encodable {
    /// In one format.
    public struct Figures: Sendable, Encodable {
      /// As ``FormatReport/accuracy``.
      public let accuracy: Interval
      /// As ``FormatReport/macroAveragePrecision``.
      public let macroAveragePrecision: Interval
      /// As ``FormatReport/macroF1``.
      public let macroF1: Interval
      /// At the stored thresholds, one a class that is there.
      public let recalls: [Recall]
    }

    /// How much of one class is still heard.
    public struct Recall: Sendable, Encodable {
      /// The class's common name.
      public let name: String
      /// Of the clips that have it, the share that is said to have it, 0…1.
      public let recall: Interval
    }

    /// In words, as in `pink noise, 10 dB SNR`; the first is `as recorded`.
    public let condition: String
    /// Whether it is of another kind than the one before.
    public let beginsGroup: Bool
    /// By format; empty where it could not be had.
    public let formats: [String: Figures]
    /// Why it could not be had.
    public let refusal: String?
  }

  /// Also what of it could not be judged.
  public let set: SetReport
  /// The same for all models.
  public let settings: Settings
  /// Common names, in the order of the models' outputs.
  public let classes: [String]
  /// In the order in which they were asked for.
  public let formats: [NumberFormat]
  /// In the order in which they were named; none for a truth of events.
  public internal(set) var models: [ModelReport] = []
  /// By format; of several models.
  public internal(set) var spread: [String: SpreadReport]?
  /// `nil` for clips.
  public internal(set) var events: EventReport?
  /// The unchanged sound first; `nil` if no conditions were asked for.
  public internal(set) var robustness: [ConditionReport]?
}
