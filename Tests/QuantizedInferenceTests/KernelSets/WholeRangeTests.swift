import CInt8Kernels
import Foundation
import ModelWriting
import TestSupport
import Testing

@testable import QuantizedInference

/// Layers of one tap, on all 256 inputs: every sum that they have, up to the lowest and the highest, which
/// need not reach the limits of a byte.
@Suite struct WholeRangeTests {
  /// A factor between 2⁻¹⁴ and 1, and sometimes beyond.
  private func factor(_ random: inout SplitMix64) -> Double {
    exp2(Double.random(in: -14...0.5, using: &random))
  }

  private func layer(seed: UInt64) throws -> KernelCase {
    var random = SplitMix64(seed: seed)
    var layer = int8_layer()
    (layer.input_height, layer.input_width, layer.input_channels) = (1, 256, 1)
    (layer.output_height, layer.output_width, layer.output_channels) = (1, 256, 16)
    (layer.kernel_height, layer.kernel_width) = (1, 1)
    (layer.stride_height, layer.stride_width) = (1, 1)
    layer.input_zero_point = Int32(random.zeroPoint())
    layer.output_zero_point = Int32(random.zeroPoint())
    layer.lowest = random.flag() ? layer.output_zero_point : -128
    layer.highest = 127
    let channels = try (0..<16).map { _ in
      let multiplier = try #require(QuantizedMultiplier(factor(&random)))
      return int8_channel(
        bias: Int32(random.integer(0...3) == 0 ? 0 : random.integer(-2000...2000)),
        multiplier: multiplier.mantissa, shift: multiplier.shift)
    }
    return KernelCase(
      layer: layer, weights: random.values(16, in: -127...127).map { Int16($0) },
      channels: channels, input: (-128...127).map { Int8($0) })
  }

  @Test func `convolutions of one tap give the definition's bytes for every input`() throws {
    for seed in 1...2000 as ClosedRange<UInt64> {
      let layer = try layer(seed: seed)
      let expected = layer.expected
      for set in KernelSet.watchedVectors {
        guard let output = layer.output(of: set) else { continue }
        #expect(output.bytes == expected, "\(set), seed \(seed)")
      }
    }
  }

  @Test func `a sum of zero is the zero point, however steep the slope`() throws {
    // Of sums that are never negative no step lies at or below zero.
    var layer = try layer(seed: 1).layer
    (layer.input_zero_point, layer.output_zero_point, layer.lowest) = (-128, 126, -128)
    let multiplier = try #require(QuantizedMultiplier(3.4))
    let steep = KernelCase(
      layer: layer, weights: [Int16](repeating: 1, count: 16),
      channels: [int8_channel](
        repeating: int8_channel(bias: 0, multiplier: multiplier.mantissa, shift: multiplier.shift),
        count: 16), input: (-128...127).map { Int8($0) })
    for set in KernelSet.watchedVectors {
      #expect(steep.output(of: set)?.bytes.first == 126, "\(set)")
    }
  }

  @Test func `a multiplier of -2³¹ keeps its sign`() throws {
    let weights = TFLiteTensor(
      values: [Int8](repeating: 1, count: 16), shape: [16, 1, 1, 1],
      .init(scale: -(1 - 0x1p-23), zeroPoint: 0))
    let model = OneOperatorModel(
      .conv2D(TFLiteWindow(height: 1, width: 1)),
      inputs: [
        TFLiteTensor(int8: [1, 1, 1, 1], scale: 1 + 0x1p-23, zeroPoint: 0), weights,
        TFLiteTensor(integers: [Int32](repeating: 0, count: 16)),
      ], output: TFLiteTensor(int8: [1, 1, 1, 16], scale: 1, zeroPoint: 0))
    #expect(try model.output([100]) == [UInt8](repeating: UInt8(bitPattern: -100), count: 16))
  }

  @Test func `dense layers of one value give the plain bytes for every input`() throws {
    let bytes = (0...255).map { UInt8($0) }
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let zeroPoint = random.zeroPoint()
      let model = OneOperatorModel(
        .fullyConnected(random.flag() ? .relu : .none),
        inputs: [
          TFLiteTensor(int8: [256, 1], scale: 1, zeroPoint: zeroPoint),
          TFLiteTensor(
            values: random.values(64, in: -127...127).map { Int8($0) }, shape: [64, 1],
            .init(scale: Float(factor(&random)), zeroPoint: 0)),
          TFLiteTensor(integers: (0..<64).map { _ in Int32(random.integer(-2000...2000)) }),
        ],
        output: TFLiteTensor(int8: [256, 64], scale: 1, zeroPoint: random.zeroPoint()))
      // Compared there with the plain kernels, which their own tests hold to the definition.
      _ = try model.output(bytes)
    }
  }

  @Test func `dense sums next to 2³¹ do not wrap around`() throws {
    let (depth, units) = (132_105, 64)
    var row = [Int8](repeating: 127, count: depth)
    row[depth - 1] = 7
    let model = OneOperatorModel(
      .fullyConnected(),
      inputs: [
        TFLiteTensor(int8: [1, depth], scale: 1, zeroPoint: 0),
        TFLiteTensor(
          values: Array(repeatElement(row, count: units).joined()), shape: [units, depth],
          .init(scale: 1e-4, zeroPoint: 0)),
        TFLiteTensor(integers: [Int32](repeating: 0, count: units)),
      ], output: TFLiteTensor(int8: [1, units], scale: 1, zeroPoint: -128))
    let least = [UInt8](repeating: 0x80, count: depth)
    #expect(try model.output(least) == [UInt8](repeating: 0x80, count: units))
  }
}
