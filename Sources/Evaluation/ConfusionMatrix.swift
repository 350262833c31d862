/// Which class is taken for which.
public struct ConfusionMatrix: Sendable, Hashable {
  /// Rows, and as many columns.
  public let classCount: Int
  /// Shape `[true, predicted]`, row by row.
  public private(set) var counts: [Double]

  /// - Parameters:
  ///   - truth: Of each item, the class that it has; `nil` leaves it out.
  ///   - predicted: Of each item, the class with the highest score.
  /// - Precondition: One prediction a truth, all in 0 ..< `classCount`.
  public init(truth: [Int?], predicted: [Int], classCount: Int, weights: [Double]? = nil) {
    precondition(truth.count == predicted.count, "one prediction a truth")
    self.classCount = classCount
    counts = [Double](repeating: 0, count: classCount * classCount)
    for (item, own) in truth.enumerated() {
      guard let own else { continue }
      counts[own * classCount + predicted[item]] += weights?[item] ?? 1
    }
  }

  /// Items of class `truth` that were taken for `predicted`.
  public subscript(truth truth: Int, predicted predicted: Int) -> Double {
    counts[truth * classCount + predicted]
  }

  /// Items of a class.
  public func total(_ truth: Int) -> Double {
    (0..<classCount).reduce(0) { $0 + self[truth: truth, predicted: $1] }
  }

  /// Items of all classes: those whose truth is known, each with its weight.
  public var total: Double { counts.reduce(0, +) }

  /// The share that was taken for what it is; `nil` without items.
  public var accuracy: Double? {
    let right = (0..<classCount).reduce(0) { $0 + self[truth: $1, predicted: $1] }
    return total > 0 ? right / total : nil
  }
}
