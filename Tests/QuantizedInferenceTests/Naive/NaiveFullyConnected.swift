import ModelWriting
import QuantizedInference

/// FULLY_CONNECTED, by either definition.
///
/// Source: `shared/reference/README.md`, "Operators" and "Which runtime".
struct NaiveFullyConnected {
  var activation: TFLiteActivation
  /// `[units, depth]`
  var weights: [[Int]]
  var weightScales: [Float]
  var weightZeroPoint: Int
  var biases: [Int]?

  func apply(
    to input: QuantizedValues, scale: Float, zeroPoint: Int, _ definition: Arithmetic.FullyConnected
  ) -> [Int] {
    let depth = weights[0].count
    let limits = activationLimits(activation, scale: scale, zeroPoint: zeroPoint)
    return (0..<input.values.count / depth).flatMap { row in
      weights.indices.map { unit in
        var sum = biases?[unit] ?? 0
        for k in 0..<depth {
          let x = input.values[row * depth + k] - input.zeroPoint
          sum += x * (weights[unit][k] - weightZeroPoint)
        }
        let weightScale = weightScales[weightScales.count == 1 ? 0 : unit]
        let multiplier = Double(input.scale) * Double(weightScale) / Double(scale)
        let scaled =
          switch definition {
          case .doublePrecision: Int((Double(sum) * multiplier).rounded(.toNearestOrAwayFromZero))
          case .fixedPoint: NaiveMultiplier(multiplier).apply(sum)
          }
        return clamp(scaled + zeroPoint, to: limits)
      }
    }
  }
}
