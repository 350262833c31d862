import Threading

/// How strongly a linear head is regularised: of several strengths the one that tells clips best which it was not
/// fitted to, by a cross-validation within the clips that it may see.
struct StrengthChoice {
  /// From the strongest: each begins where the one before has ended.
  static let strengths = [0.1, 0.03, 0.01, 0.003, 0.001, 0.0003]
  /// Where there is nothing to choose by.
  static let usual = 0.01
  private static let most = 3

  /// - Parameters:
  ///   - clips: Those that may be seen.
  ///   - jobs: Threads; the choice does not depend on their number.
  static func chosen(_ data: TrainingData, clips: [Int], jobs: Int) throws -> Double {
    let folds = Set(clips.map { data.plan.clips[$0].fold }).sorted()
    let parts = min(folds.count, most)
    guard parts > 1 else { return usual }
    let part = Dictionary(uniqueKeysWithValues: folds.enumerated().map { ($1, $0 % parts) })
    let splits = (0..<parts).map { number in
      Split(
        data, training: clips.filter { part[data.plan.clips[$0].fold] != number },
        test: clips.filter { part[data.plan.clips[$0].fold] == number })
    }
    let items = splits.indices.flatMap { split in
      (0..<data.classCount).map { (split: split, index: $0) }
    }
    var losses = [Double](repeating: 0, count: strengths.count)
    let work = ParallelWork<(split: Int, index: Int), [Double]>(items: items, jobs: jobs) {
      { splits[$0.split].losses(ofClass: $0.index, data) }
    }
    try work.runInOrder { _, found in
      for (place, loss) in found.enumerated() { losses[place] += loss }
    }
    guard let least = losses.min(), least > 0, let place = losses.firstIndex(of: least) else {
      return usual
    }
    return strengths[place]
  }

  /// Clips to fit to, and clips to judge by.
  private struct Split: Sendable {
    let trainingRows: [TrainingData.Row]
    let training: FeatureMatrix
    let testRows: [TrainingData.Row]

    init(_ data: TrainingData, training: [Int], test: [Int]) {
      trainingRows = data.rows(of: training, copies: true)
      self.training = data.matrix(trainingRows)
      testRows = data.rows(of: test, copies: false)
    }

    /// The mean loss of the test's examples, for each strength; nothing where the class cannot be judged.
    func losses(ofClass index: Int, _ data: TrainingData) -> [Double] {
      let clips = Set(trainingRows.map(\.clip)).sorted()
      let judged = data.examples(of: index, testRows)
      guard data.canTeach(index, clips), judged.contains(where: \.isPositive),
        judged.contains(where: { !$0.isPositive })
      else { return [] }
      let examples = data.examples(of: index, trainingRows)
      let total = judged.reduce(0) { $0 + $1.weight }
      var fit: LogisticRegression?
      return strengths.map { strength in
        let next = LogisticRegression(training, examples, strength: strength, start: fit)
        fit = next
        let plain = unstandardised(weights: next.weights[...], bias: next.bias, training)
        return judged.reduce(0) { loss, example in
          let row = testRows[example.row]
          var logit = plain.bias
          let integers = data.clips[row.clip]?.integers(of: row.window) ?? []
          for (weight, integer) in zip(plain.weights, integers) {
            logit += weight * Double(data.scale) * Double(Int(integer) - data.zeroPoint)
          }
          return loss + example.weight * logisticLoss(logit, isPositive: example.isPositive)
        } / total
      }
    }
  }
}
