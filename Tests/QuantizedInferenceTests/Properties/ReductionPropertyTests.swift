import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct ReductionPropertyTests {
  private struct Draw {
    let input: QuantizedValues
    let axes: [Int]
    let keepsDimensions: Bool
    let scale: Float
    let zeroPoint: Int

    init(seed: UInt64, gain: (_ count: Float) -> Float) {
      var random = SplitMix64(seed: seed)
      let rank = random.integer(1...4)
      let shape = (0..<rank).map { _ in random.element(of: [1, 2, 3, 5, 7, 12]) }
      input = random.tensor(shape)
      let chosen = (0..<rank).filter { _ in random.flag() }.shuffled(using: &random)
      axes = (chosen.isEmpty ? [rank - 1] : chosen).map { random.flag() ? $0 : $0 - rank }
      keepsDimensions = random.flag()
      let count = axes.map { shape[$0 < 0 ? $0 + rank : $0] }.reduce(1, *)
      let isEqual = random.flag()
      let factor = gain(Float(count)) * Float.random(in: 0.2...2, using: &random)
      scale = isEqual ? input.scale : input.scale * factor
      zeroPoint = isEqual ? input.zeroPoint : random.zeroPoint()
    }

    func model(_ operation: TFLiteOperation) -> OneOperatorModel {
      OneOperatorModel(
        operation, inputs: [input.declaration, TFLiteTensor(integers: axes.map { Int32($0) })],
        output: TFLiteTensor(
          int8: NaiveReduction.outputShape(input.shape, axes, keepsDimensions: keepsDimensions),
          scale: scale, zeroPoint: zeroPoint))
    }
  }

  @Test func `a mean over any axes divides inside its multiplier`() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      let draw = Draw(seed: seed) { _ in 1 }
      let model = draw.model(.mean(keepsDimensions: draw.keepsDimensions))
      let expected = NaiveReduction.mean(
        draw.input, draw.axes, scale: draw.scale, zeroPoint: draw.zeroPoint)
      #expect(
        difference(try model.int8Output(draw.input), expected) == nil,
        "seed \(seed): \(draw.input.shape) over \(draw.axes)")
    }
  }

  @Test(arguments: Arithmetic.Sum.allCases)
  func `a sum over any axes reads its bytes by either definition`(definition: Arithmetic.Sum)
    throws
  {
    var arithmetic = Arithmetic.liteRT
    arithmetic.sum = definition
    for seed in 1...200 as ClosedRange<UInt64> {
      let draw = Draw(seed: seed) { $0 }
      let model = draw.model(.sum(keepsDimensions: draw.keepsDimensions))
      let expected = NaiveReduction.sum(
        draw.input, draw.axes, scale: draw.scale, zeroPoint: draw.zeroPoint, definition)
      #expect(
        difference(try model.int8Output(draw.input, arithmetic: arithmetic), expected) == nil,
        "seed \(seed): \(draw.input.shape) over \(draw.axes)")
    }
  }
}
