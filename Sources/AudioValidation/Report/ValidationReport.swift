public import Evaluation

/// All that is told of models on a set.
public struct ValidationReport: Sendable, Encodable {
  /// What was judged.
  public struct SetReport: Sendable, Encodable {
    /// A label that no class stands for.
    public struct Unknown: Sendable, Encodable {
      public let label: String
      public let count: Int
    }

    public let path: String
    public let clips: Int
    public let recordings: Int
    /// Clips that could not be used, by name.
    public let failed: [String]
    /// Clips or recordings that break off or are damaged, and were judged by what is left, by name.
    public let damaged: [String]
    /// Clips that a closed set leaves out.
    public let leftOut: Int
    public let unknownLabels: [Unknown]
  }

  /// How it was judged.
  public struct Settings: Sendable, Encodable {
    /// Counted from 1, or `mix`.
    public let channel: String
    public let pooling: Pooling
    /// Seconds; left out for each bundle's own.
    public let overlap: Double?
    public let isTrimmed: Bool
    public let isClosed: Bool
    public let resamplings: Int
    public let seed: UInt64
    public let confidence: Double
  }

  /// One model.
  public struct ModelReport: Sendable, Encodable {
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
      public let accuracy: Double?
      public let macroAveragePrecision: Double?
    }

    public let fold: String
    public let clips: Int
    public let formats: [String: Figures]
  }

  /// A figure over several models, such as seeds.
  public struct Spread: Sendable, Encodable {
    public let mean: Double
    /// Of the sample: with one less than the count below.
    public let deviation: Double
    public let lowest: Double
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

  /// The main figures over several models.
  public struct SpreadReport: Sendable, Encodable {
    public let accuracy: Spread?
    public let macroAveragePrecision: Spread?
    public let macroAreaUnderROC: Spread?
    public let macroF1: Spread?
    public let calibrationError: Spread?
    /// One a class.
    public let averagePrecision: [Spread?]
  }

  /// Found events against true ones.
  public struct EventReport: Sendable, Encodable {
    /// Of one class, or of all.
    public struct Figures: Sendable, Encodable {
      public let name: String
      public let counts: BinaryCounts
      public let precision: Interval
      public let recall: Interval
      public let f1: Interval
    }

    public let model: String
    public let recordings: Int
    public let hours: Double
    public let tolerance: String
    /// By format.
    public let all: [String: Figures]
    public let macroF1: [String: Interval]
    public let classes: [String: [Figures]]
  }

  /// What is left under one condition, of the first model.
  public struct ConditionReport: Sendable, Encodable {
    /// In one format.
    public struct Figures: Sendable, Encodable {
      public let accuracy: Interval
      public let macroAveragePrecision: Interval
      public let macroF1: Interval
      /// At the stored thresholds, one a class that is there.
      public let recalls: [Recall]
    }

    /// How much of one class is still heard.
    public struct Recall: Sendable, Encodable {
      public let name: String
      public let recall: Interval
    }

    public let condition: String
    /// Whether it is of another kind than the one before.
    public let beginsGroup: Bool
    /// By format; empty where it could not be had.
    public let formats: [String: Figures]
    /// Why it could not be had.
    public let refusal: String?
  }

  public let set: SetReport
  public let settings: Settings
  public let classes: [String]
  public let formats: [NumberFormat]
  public internal(set) var models: [ModelReport] = []
  /// By format; of several models.
  public internal(set) var spread: [String: SpreadReport]?
  public internal(set) var events: EventReport?
  public internal(set) var robustness: [ConditionReport]?
}
