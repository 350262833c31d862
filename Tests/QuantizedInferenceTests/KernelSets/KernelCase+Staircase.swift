import CInt8Kernels
import TestSupport

extension KernelCase {
  /// A 1 x 1 convolution whose pixels give, for each output channel and each result that it can have, the
  /// least sum that gives it and the sum just below: whoever rounds differently anywhere differs here.
  static func staircase(seed: UInt64) -> KernelCase {
    var random = SplitMix64(seed: seed)
    let depth = 24
    var layer = int8_layer()
    layer.input_channels = Int32(depth)
    layer.output_channels = Int32(random.element(of: [8, 16, 24, 33, 40]))
    (layer.kernel_height, layer.kernel_width) = (1, 1)
    (layer.stride_height, layer.stride_width) = (1, 1)
    layer.output_zero_point = Int32(random.element(of: [-128, -128, 0, 127, random.zeroPoint()]))
    layer.lowest = random.flag() ? layer.output_zero_point : -128
    layer.highest = Int32(random.integer(Int(layer.lowest)...127))
    let channels = (0..<layer.output_channels).map { _ in
      let multiplier = Int32(random.integer(1 << 30...Int(Int32.max)))
      return int8_channel(
        bias: Int32(random.integer(-1000...1000)),
        multiplier: random.flag() ? multiplier : -multiplier,
        shift: Int32(random.integer(-11...0)))
    }
    // With one weight of 1 and the others 127, inputs make every sum in their range.
    let weights = (0..<depth).flatMap { tap in
      channels.map { _ in Int16(tap == 0 ? 1 : 127) }
    }
    let reach = (depth - 1) * 127 * 127
    var input: [Int8] = []
    for channel in channels {
      func result(_ sum: Int) -> Int {
        let value =
          rescaled(sum + Int(channel.bias), channel.multiplier, channel.shift)
          + Int(layer.output_zero_point)
        return min(max(value, Int(layer.lowest)), Int(layer.highest))
      }
      let direction = channel.multiplier < 0 ? -1 : 1
      for step in result(-direction * reach)..<result(direction * reach) {
        var (below, above) = (-reach, reach)
        while above - below > 1 {
          let middle = below + (above - below) / 2
          if result(direction * middle) > step { above = middle } else { below = middle }
        }
        for sum in [direction * below, direction * above] {
          input += inputs(for: sum, depth: depth)
        }
      }
    }
    (layer.input_height, layer.input_width) = (1, Int32(input.count / depth))
    (layer.output_height, layer.output_width) = (1, layer.input_width)
    return KernelCase(layer: layer, weights: weights, channels: channels, input: input)
  }

  private static func inputs(for sum: Int, depth: Int) -> [Int8] {
    var large = Int((Double(sum) / 127).rounded(.down))
    var inputs = [Int8(sum - 127 * large)]
    for left in (1..<depth).reversed() {
      let part = min(max(large / left, -128), 127)
      inputs.append(Int8(part))
      large -= part
    }
    return inputs
  }
}
