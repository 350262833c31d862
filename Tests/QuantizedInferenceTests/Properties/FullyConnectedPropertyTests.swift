import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct FullyConnectedPropertyTests {
  @Test(arguments: Arithmetic.FullyConnected.allCases)
  func `a fully connected layer is its products, by either definition`(
    definition: Arithmetic.FullyConnected
  ) throws {
    var arithmetic = Arithmetic.liteRT
    arithmetic.fullyConnected = definition
    for seed in 1...150 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let depth = random.element(of: [1, 2, 3, 7, 16, 31, 33, 64])
      let units = random.element(of: [1, 2, 5, 8, 17])
      let leading = (0..<random.integer(1...3)).map { _ in random.integer(1...3) }
      let input = random.tensor(leading + [depth])
      let output = (scale: random.scale(), zeroPoint: random.zeroPoint())
      // One scale and a zero point, or a scale for each unit.
      let scales = (0..<random.element(of: [1, units])).map { _ in
        random.weightScale(input: input.scale, output: output.scale, taps: depth)
      }
      let layer = NaiveFullyConnected(
        activation: random.activation(), weights: (0..<units).map { _ in random.values(depth) },
        weightScales: scales, weightZeroPoint: scales.count == 1 ? random.element(of: [0, 5]) : 0,
        biases: random.flag() ? random.values(units, in: -5000...5000) : nil)

      let keepsDimensions = random.flag()
      let rows = keepsDimensions ? leading : [leading.reduce(1, *)]
      let model = OneOperatorModel(
        .fullyConnected(layer.activation, keepsDimensions: keepsDimensions),
        inputs: [
          input.declaration,
          TFLiteTensor(
            values: layer.weights.flatMap { $0.map { Int8($0) } }, shape: [units, depth],
            scales.count == 1
              ? .init(scale: scales[0], zeroPoint: layer.weightZeroPoint)
              : .init(scales: scales, dimension: 0)),
        ]
          + (layer.biases.map { biases in
            [
              TFLiteTensor(
                integers: biases.map { Int32($0) },
                .init(scales: scales.map { $0 * input.scale }, dimension: 0))
            ]
          } ?? []),
        output: TFLiteTensor(
          int8: rows + [units], scale: output.scale, zeroPoint: output.zeroPoint))
      let expected = layer.apply(
        to: input, scale: output.scale, zeroPoint: output.zeroPoint, definition)
      #expect(
        difference(try model.int8Output(input, arithmetic: arithmetic), expected) == nil,
        "seed \(seed): \(input.shape) to \(units)")
    }
  }
}
