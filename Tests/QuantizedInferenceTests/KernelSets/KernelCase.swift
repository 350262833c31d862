import CInt8Kernels
import TestSupport
import Testing

@testable import QuantizedInference

/// A layer as kernel sets see it, with an input, and what the definition makes of it.
struct KernelCase {
  let layer: int8_layer
  let isDepthwise: Bool
  let weights: [Int16]
  let channels: [int8_channel]
  let input: [Int8]

  /// What a set wrote, and whether it left the bytes around its memory alone.
  struct Output {
    let bytes: [Int8]
    let isGuarded: Bool
  }

  init(layer: int8_layer, weights: [Int16], channels: [int8_channel], input: [Int8]) {
    self.layer = layer
    self.weights = weights
    self.channels = channels
    self.input = input
    isDepthwise = false
  }

  init(seed: UInt64, isDepthwise: Bool) {
    var random = SplitMix64(seed: seed)
    var layer = int8_layer()
    func side(_ range: ClosedRange<Int>) -> Int32 { Int32(random.integer(range)) }
    if isDepthwise {
      layer.kernel_height = random.element(of: [3, 5, 7])
      layer.kernel_width = layer.kernel_height
      layer.stride_height = side(1...2)
      layer.stride_width = layer.stride_height
      if random.integer(0...3) == 0 {
        // No tile is made for such windows.
        layer.kernel_height = side(1...15)
        layer.kernel_width = side(1...4)
        layer.stride_height = side(1...3)
      }
      layer.input_channels = random.element(of: [
        1, 3, 8, 15, 16, 17, 24, 32, 33, 47, 48, 64, 65, 100, 144,
      ])
      layer.output_channels = layer.input_channels
    } else {
      let isPointwise = random.integer(0...2) == 0
      layer.kernel_height = isPointwise ? 1 : side(1...4)
      layer.kernel_width = isPointwise ? 1 : side(1...4)
      layer.stride_height = isPointwise ? 1 : side(1...3)
      layer.stride_width = isPointwise ? 1 : side(1...3)
      layer.input_channels = side(1...40)
      layer.output_channels = random.element(of: [1, 2, 7, 8, 9, 16, 17, 24, 31, 32, 33, 50, 70])
    }
    layer.input_height = side(1...10)
    layer.input_width = side(1...30)
    layer.padding_top = side(0...Int(layer.kernel_height) - 1)
    layer.padding_left = side(0...Int(layer.kernel_width) - 1)
    layer.output_height =
      (layer.input_height + layer.padding_top - 1) / layer.stride_height + 1
    layer.output_width = (layer.input_width + layer.padding_left - 1) / layer.stride_width + 1
    layer.input_zero_point = Int32(random.zeroPoint())
    layer.output_zero_point = Int32(random.zeroPoint())
    let isClamped = random.flag()
    layer.lowest = isClamped ? side(-128...0) : -128
    layer.highest = isClamped ? side(0...127) : 127

    let products =
      Int(layer.kernel_height * layer.kernel_width)
      * (isDepthwise ? 1 : Int(layer.input_channels))
    // A set may refuse to negate -128, so it is left to channels of a positive multiplier.
    weights = random.values(products * Int(layer.output_channels), in: -127...127).map { Int16($0) }
    channels = (0..<layer.output_channels).map { _ in
      var channel = int8_channel(
        bias: side(-100_000...100_000), multiplier: side(1 << 30...Int(Int32.max)),
        shift: side(-12...(-3)))
      switch random.integer(0...30) {
      case 0: channel.multiplier = -channel.multiplier
      case 1: channel.multiplier = 0
      case 2: channel.shift = side(-31...(-20))
      case 3 where seed.isMultiple(of: 5): channel.shift = side(0...2)
      default: break
      }
      return channel
    }
    input = random.values(
      Int(layer.input_height * layer.input_width * layer.input_channels)
    ).map { Int8($0) }
    self.layer = layer
    self.isDepthwise = isDepthwise
  }

  /// Source: ``QuantizedMultiplier``, whose two roundings these are.
  static func rescaled(_ value: Int, _ multiplier: Int32, _ shift: Int32) -> Int {
    let high = ((value << max(Int(shift), 0)) * Int(multiplier) + 1 << 30) >> 31
    let right = max(-Int(shift), 0)
    return right == 0 ? high : (high + 1 << (right - 1) - (high < 0 ? 1 : 0)) >> right
  }

  var expected: [Int8] {
    var output: [Int8] = []
    let (count, depth) = (Int(layer.output_channels), Int(layer.input_channels))
    for y in 0..<layer.output_height {
      for x in 0..<layer.output_width {
        var sums = channels.map { Int($0.bias) }
        for i in 0..<layer.kernel_height {
          for j in 0..<layer.kernel_width {
            let row = y * layer.stride_height - layer.padding_top + i
            let column = x * layer.stride_width - layer.padding_left + j
            guard (0..<layer.input_height).contains(row),
              (0..<layer.input_width).contains(column)
            else { continue }
            let pixel = Int(row * layer.input_width + column) * depth
            let tap = Int(i * layer.kernel_width + j)
            for channel in 0..<(isDepthwise ? 1 : depth) {
              for out in 0..<count {
                let value = Int(input[pixel + (isDepthwise ? out : channel)])
                let weight = weights[(tap * (isDepthwise ? 1 : depth) + channel) * count + out]
                sums[out] += (value - Int(layer.input_zero_point)) * Int(weight)
              }
            }
          }
        }
        for (sum, channel) in zip(sums, channels) {
          let value =
            Self.rescaled(sum, channel.multiplier, channel.shift) + Int(layer.output_zero_point)
          output.append(Int8(min(max(value, Int(layer.lowest)), Int(layer.highest))))
        }
      }
    }
    return output
  }

  /// - Returns: `nil` where the set does not compute the layer.
  func output(of set: KernelSet) -> Output? {
    guard let functions = unsafe set.functions?.pointee else { return nil }
    let kernel = unsafe isDepthwise ? functions.depthwise : functions.convolution
    let size = unsafe kernel.packed_bytes([layer])
    guard size > 0 else { return nil }
    let packed = Guarded(size)
    guard unsafe kernel.pack([layer], weights, channels, packed.start) != 0 else { return nil }
    let scratch = unsafe Guarded(kernel.scratch_bytes([layer]))
    let output = Guarded(
      Int(layer.output_height * layer.output_width * layer.output_channels))
    unsafe kernel.run(
      [layer], packed.start, input, output.start.assumingMemoryBound(to: Int8.self), scratch.start)
    return Output(
      bytes: output.bytes, isGuarded: packed.isWhole && scratch.isWhole && output.isWhole)
  }

  /// ADD of operands of these scales to an output of the third, as a model has it.
  static func addition(scales: [Double], random: inout SplitMix64) throws -> int8_addition {
    let twice = 2 * max(scales[0], scales[1])
    let first = try #require(QuantizedMultiplier(scales[0] / twice))
    let second = try #require(QuantizedMultiplier(scales[1] / twice))
    let both = try #require(QuantizedMultiplier(twice / (Double(1 << 20) * scales[2])))
    let least = random.element(of: [-128, -128, -3])
    return int8_addition(
      first_zero_point: Int32(random.zeroPoint()), second_zero_point: Int32(random.zeroPoint()),
      output_zero_point: Int32(random.zeroPoint()), first_multiplier: first.mantissa,
      first_shift: first.shift, second_multiplier: second.mantissa, second_shift: second.shift,
      multiplier: both.mantissa, shift: both.shift, lowest: Int32(least), highest: 127, is_real: 0,
      first_scale: 0, second_scale: 0, offset: 0)
  }

  /// What ADD makes of two values.
  static func sum(_ a: Int8, _ b: Int8, _ sum: int8_addition) -> Int8 {
    let first = rescaled(
      (Int(a) - Int(sum.first_zero_point)) << 20, sum.first_multiplier, sum.first_shift)
    let second = rescaled(
      (Int(b) - Int(sum.second_zero_point)) << 20, sum.second_multiplier, sum.second_shift)
    let value =
      rescaled(first + second, sum.multiplier, sum.shift) + Int(sum.output_zero_point)
    return Int8(min(max(value, Int(sum.lowest)), Int(sum.highest)))
  }
}

/// Memory with 64 bytes before and behind it that nobody may touch.
@safe private final class Guarded {
  private let memory: UnsafeMutableRawBufferPointer
  private let count: Int
  private static let mark: UInt8 = 0xA5

  init(_ count: Int) {
    self.count = count
    unsafe memory = .allocate(byteCount: count + 128, alignment: 64)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: Self.mark)
  }

  deinit { unsafe memory.deallocate() }

  var start: UnsafeMutableRawPointer {
    guard let address = unsafe memory.baseAddress else { preconditionFailure("no memory") }
    return unsafe address + 64
  }

  var bytes: [Int8] {
    unsafe memory[64..<64 + count].map { Int8(bitPattern: $0) }
  }

  var isWhole: Bool {
    unsafe memory[..<64].allSatisfy { $0 == Self.mark }
      && memory[(64 + count)...].allSatisfy { $0 == Self.mark }
  }
}
