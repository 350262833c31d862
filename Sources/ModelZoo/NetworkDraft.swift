import ModelWriting

/// A chain of operators about to be written, one call an operator with its PAD, its weights drawn.
///
/// Weights are drawn so that values neither vanish nor all end at a limit: with `n` products in a sum,
/// weights and values independent, the mean square of a sum is `n` times those of both. Each channel
/// has a scale of its own, as in the published files.
struct NetworkDraft {
  /// A quantized image of the graph.
  struct Image {
    let tensor: Int
    let side: Int
    let channels: Int
    let scale: Float
    let zeroPoint: Int
    /// Of its real numbers, by expectation.
    let meanSquare: Float
  }

  let image: Image
  private var writer = TFLiteWriter()
  private var random: RandomBytes
  /// The constants of PADs, by how much they add on each side.
  private var paddings: [Int: Int] = [:]

  /// - Parameters:
  ///   - side: Of the RGB picture that the network takes, whose values go from -1 to 1.
  ///   - name: What the weights are drawn by.
  init(side: Int, name: String) {
    random = RandomBytes(name: name)
    writer.description = "\(name): random weights, made by earshot; not a classifier"
    let scale: Float = 1 / 127.5
    let tensor = writer.add(
      TFLiteTensor(int8: [1, side, side, 3], scale: scale, zeroPoint: -1))
    writer.inputs = [tensor]
    // Even from -1 to 1.
    image = Image(
      tensor: tensor, side: side, channels: 3, scale: scale, zeroPoint: -1, meanSquare: 1 / 3)
  }

  /// A convolution over all channels, with the PAD in front that each of them has.
  mutating func convolved(
    _ image: Image, channels: Int, kernel: Int = 1, stride: Int = 1,
    activation: TFLiteActivation = .none
  ) -> Image {
    let padded = padded(image, by: kernel / 2)
    return appended(
      .conv2D(window(kernel, stride), activation), to: padded,
      weights: [channels, kernel, kernel, image.channels], channelAxis: 0, stride: stride,
      activation: activation)
  }

  /// A depthwise convolution, each channel for itself, with its PAD.
  mutating func filtered(_ image: Image, kernel: Int, stride: Int) -> Image {
    let padded = padded(image, by: kernel / 2)
    return appended(
      .depthwiseConv2D(window(kernel, stride), multiplier: 1, .relu6), to: padded,
      weights: [1, kernel, kernel, image.channels], channelAxis: 3, stride: stride,
      activation: .relu6)
  }

  mutating func sum(_ first: Image, _ second: Image) -> Image {
    let sum = linear(
      side: first.side, channels: first.channels,
      meanSquare: first.meanSquare + second.meanSquare)
    writer.add(.add(), inputs: [first.tensor, second.tensor], output: sum.tensor)
    return sum
  }

  /// Ends the graph: the mean over the picture, a score for each class.
  /// - Returns: The file.
  mutating func classified(_ image: Image, classCount: Int) -> [UInt8] {
    let mean = like(image, side: 1)
    let whole = TFLiteWindow(
      height: image.side, width: image.side, strideHeight: image.side, strideWidth: image.side)
    writer.add(.averagePool2D(whole), inputs: [image.tensor], output: mean.tensor)
    let scores = appended(
      .conv2D(window(1, 1)), to: mean, weights: [classCount, 1, 1, image.channels], channelAxis: 0,
      stride: 1, activation: .none)
    let shape = writer.add(TFLiteTensor(integers: [1, Int32(classCount)]))
    let flat = writer.add(
      TFLiteTensor(int8: [1, classCount], scale: scores.scale, zeroPoint: scores.zeroPoint))
    writer.add(
      .reshape(newShape: [1, classCount]), inputs: [scores.tensor, shape], output: flat)
    writer.outputs = [flat]
    return writer.serialized()
  }

  private mutating func padded(_ image: Image, by margin: Int) -> Image {
    let amounts =
      paddings[margin]
      ?? {
        let margin = Int32(margin)
        return writer.add(
          TFLiteTensor(integers: [0, 0, margin, margin, margin, margin, 0, 0], shape: [4, 2]))
      }()
    paddings[margin] = amounts
    let padded = like(image, side: image.side + 2 * margin)
    writer.add(.pad, inputs: [image.tensor, amounts], output: padded.tensor)
    return padded
  }

  private func window(_ kernel: Int, _ stride: Int) -> TFLiteWindow {
    TFLiteWindow(height: kernel, width: kernel, strideHeight: stride, strideWidth: stride)
  }

  /// Appends a convolution of either kind with drawn weights and biases.
  /// - Parameters:
  ///   - weights: Their shape.
  ///   - channelAxis: Which of its dimensions is the channel that comes out.
  private mutating func appended(
    _ operation: TFLiteOperation, to image: Image, weights shape: [Int], channelAxis: Int,
    stride: Int, activation: TFLiteActivation
  ) -> Image {
    let channels = shape[channelAxis]
    let products = shape.reduce(1, *) / channels
    let isLinear = activation == .none
    // Before ReLU6, whose range is two of the deviations that this gives.
    let target: Float = isLinear ? 1 : 9
    let deviation = (target / (Float(products) * image.meanSquare)).squareRoot()
    // Drawn evenly from -127 to 127, whose mean square is 127 * 128 / 3.
    let unit = deviation / Float(127 * 128 / 3).squareRoot()
    let scales = (0..<channels).map { _ in unit * random.number(in: 0.5...1.5) }
    let values = (0..<channels * products).map { _ in
      Int8(max(-127, Int(Int8(bitPattern: random.next()))))
    }
    let sumScales = scales.map { $0 * image.scale }
    let biases = sumScales.map { scale in
      Int32((random.number(in: -0.5...0.5) / scale).rounded())
    }
    let inputs = [
      image.tensor,
      writer.add(
        TFLiteTensor(
          values: values, shape: shape, .init(scales: scales, dimension: channelAxis))),
      writer.add(TFLiteTensor(integers: biases, .init(scales: sumScales, dimension: 0))),
    ]
    let side = (image.side - shape[1]) / stride + 1
    let result =
      isLinear
      ? linear(side: side, channels: channels, meanSquare: target)
      : rectified(side: side, channels: channels)
    writer.add(operation, inputs: inputs, output: result.tensor)
    return result
  }

  /// What ReLU6 gives of even numbers around zero that spread by 3: half are zero, the others end at 6.
  private mutating func rectified(side: Int, channels: Int) -> Image {
    added(side: side, channels: channels, scale: 6 / 255, zeroPoint: -128, meanSquare: 4)
  }

  /// Room for four deviations on each side of about zero.
  private mutating func linear(side: Int, channels: Int, meanSquare: Float) -> Image {
    added(
      side: side, channels: channels, scale: 4 * meanSquare.squareRoot() / 127,
      zeroPoint: Int(random.next() % 32) - 16, meanSquare: meanSquare)
  }

  private mutating func like(_ image: Image, side: Int) -> Image {
    added(
      side: side, channels: image.channels, scale: image.scale, zeroPoint: image.zeroPoint,
      meanSquare: image.meanSquare)
  }

  private mutating func added(
    side: Int, channels: Int, scale: Float, zeroPoint: Int, meanSquare: Float
  ) -> Image {
    Image(
      tensor: writer.add(
        TFLiteTensor(int8: [1, side, side, channels], scale: scale, zeroPoint: zeroPoint)),
      side: side, channels: channels, scale: scale, zeroPoint: zeroPoint, meanSquare: meanSquare)
  }
}
