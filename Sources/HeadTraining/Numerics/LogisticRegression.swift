import Foundation

/// One class against all others: the weights of a logistic regression with quadratic regularisation.
///
/// Least is *Σ wᵢ · loss(zᵢ, yᵢ) / Σ wᵢ + strength / 2 · |weights|²* with
/// *z = weights · features + bias*; the bias is free. The function is convex, so that the result
/// depends on the data alone.
struct LogisticRegression {
  /// A row that counts.
  struct Example {
    let row: Int
    let isPositive: Bool
    /// Above 0.
    let weight: Double
  }

  /// One for each column.
  var weights: [Double]
  var bias: Double

  /// - Parameters:
  ///   - start: Weights from which the search begins, such as those of another strength.
  init(
    _ matrix: FeatureMatrix, _ examples: [Example], strength: Double,
    start: LogisticRegression? = nil
  ) {
    let columns = matrix.columnCount
    let total = examples.reduce(0) { $0 + $1.weight }
    var sums = [FeatureMatrix.Block](repeating: .zero, count: matrix.blockCount)
    let found = LimitedMemoryBFGS().minimum(
      from: (start?.weights ?? [Double](repeating: 0, count: columns)) + [start?.bias ?? 0]
    ) { point, gradient in
      let weights = matrix.blocked(point[..<columns])
      let bias = point[columns]
      for block in sums.indices { sums[block] = .zero }
      var (loss, biasGradient) = (0.0, 0.0)
      var gradientSums = sums.mutableSpan
      for example in examples {
        let logit = matrix.product(row: example.row, weights) + bias
        let share = example.weight / total
        loss += share * logisticLoss(logit, isPositive: example.isPositive)
        let error = share * (logistic(logit) - (example.isPositive ? 1 : 0))
        biasGradient += error
        matrix.add(error, row: example.row, to: &gradientSums)
      }
      for column in 0..<columns {
        loss += strength / 2 * point[column] * point[column]
        gradient[column] = sums[column / 8][column % 8] + strength * point[column]
      }
      gradient[columns] = biasGradient
      return loss
    }
    weights = Array(found[..<columns])
    bias = found[columns]
  }

  /// The logit of a row.
  func logit(_ matrix: FeatureMatrix, row: Int) -> Double {
    matrix.product(row: row, matrix.blocked(weights[...])) + bias
  }
}

/// *1 / (1 + e⁻ᶻ)*
func logistic(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

/// *−ln* of the probability that the right answer has.
func logisticLoss(_ z: Double, isPositive: Bool) -> Double {
  let margin = isPositive ? z : -z
  // Of large numbers the exponential vanishes or is all there is.
  return margin > 0 ? log1p(exp(-margin)) : -margin + log1p(exp(margin))
}
