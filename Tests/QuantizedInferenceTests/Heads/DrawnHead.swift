import ModelWriting
import TestSupport

/// A head of seeded weights, small enough that its outputs spread over their range.
enum DrawnHead {
  static func layers(inputs: Int, units: [Int], seed: UInt64) -> [DenseLayer] {
    var random = SplitMix64(seed: seed)
    var inputs = inputs
    return units.enumerated().map { number, count in
      defer { inputs = count }
      let limit = 1 / Double(inputs).squareRoot()
      return DenseLayer(
        weights: (0..<count * inputs).map { _ in Double.random(in: -limit...limit, using: &random)
        },
        biases: (0..<count).map { _ in Double.random(in: -0.5...0.5, using: &random) },
        isRectified: number < units.count - 1)
    }
  }
}
