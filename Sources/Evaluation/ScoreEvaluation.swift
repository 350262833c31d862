/// All figures of a set of scored items, with bounds.
///
/// ```swift
/// let evaluation = ScoreEvaluation(
///   items, thresholds: thresholds, bootstrap: ClusterBootstrap(clusters: items.recordings))
/// print(evaluation.macroAveragePrecision.value, evaluation.accuracy.lower)
/// ```
public struct ScoreEvaluation: Sendable {
  /// The figures of one class.
  public struct Class: Sendable {
    /// Items that have it.
    public let positives: Int
    /// Items that are known not to have it; what nobody knows is in no count.
    public let negatives: Int
    /// Recordings of the items that have it.
    public let recordings: Int
    /// See ``RankedScores/averagePrecision(weights:)``; without a value if no item has the class.
    public let averagePrecision: Interval
    /// See ``RankedScores/areaUnderROC(weights:)``; without a value unless some items have the class and
    /// some have not.
    public let areaUnderROC: Interval
    /// The bundle's; `nil` if several bundles have several.
    public let threshold: Double?
    /// At the threshold, or each item at its own.
    public let counts: BinaryCounts
    /// Of ``counts``; without a value if no item reaches the threshold.
    public let precision: Interval
    /// Of ``counts``; without a value if no item has the class.
    public let recall: Interval
    /// Of ``counts``; without a value if no item has the class and none reaches the threshold.
    public let f1: Interval
    /// Chosen on the very items, so it flatters; `nil` if no item has the class.
    public let best: (threshold: Double, counts: BinaryCounts)?
    /// See ``Reliability/expectedError(weights:)``: 0 is perfect. Over the items of which it is known whether
    /// they have the class.
    public let calibrationError: Interval
    /// See ``Reliability/brier(weights:)``: 0 is perfect. Over the same items.
    public let brier: Interval
  }

  /// How much of a class is taken for it, or for another.
  public struct ConfusionShare: Sendable {
    /// Row of ``confusion``: the class that the items have.
    public let truth: Int
    /// Column of ``confusion``: the class with their highest score.
    public let predicted: Int
    /// Of the items of class `truth`.
    public let share: Interval
  }

  /// All items, also those of which little is known.
  public let itemCount: Int
  /// Of all items.
  public let recordingCount: Int
  /// Each class, in their order; also those that no item has.
  public let classes: [Class]
  /// The mean over the classes that some item has.
  public let macroAveragePrecision: Interval
  /// The mean over the classes that some item has, and some has not.
  public let macroAreaUnderROC: Interval
  /// The mean over the classes that some item has.
  public let macroF1: Interval
  /// Of the items of one class alone, the share whose highest score is that class's, among
  /// ``toldApart``.
  public let accuracy: Interval
  /// The items of ``accuracy``: those of one class alone, and that among ``toldApart``.
  public let accuracyItemCount: Int
  /// Of the items of ``accuracy``, unweighted.
  public let confusion: ConfusionMatrix
  /// Of each class with items, the share of each cell that has any, and of the diagonal; row by row. The other
  /// cells are 0 in every resampling too.
  public let confusionShares: [ConfusionShare]
  /// The classes that were told apart for the accuracy: rows and columns of ``confusion`` are theirs.
  public let toldApart: [Int]
  /// Over all pairs of an item and a class of which it is known whether the one has the other.
  public let calibrationError: Interval
  /// Over the same pairs.
  public let brier: Interval
  /// Over the same pairs: all bins from 0 to 1, lowest first, empty ones too.
  public let reliability: [Reliability.Bin]

  /// - Parameters:
  ///   - thresholds: Shape `[items, classes]`: those of the model that judged the item.
  ///   - toldApart: Classes for the accuracy; all if `nil`.
  ///   - bootstrap: Of the items' recordings.
  public init(
    _ items: ScoredItems, thresholds: [Double], toldApart: [Int]? = nil,
    bootstrap: ClusterBootstrap
  ) {
    precondition(thresholds.count == items.scores.count, "a threshold for each score")
    let measures = Measures(
      items, thresholds: thresholds, toldApart: toldApart ?? Array(0..<items.classCount))
    let intervals = bootstrap.intervals(measures.figures)
    itemCount = items.count
    recordingCount = Set(items.recordings).count
    self.toldApart = measures.toldApart
    confusion = measures.confusion(weights: nil)
    accuracyItemCount = measures.own.count { $0 != nil }
    reliability = measures.overall.diagram()

    let own = Measures.perClass
    classes = (0..<items.classCount).map { index in
      let ranked = measures.ranked[index]
      let figures = Array(intervals[index * own..<(index + 1) * own])
      let totals = ranked.totals()
      let recordings = Set(
        (0..<items.count).filter { ranked.truth[$0] }.map { items.recordings[$0] })
      // These rest on the items that have the class; the others on all.
      func ofPositives(_ figure: Int) -> Interval {
        figures[figure].bounded(byRecordings: recordings.count)
      }
      return Class(
        positives: Int(totals.positives), negatives: Int(totals.negatives),
        recordings: recordings.count, averagePrecision: ofPositives(0),
        areaUnderROC: ofPositives(1), threshold: measures.onlyThreshold(ofClass: index),
        counts: ranked.counts(thresholds: measures.thresholds[index]), precision: figures[2],
        recall: ofPositives(3), f1: ofPositives(4), best: ranked.bestF1(),
        calibrationError: figures[5], brier: figures[6])
    }
    let rest = Array(intervals[(items.classCount * own)...])
    // A row rests on the items of its class alone.
    var rowRecordings = measures.toldApart.map { _ in Set<String>() }
    for (item, row) in measures.own.enumerated() {
      if let row { rowRecordings[row].insert(items.recordings[item]) }
    }
    confusionShares = zip(measures.cells, rest[Measures.overAll...]).map { cell, share in
      ConfusionShare(
        truth: cell.truth, predicted: cell.predicted,
        share: share.bounded(byRecordings: rowRecordings[cell.truth].count))
    }
    macroAveragePrecision = rest[0]
    macroAreaUnderROC = rest[1]
    macroF1 = rest[2]
    accuracy = rest[3]
    calibrationError = rest[4]
    brier = rest[5]
  }
}

/// What is sorted once, and computed anew for each resampling.
private struct Measures {
  /// Figures of one class.
  static let perClass = 7
  /// Figures of all classes, behind which those of ``cells`` are.
  static let overAll = 6

  let ranked: [RankedScores]
  /// Of each class, one an item.
  let thresholds: [[Double]]
  let reliability: [Reliability]
  let overall: Reliability
  let toldApart: [Int]
  /// Of each item, the place in `toldApart` of the only class it has.
  let own: [Int?]
  let predicted: [Int]
  /// Of the confusion, those that are not 0 and the diagonals of the rows that are not, row by row.
  let cells: [(truth: Int, predicted: Int)]

  init(_ items: ScoredItems, thresholds: [Double], toldApart: [Int]) {
    ranked = (0..<items.classCount).map { items.ranked(ofClass: $0) }
    self.thresholds = (0..<items.classCount).map { index in
      stride(from: index, to: thresholds.count, by: items.classCount).map { thresholds[$0] }
    }
    reliability = (0..<items.classCount).map { items.reliability(ofClasses: [$0]) }
    overall = items.reliability(ofClasses: 0..<items.classCount)
    self.toldApart = toldApart
    let places = Dictionary(uniqueKeysWithValues: toldApart.enumerated().map { ($1, $0) })
    own = items.onlyClasses.map { $0.flatMap { places[$0] } }
    predicted =
      toldApart.isEmpty
      ? Array(repeating: 0, count: items.count)
      : items.highestClasses(among: toldApart).map { places[$0] ?? 0 }
    let confusion = ConfusionMatrix(
      truth: own, predicted: predicted, classCount: toldApart.count)
    cells = toldApart.indices.filter { confusion.total($0) > 0 }.flatMap { row in
      toldApart.indices.filter { $0 == row || confusion[truth: row, predicted: $0] > 0 }
        .map { (truth: row, predicted: $0) }
    }
  }

  func onlyThreshold(ofClass index: Int) -> Double? {
    let all = Set(thresholds[index])
    return all.count == 1 ? all.first : nil
  }

  func confusion(weights: [Double]?) -> ConfusionMatrix {
    ConfusionMatrix(
      truth: own, predicted: predicted, classCount: toldApart.count, weights: weights)
  }

  func figures(weights: [Double]?) -> [Double?] {
    var figures: [Double?] = []
    var macro: [[Double]] = [[], [], []]
    for index in ranked.indices {
      let ranking = ranked[index]
      let counts = ranking.counts(thresholds: thresholds[index], weights: weights)
      let precision = ranking.averagePrecision(weights: weights)
      let area = ranking.areaUnderROC(weights: weights)
      figures += [
        precision, area, counts.precision, counts.recall, counts.f1,
        reliability[index].expectedError(weights: weights),
        reliability[index].brier(weights: weights),
      ]
      guard let precision else { continue }
      macro[0].append(precision)
      if let area { macro[1].append(area) }
      macro[2].append(counts.f1 ?? 0)
    }
    figures += macro.map { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
    let confusion = confusion(weights: weights)
    figures += [
      confusion.accuracy, overall.expectedError(weights: weights), overall.brier(weights: weights),
    ]
    let totals = toldApart.indices.map(confusion.total)
    return figures
      + cells.map { cell in
        totals[cell.truth] > 0
          ? confusion[truth: cell.truth, predicted: cell.predicted] / totals[cell.truth] : nil
      }
  }
}
