/// Items with a score and a truth for each class.
public struct ScoredItems: Sendable {
  /// Columns of ``scores`` and ``truth``.
  public let classCount: Int
  /// Shape `[items, classes]`, probabilities 0…1.
  public let scores: [Double]
  /// Shape `[items, classes]`; `nil` where nobody knows.
  public let truth: [Bool?]
  /// Of each item, the recording that it was cut from.
  public let recordings: [String]

  /// Items: rows of ``scores`` and ``truth``.
  public var count: Int { recordings.count }

  /// - Precondition: A score and a truth for each class of each item; scores are finite.
  public init(classCount: Int, scores: [Double], truth: [Bool?], recordings: [String]) {
    precondition(
      scores.count == classCount * recordings.count && truth.count == scores.count,
      "a score and a truth for each class of each item")
    self.classCount = classCount
    self.scores = scores
    self.truth = truth
    self.recordings = recordings
  }

  func scores(ofClass index: Int) -> [Double] {
    stride(from: index, to: scores.count, by: classCount).map { scores[$0] }
  }

  func truth(ofClass index: Int) -> [Bool?] {
    stride(from: index, to: truth.count, by: classCount).map { truth[$0] }
  }

  /// The scores of one class in their order.
  public func ranked(ofClass index: Int) -> RankedScores {
    RankedScores(scores: scores(ofClass: index), truth: truth(ofClass: index))
  }

  /// Of each item, the class that it has; `nil` for an item of none or of several.
  public var onlyClasses: [Int?] {
    (0..<count).map { item in
      let own = (0..<classCount).filter { truth[item * classCount + $0] == true }
      return own.count == 1 ? own[0] : nil
    }
  }

  /// Of each item, the class with the highest score; of several, the first.
  /// - Parameter classes: Those that may be named; at least one.
  public func highestClasses(among classes: [Int]) -> [Int] {
    (0..<count).map { item in
      classes.reduce(classes[0]) {
        scores[item * classCount + $1] > scores[item * classCount + $0] ? $1 : $0
      }
    }
  }

  /// Whether the scores of some classes are probabilities. What nobody knows is left out; weights are of items.
  public func reliability(
    ofClasses classes: some Collection<Int>, binCount: Int = Reliability.standardBinCount
  ) -> Reliability {
    var known: (scores: [Double], truth: [Bool], items: [Int]) = ([], [], [])
    for item in 0..<count {
      for index in classes {
        guard let isSo = truth[item * classCount + index] else { continue }
        known.scores.append(scores[item * classCount + index])
        known.truth.append(isSo)
        known.items.append(item)
      }
    }
    return Reliability(
      scores: known.scores, truth: known.truth, items: known.items, binCount: binCount)
  }
}
