import Foundation
import ModelWriting
import SeededRandom

/// A head with one hidden layer: rectified units between features and classes, fitted by Adam.
///
/// Each class is a logistic output of its own; where nothing is known of a row and a class, the row teaches that
/// class nothing. The seed decides the first weights and the order of rows, so that the same data and seed
/// give the same bits.
///
/// Source: D. Kingma, J. Ba, *Adam: A Method for Stochastic Optimization*, 2015; K. He et al., *Delving Deep into
/// Rectifiers*, 2015, for the first weights.
struct HiddenLayer {
  /// What a row teaches.
  struct Example {
    let row: Int
    /// For each class: above 0 how much it counts that it is there, below 0 that it is not, 0 nothing.
    let targets: [Double]
  }

  static let epochs = 60
  static let batch = 32
  static let rate = 0.003
  /// Of the weights, as of a linear head's.
  static let strength = 1e-3

  let units: Int
  let classes: Int
  /// `[units, columns]`, then the units' biases, then `[classes, units]`, then the classes' biases.
  private var parameters: [Double]
  private let columns: Int

  init(
    _ matrix: FeatureMatrix, _ examples: [Example], classes: Int, units: Int, seed: UInt64
  ) {
    self.units = units
    self.classes = classes
    columns = matrix.columnCount
    var random = SeededGenerator(seed: seed, "hidden layer")
    let (first, second) = (
      (6 / Double(columns)).squareRoot(), (6 / Double(units)).squareRoot()
    )
    parameters =
      (0..<units * columns).map { _ in random.uniform(in: -first...first) }
      + [Double](repeating: 0, count: units)
      + (0..<classes * units).map { _ in random.uniform(in: -second...second) }
      + [Double](repeating: 0, count: classes)
    var moments = Moments(count: parameters.count)
    for _ in 0..<Self.epochs {
      let order = random.permutation(of: examples.count)
      for start in stride(from: 0, to: order.count, by: Self.batch) {
        let rows = order[start..<min(start + Self.batch, order.count)].map { examples[$0] }
        let gradient = gradient(matrix, rows)
        moments.step(&parameters, gradient)
      }
    }
  }

  /// The two layers, for features that are not standardised.
  func layers(_ matrix: FeatureMatrix) -> [DenseLayer] {
    let biasStart = units * columns
    let first = (0..<units).map { unit in
      unstandardised(
        weights: parameters[unit * columns..<(unit + 1) * columns],
        bias: parameters[biasStart + unit], matrix)
    }
    let outputStart = biasStart + units
    return [
      DenseLayer(
        weights: first.flatMap(\.weights), biases: first.map(\.bias), isRectified: true),
      DenseLayer(
        weights: Array(parameters[outputStart..<outputStart + classes * units]),
        biases: Array(parameters.suffix(classes))),
    ]
  }

  private func gradient(_ matrix: FeatureMatrix, _ examples: [Example]) -> [Double] {
    let biasStart = units * columns
    let outputStart = biasStart + units
    let outputBiasStart = outputStart + classes * units
    let weights = (0..<units).map { matrix.blocked(parameters[$0 * columns..<($0 + 1) * columns]) }
    var sums = [[FeatureMatrix.Block]](
      repeating: .init(repeating: .zero, count: matrix.blockCount), count: units)
    var gradient = [Double](repeating: 0, count: parameters.count)
    let share = 1 / Double(examples.count)
    for example in examples {
      let hidden = (0..<units).map { unit in
        max(
          matrix.product(row: example.row, weights[unit]) + parameters[biasStart + unit], 0)
      }
      var errors = [Double](repeating: 0, count: units)
      for index in 0..<classes where example.targets[index] != 0 {
        var logit = parameters[outputBiasStart + index]
        for unit in 0..<units {
          logit += parameters[outputStart + index * units + unit] * hidden[unit]
        }
        let target = example.targets[index]
        let error = share * target.magnitude * (logistic(logit) - (target > 0 ? 1 : 0))
        gradient[outputBiasStart + index] += error
        for unit in 0..<units {
          let place = outputStart + index * units + unit
          gradient[place] += error * hidden[unit]
          errors[unit] += error * parameters[place]
        }
      }
      for unit in 0..<units where hidden[unit] > 0 && errors[unit] != 0 {
        gradient[biasStart + unit] += errors[unit]
        var span = sums[unit].mutableSpan
        matrix.add(errors[unit], row: example.row, to: &span)
      }
    }
    for unit in 0..<units {
      for column in 0..<columns {
        let place = unit * columns + column
        gradient[place] = sums[unit][column / 8][column % 8] + Self.strength * parameters[place]
      }
    }
    for place in outputStart..<outputBiasStart {
      gradient[place] += Self.strength * parameters[place]
    }
    return gradient
  }

  /// What Adam remembers of the gradients before.
  private struct Moments {
    private var means: [Double]
    private var squares: [Double]
    private var steps = 0

    init(count: Int) {
      means = [Double](repeating: 0, count: count)
      squares = means
    }

    mutating func step(_ parameters: inout [Double], _ gradient: [Double]) {
      steps += 1
      let corrections = (1 - pow(0.9, Double(steps)), 1 - pow(0.999, Double(steps)))
      for index in parameters.indices {
        means[index] += 0.1 * (gradient[index] - means[index])
        squares[index] += 0.001 * (gradient[index] * gradient[index] - squares[index])
        let deviation = (squares[index] / corrections.1).squareRoot() + 1e-8
        parameters[index] -= HiddenLayer.rate * means[index] / corrections.0 / deviation
      }
    }
  }
}

/// Weights of standardised features as weights of the features themselves.
func unstandardised(
  weights: ArraySlice<Double>, bias: Double, _ matrix: FeatureMatrix
) -> (weights: [Double], bias: Double) {
  var bias = bias
  var plain: [Double] = []
  for (column, weight) in weights.enumerated() {
    plain.append(weight / matrix.deviations[column])
    bias -= weight / matrix.deviations[column] * matrix.means[column]
  }
  return (plain, bias)
}
