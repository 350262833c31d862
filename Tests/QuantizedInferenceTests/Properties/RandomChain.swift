import ModelWriting
import TestSupport

/// A network of convolutions and depthwise convolutions one behind the other, with sums over what came
/// before: what a MobileNetV2 is made of, in odd sizes.
struct RandomChain {
  let file: [UInt8]
  let inputShape: [Int]

  private struct Draft {
    var writer = TFLiteWriter()
    var random: SplitMix64
    var newest = 0
    var shape: [Int]

    mutating func image(_ shape: [Int]) -> Int {
      writer.add(
        TFLiteTensor(
          int8: shape, scale: random.scale(0.03, 0.08), zeroPoint: random.zeroPoint()))
    }

    mutating func convolve(_ window: TFLiteWindow, channels: Int?) {
      // Nil for a depthwise convolution.
      let outputs = channels ?? shape[3]
      let kernel =
        channels == nil
        ? [1, window.height, window.width, outputs]
        : [outputs, window.height, window.width, shape[3]]
      let scales = (0..<outputs).map { _ in random.scale(0.002, 0.01) }
      let weights = writer.add(
        TFLiteTensor(
          values: random.values(kernel.reduce(1, *), in: -127...127).map { Int8($0) },
          shape: kernel, .init(scales: scales, dimension: channels == nil ? 3 : 0)))
      let biases = writer.add(
        TFLiteTensor(
          integers: random.values(outputs, in: -900...900).map { Int32($0) },
          .init(scales: scales.map { $0 * 0.05 }, dimension: 0)))
      let input = newest
      let output = [
        1, window.rows(of: shape).outputs, window.columns(of: shape).outputs, outputs,
      ]
      shape = output
      newest = image(output)
      writer.add(
        channels == nil
          ? .depthwiseConv2D(window, multiplier: 1, random.activation())
          : .conv2D(window, random.activation()),
        inputs: [input, weights, biases], output: newest)
    }

    mutating func add(_ earlier: Int) {
      let operands = random.flag() ? [earlier, newest] : [newest, earlier]
      newest = image(shape)
      writer.add(.add(random.activation()), inputs: operands, output: newest)
    }

    /// Expand, depthwise, project, and sometimes a sum.
    mutating func block() {
      let (start, before) = (newest, shape)
      let stride = random.integer(0...2) == 0 ? 2 : 1
      let side = random.element(of: [1, 3, 3, 5, 7])
      if random.integer(0...3) > 0 {
        convolve(TFLiteWindow(height: 1, width: 1), channels: random.integer(4...40))
      }
      convolve(
        TFLiteWindow(
          height: side, width: random.integer(0...4) == 0 ? 2 : side,
          padding: side > min(shape[1], shape[2]) || random.flag() ? .same : .valid,
          strideHeight: stride, strideWidth: stride),
        channels: random.integer(0...5) == 0 ? random.integer(3...20) : nil)
      convolve(
        TFLiteWindow(height: 1, width: 1),
        channels: random.flag() ? before[3] : random.integer(2...24))
      if shape == before { add(start) }
    }
  }

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    inputShape = [1, random.integer(3...21), random.integer(3...21), random.integer(1...17)]
    var draft = Draft(random: random, shape: inputShape)
    draft.newest = draft.image(inputShape)
    draft.writer.inputs = [draft.newest]
    for _ in 0...random.integer(0...3) { draft.block() }
    draft.writer.outputs = [draft.newest]
    file = draft.writer.serialized()
  }
}
