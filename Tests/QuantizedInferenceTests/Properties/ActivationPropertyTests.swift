import Foundation
import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct ActivationPropertyTests {
  private let probability = (scale: Float(1) / 256, zeroPoint: -128)

  @Test func `softmax is its fixed-point formula, row by row`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let depth = random.element(of: [1, 2, 3, 10, 33, 200, 511])
      let rows = random.integer(1...4)
      let beta: Float = random.element(of: [1, 1, 0.5, 2])
      var input = random.tensor(random.flag() ? [rows, depth] : [1, rows, depth])
      input.scale = random.scale(0.0003, 3)
      let model = OneOperatorModel(
        .softmax(beta: beta), inputs: [input.declaration],
        output: TFLiteTensor(
          int8: input.shape, scale: probability.scale, zeroPoint: probability.zeroPoint))
      let expected = stride(from: 0, to: input.values.count, by: depth).flatMap { start in
        NaiveSoftmax.apply(
          Array(input.values[start..<start + depth]), scale: input.scale, beta: beta)
      }
      #expect(
        difference(try model.int8Output(input), expected) == nil,
        "seed \(seed): \(input.shape), scale \(input.scale)")
    }
  }

  @Test(arguments: Arithmetic.Logistic.allCases)
  func `a logistic curve never falls, meets its middle and keeps to one step of the true one`(
    definition: Arithmetic.Logistic
  ) throws {
    var arithmetic = Arithmetic.liteRT
    arithmetic.logistic = definition
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let input = QuantizedValues(
        shape: [1, 256], values: Array(-128...127), scale: random.scale(0.002, 2),
        zeroPoint: random.zeroPoint())
      let model = OneOperatorModel(
        .logistic, inputs: [input.declaration],
        output: TFLiteTensor(
          int8: [1, 256], scale: probability.scale, zeroPoint: probability.zeroPoint))
      let found = try model.int8Output(input, arithmetic: arithmetic)
      #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
      #expect(found[input.zeroPoint + 128] == 0, "seed \(seed)")
      let largest = zip(input.values, found).map { value, stored in
        let real = Double(input.scale) * Double(value - input.zeroPoint)
        return abs(Double(stored + 128) - min(255, 256 / (1 + exp(-real))))
      }.max()
      #expect(try #require(largest) < 1, "seed \(seed)")
    }
  }
}
