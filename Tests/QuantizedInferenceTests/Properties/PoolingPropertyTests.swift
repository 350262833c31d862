import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct PoolingPropertyTests {
  @Test func `an average counts only what lies inside, halves away from zero`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (input, window, activation) = random.pool()
      let model = OneOperatorModel(
        .averagePool2D(window, activation), inputs: [input.declaration],
        output: input.pooled(by: window))
      let expected = NaivePooling.average(input, window, activation)
      #expect(
        difference(try model.int8Output(input), expected) == nil,
        "seed \(seed): \(input.shape), \(window)")
    }
  }

  @Test func `a maximum is the largest of what lies inside`() throws {
    for seed in 1...120 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (input, window, activation) = random.pool()
      let model = OneOperatorModel(
        .maxPool2D(window, activation), inputs: [input.declaration],
        output: input.pooled(by: window))
      let expected = NaivePooling.max(input, window, activation)
      #expect(
        difference(try model.int8Output(input), expected) == nil,
        "seed \(seed): \(input.shape), \(window)")
    }
  }
}

extension QuantizedValues {
  fileprivate func pooled(by window: TFLiteWindow) -> TFLiteTensor {
    TFLiteTensor(
      int8: NaivePooling.outputShape(shape, window), scale: scale, zeroPoint: zeroPoint)
  }
}

extension SplitMix64 {
  fileprivate mutating func pool() -> (QuantizedValues, TFLiteWindow, TFLiteActivation) {
    let window = TFLiteWindow(
      height: element(of: [1, 2, 3, 5, 9]), width: element(of: [1, 2, 3, 4, 8]),
      padding: element(of: [.same, .valid]), strideHeight: integer(1...4),
      strideWidth: integer(1...4))
    let least = window.padding == .valid ? (window.height, window.width) : (1, 1)
    let shape = [
      integer(1...2), least.0 + integer(0...7), least.1 + integer(0...7),
      element(of: [1, 2, 3, 8, 17, 33]),
    ]
    return (tensor(shape), window, activation())
  }
}
