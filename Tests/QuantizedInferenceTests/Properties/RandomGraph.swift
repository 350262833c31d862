import ModelWriting
import TestSupport

/// A graph of a few operators drawn at random: tensors used often or never, paddings that a
/// convolution could imagine, shapes that only change their name.
struct RandomGraph {
  struct Step {
    let operation: TFLiteOperation
    let inputs: [Int]
    let output: Int
  }

  private(set) var tensors: [TFLiteTensor] = []
  private(set) var steps: [Step] = []
  private(set) var outputs: [Int] = []
  /// The tensors so far that operators may read; the first is the graph's input.
  private var images: [Int] = []
  private var random: SplitMix64

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    let shape = [1, random.integer(2...8), random.integer(2...8), random.integer(1...5)]
    images = [append(TFLiteTensor(int8: shape, scale: 0.05, zeroPoint: random.zeroPoint()))]
    for _ in 0...random.integer(2...14) { grow() }
    outputs = images.filter { _ in random.integer(0...4) == 0 }
    if outputs.isEmpty || random.flag() { outputs.append(images[images.count - 1]) }
  }

  var file: [UInt8] {
    var writer = TFLiteWriter()
    for tensor in tensors { _ = writer.add(tensor) }
    for step in steps { writer.add(step.operation, inputs: step.inputs, output: step.output) }
    writer.inputs = [0]
    writer.outputs = outputs
    return writer.serialized()
  }

  private mutating func append(_ tensor: TFLiteTensor) -> Int {
    tensors.append(tensor)
    return tensors.count - 1
  }

  private mutating func add(_ operation: TFLiteOperation, _ inputs: [Int], _ output: TFLiteTensor) {
    let index = append(output)
    steps.append(Step(operation: operation, inputs: inputs, output: index))
    images.append(index)
  }

  /// Mostly the newest tensor, so that graphs are deep, and now and then an old one.
  private mutating func image() -> Int {
    random.integer(0...2) == 0 ? random.element(of: images) : images[images.count - 1]
  }

  private mutating func grow() {
    let source = image()
    let shape = tensors[source].shape
    switch random.integer(0...9) {
    case 0...1: convolve(source, shape)
    case 2: convolveDepthwise(source, shape)
    case 3...4 where shape[1] < 12 && shape[2] < 12: pad(source, shape)
    case 5: combine(source, shape)
    case 6: pool(source, shape)
    case 7: rename(source, shape)
    case 8 where shape[3] < 12: double(source, shape)
    default: gate(source, shape)
    }
  }

  /// A tensor that holds `source`'s values in another shape.
  private func like(_ source: Int, _ shape: [Int]) -> TFLiteTensor {
    var tensor = tensors[source]
    tensor.shape = shape
    return tensor
  }

  private mutating func window(_ shape: [Int]) -> TFLiteWindow {
    TFLiteWindow(
      height: random.integer(1...min(3, shape[1])), width: random.integer(1...min(3, shape[2])),
      padding: random.element(of: [.same, .valid, .valid]), strideHeight: random.integer(1...2),
      strideWidth: random.integer(1...2))
  }

  private mutating func weights(_ shape: [Int], channels: Int, dimension: Int) -> [Int] {
    let weights = random.values(shape.reduce(1, *)).map { Int8($0) }
    let biases = random.values(channels, in: -500...500).map { Int32($0) }
    let scales = (0..<channels).map { _ in random.scale(0.0005, 0.01) }
    return [
      append(
        TFLiteTensor(values: weights, shape: shape, .init(scales: scales, dimension: dimension))),
      append(TFLiteTensor(integers: biases, .init(scales: scales.map { $0 * 0.05 }, dimension: 0))),
    ]
  }

  private mutating func convolve(_ source: Int, _ shape: [Int]) {
    let window = window(shape)
    let channels = random.integer(1...6)
    let constants = weights(
      [channels, window.height, window.width, shape[3]], channels: channels, dimension: 0)
    add(
      .conv2D(window, random.activation()), [source] + constants,
      TFLiteTensor(
        int8: [1, window.rows(of: shape).outputs, window.columns(of: shape).outputs, channels],
        scale: 0.05, zeroPoint: random.zeroPoint()))
  }

  private mutating func convolveDepthwise(_ source: Int, _ shape: [Int]) {
    let window = window(shape)
    let constants = weights(
      [1, window.height, window.width, shape[3]], channels: shape[3], dimension: 3)
    add(
      .depthwiseConv2D(window, multiplier: 1, random.activation()), [source] + constants,
      TFLiteTensor(
        int8: NaivePooling.outputShape(shape, window), scale: 0.05, zeroPoint: random.zeroPoint()))
  }

  private mutating func pad(_ source: Int, _ shape: [Int]) {
    let isNothing = random.integer(0...2) == 0
    let amounts = (0..<4).map { _ in isNothing ? 0 : random.integer(0...2) }
    let table = append(
      TFLiteTensor(integers: ([0, 0] + amounts + [0, 0]).map { Int32($0) }, shape: [4, 2]))
    add(
      .pad, [source, table],
      like(
        source,
        [1, shape[1] + amounts[0] + amounts[1], shape[2] + amounts[2] + amounts[3], shape[3]]))
    // Where an engine may leave the padding out and let the convolution imagine it.
    if random.flag() { convolve(images[images.count - 1], tensors[images[images.count - 1]].shape) }
  }

  private mutating func combine(_ source: Int, _ shape: [Int]) {
    let partner = random.element(of: images.filter { tensors[$0].shape == shape })
    let output = TFLiteTensor(int8: shape, scale: 0.07, zeroPoint: random.zeroPoint())
    add(random.flag() ? .add(random.activation()) : .mul(), [source, partner], output)
  }

  private mutating func pool(_ source: Int, _ shape: [Int]) {
    let window = window(shape)
    add(
      random.flag() ? .maxPool2D(window) : .averagePool2D(window), [source],
      like(source, NaivePooling.outputShape(shape, window)))
  }

  /// RESHAPE, which need not move a byte, or TRANSPOSE, which has to.
  private mutating func rename(_ source: Int, _ shape: [Int]) {
    let output = like(source, [1, shape[2], shape[1], shape[3]])
    if random.flag() {
      let target = append(TFLiteTensor(integers: output.shape.map { Int32($0) }))
      add(.reshape(), [source, target], output)
    } else {
      let order = append(TFLiteTensor(integers: [0, 2, 1, 3]))
      add(.transpose, [source, order], output)
    }
  }

  private mutating func double(_ source: Int, _ shape: [Int]) {
    let output = like(source, [1, shape[1], shape[2], 2 * shape[3]])
    add(.concatenation(axis: 3), [source, source], output)
  }

  /// The channels' means, multiplied onto every pixel.
  private mutating func gate(_ source: Int, _ shape: [Int]) {
    let axes = append(TFLiteTensor(integers: [1, 2]))
    add(.mean(keepsDimensions: true), [source, axes], like(source, [1, 1, 1, shape[3]]))
    let output = TFLiteTensor(int8: shape, scale: 0.03, zeroPoint: random.zeroPoint())
    add(.mul(), [source, images[images.count - 1]], output)
  }
}
