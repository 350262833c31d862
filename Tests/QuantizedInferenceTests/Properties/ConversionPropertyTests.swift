import ModelWriting
import QuantizedInference
import TestSupport
import Testing

@Suite struct ConversionPropertyTests {
  private func limits(of type: TFLiteTensorType) -> ClosedRange<Int> {
    type == .int8 ? -128...127 : 0...255
  }

  private func bytes(_ values: [Int]) -> [UInt8] {
    values.map { UInt8(truncatingIfNeeded: $0) }
  }

  @Test func `between 8-bit types values are rescaled, signed or not`() throws {
    for seed in 1...150 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let types = [TFLiteTensorType.int8, .uint8]
      let (source, target) = (random.element(of: types), random.element(of: types))
      let from = (scale: random.scale(), zeroPoint: random.integer(limits(of: source)))
      let factor: Float = random.element(of: [1, 0.5, Float.random(in: 0.2...4, using: &random)])
      let to = (scale: from.scale * factor, zeroPoint: random.integer(limits(of: target)))
      let values = Array(limits(of: source))
      let model = OneOperatorModel(
        .quantize,
        inputs: [
          TFLiteTensor(source, [1, 256], .init(scale: from.scale, zeroPoint: from.zeroPoint))
        ],
        output: TFLiteTensor(
          target, [1, 256], .init(scale: to.scale, zeroPoint: to.zeroPoint)))
      let expected = NaiveElementwise.quantize(
        values, scale: from.scale, zeroPoint: from.zeroPoint, toScale: to.scale,
        toZeroPoint: to.zeroPoint, limits: limits(of: target))
      #expect(try model.output(bytes(values)) == bytes(expected), "seed \(seed)")
    }
  }

  @Test(arguments: [TFLiteTensorType.int8, .uint8])
  func `from float values go to the nearest step, halves away from zero`(target: TFLiteTensorType)
    throws
  {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let scale = random.flag() ? 1 / Float(1 << random.integer(0...8)) : random.scale()
      let zeroPoint = random.integer(limits(of: target))
      // Ties, their neighbours, ends, values far outside.
      let reals = (0..<300).map { _ in
        let tie = (Float(random.integer(-300...300)) + 0.5) * scale
        return random.element(of: [
          tie, tie.nextUp, tie.nextDown, -0.0, 1e30, -1e30,
          Float.random(in: -9...9, using: &random),
        ])
      }
      let model = OneOperatorModel(
        .quantize, inputs: [TFLiteTensor(.float32, [300])],
        output: TFLiteTensor(target, [300], .init(scale: scale, zeroPoint: zeroPoint)))
      let expected = reals.map { real in
        let steps = Double(real / scale).rounded(.toNearestOrAwayFromZero)
        return clamp(
          Int(min(max(steps, -2_147_483_648), 2_147_483_647)) + zeroPoint, to: limits(of: target))
      }
      let given = reals.flatMap { littleEndianBytes($0.bitPattern) }
      #expect(try model.output(given) == bytes(expected), "seed \(seed)")
    }
  }

  @Test(arguments: [TFLiteTensorType.int8, .uint8])
  func `what no step is near becomes an end of the range: infinities theirs, no number the lowest`(
    target: TFLiteTensorType
  ) throws {
    let model = OneOperatorModel(
      .quantize, inputs: [TFLiteTensor(.float32, [7])],
      output: TFLiteTensor(
        target, [7], .init(scale: .leastNormalMagnitude, zeroPoint: target == .int8 ? -128 : 0)))
    let reals: [Float] = [.nan, -.nan, .signalingNaN, .infinity, -.infinity, 3e38, -3e38]
    let (lowest, highest) = (limits(of: target).lowerBound, limits(of: target).upperBound)
    let given = reals.flatMap { littleEndianBytes($0.bitPattern) }
    #expect(
      try model.output(given)
        == bytes([lowest, lowest, lowest, highest, lowest, highest, lowest]))
  }

  @Test(arguments: [TFLiteTensorType.int8, .uint8])
  func `to float each value is one product in single precision`(source: TFLiteTensorType) throws {
    for seed in 1...60 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (scale, zeroPoint) = (random.scale(1e-6, 100), random.integer(limits(of: source)))
      let values = Array(limits(of: source))
      let model = OneOperatorModel(
        .dequantize,
        inputs: [TFLiteTensor(source, [256], .init(scale: scale, zeroPoint: zeroPoint))],
        output: TFLiteTensor(.float32, [256]))
      let expected = values.flatMap {
        littleEndianBytes((Float($0 - zeroPoint) * scale).bitPattern)
      }
      #expect(try model.output(bytes(values)) == expected, "seed \(seed)")
    }
  }
}
