import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct ConvolutionPropertyTests {
  @Test func `a convolution of any shape is the sum over its taps`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let groups = random.element(of: [1, 1, 1, 2, 3, 5])
      let depth = random.integer(1...9)
      let units = groups * random.integer(1...6)
      try check(
        seed, &random, channels: groups * depth, weights: { [units, $0.height, $0.width, depth] })
    }
  }

  @Test func `a depthwise convolution of any shape is the sum over its taps`() throws {
    for seed in 1001...1120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let multiplier = random.element(of: [1, 1, 1, 2, 3, 7])
      let channels = random.element(of: [1, 2, 3, 5, 8, 15, 16, 17, 33])
      try check(
        seed, &random, channels: channels, depthMultiplier: multiplier,
        weights: { [1, $0.height, $0.width, channels * multiplier] })
    }
  }

  private func check(
    _ seed: UInt64, _ random: inout SplitMix64, channels: Int, depthMultiplier: Int? = nil,
    weights weightShape: (TFLiteWindow) -> [Int]
  ) throws {
    let window = random.window()
    let least = window.padding == .valid ? window.span : (height: 1, width: 1)
    let image = [
      random.integer(1...2), least.height + random.integer(0...6),
      least.width + random.integer(0...6), channels,
    ]
    let input = random.tensor(image)
    let output = (scale: random.scale(), zeroPoint: random.zeroPoint())
    let shape = weightShape(window)
    let units = depthMultiplier == nil ? shape[0] : shape[3]
    let taps = shape.reduce(1, *) / units
    var scales = (0..<random.element(of: [1, units])).map { _ in
      random.weightScale(input: input.scale, output: output.scale, taps: taps)
    }
    // Trained files hold channels with negative scales, and pruned ones with vanishing scales.
    if random.integer(0...2) == 0 { scales[0] *= random.element(of: [-1, 1e-22]) }
    let layer = NaiveConvolution(
      window: window, depthMultiplier: depthMultiplier, activation: random.activation(),
      weightShape: shape, weights: random.values(shape.reduce(1, *)), weightScales: scales,
      biases: random.values(units, in: -3000...3000))

    let operation: TFLiteOperation =
      if let depthMultiplier {
        .depthwiseConv2D(window, multiplier: depthMultiplier, layer.activation)
      } else {
        .conv2D(window, layer.activation)
      }
    let model = OneOperatorModel(
      operation,
      inputs: [
        input.declaration,
        TFLiteTensor(
          values: layer.weights.map { Int8($0) }, shape: shape,
          .init(scales: scales, dimension: depthMultiplier == nil ? 0 : 3)),
        TFLiteTensor(
          integers: layer.biases.map { Int32($0) },
          .init(scales: scales.map { $0 * input.scale }, dimension: 0)),
      ],
      output: TFLiteTensor(
        int8: layer.outputShape(for: image), scale: output.scale, zeroPoint: output.zeroPoint))
    let expected = layer.apply(to: input, scale: output.scale, zeroPoint: output.zeroPoint)
    #expect(
      difference(try model.int8Output(input), expected) == nil,
      "seed \(seed): \(image), \(shape), \(window)")
  }
}

extension TFLiteWindow {
  /// Input values from the first tap to the last, along each axis.
  fileprivate var span: (height: Int, width: Int) {
    ((height - 1) * dilationHeight + 1, (width - 1) * dilationWidth + 1)
  }
}

extension SplitMix64 {
  fileprivate mutating func window() -> TFLiteWindow {
    TFLiteWindow(
      height: element(of: [1, 1, 2, 3, 3, 5, 7]), width: element(of: [1, 1, 2, 3, 3, 4, 7]),
      padding: element(of: [.same, .valid]), strideHeight: element(of: [1, 1, 2, 3]),
      strideWidth: element(of: [1, 1, 2, 5]), dilationHeight: element(of: [1, 1, 1, 2, 3]),
      dilationWidth: element(of: [1, 1, 1, 2, 4]))
  }
}
