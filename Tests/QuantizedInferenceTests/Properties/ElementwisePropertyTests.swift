import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct ElementwisePropertyTests {
  @Test func `a sum broadcasts either side and rescales both`() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (a, b) = random.operands()
      let scale = (a.scale + b.scale) * Float.random(in: 0.1...2, using: &random)
      let (zeroPoint, activation) = (random.zeroPoint(), random.activation())
      let model = OneOperatorModel(
        .add(activation), inputs: [a.declaration, b.declaration],
        output: TFLiteTensor(
          int8: NaiveElementwise.broadcastShape(a.shape, b.shape), scale: scale,
          zeroPoint: zeroPoint))
      let expected = NaiveElementwise.add(a, b, activation, scale: scale, zeroPoint: zeroPoint)
      #expect(
        difference(try model.int8Output(a, b), expected) == nil,
        "seed \(seed): \(a.shape) and \(b.shape)")
    }
  }

  @Test func `a product broadcasts either side`() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (a, b) = random.operands()
      let scale = a.scale * b.scale * Float.random(in: 10...300, using: &random)
      let (zeroPoint, activation) = (random.zeroPoint(), random.activation())
      let model = OneOperatorModel(
        .mul(activation), inputs: [a.declaration, b.declaration],
        output: TFLiteTensor(
          int8: NaiveElementwise.broadcastShape(a.shape, b.shape), scale: scale,
          zeroPoint: zeroPoint))
      let expected = NaiveElementwise.mul(a, b, activation, scale: scale, zeroPoint: zeroPoint)
      #expect(
        difference(try model.int8Output(a, b), expected) == nil,
        "seed \(seed): \(a.shape) and \(b.shape)")
    }
  }

  @Test func `a constant operand gives what a given one gives`() throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (a, b) = random.operands()
      let output = TFLiteTensor(
        int8: NaiveElementwise.broadcastShape(a.shape, b.shape), scale: a.scale + b.scale,
        zeroPoint: random.zeroPoint())
      for operation in [TFLiteOperation.add(), .mul()] {
        let given = OneOperatorModel(
          operation, inputs: [a.declaration, b.declaration], output: output)
        let constant = OneOperatorModel(
          operation, inputs: [a.declaration, b.constant], output: output)
        #expect(try constant.int8Output(a) == given.int8Output(a, b), "seed \(seed)")
      }
    }
  }
}

extension SplitMix64 {
  /// Two tensors that broadcast together, of up to four dimensions each.
  fileprivate mutating func operands() -> (QuantizedValues, QuantizedValues) {
    let shape = (0..<integer(0...4)).map { _ in element(of: [1, 2, 3, 5, 8, 17]) }
    return (tensor(broadcastable(shape)), tensor(broadcastable(shape)))
  }

  /// Some leading dimensions left out, some of the rest made 1; often neither.
  private mutating func broadcastable(_ shape: [Int]) -> [Int] {
    guard flag() else { return shape }
    return shape.dropFirst(integer(0...shape.count)).map { flag() ? $0 : 1 }
  }
}
