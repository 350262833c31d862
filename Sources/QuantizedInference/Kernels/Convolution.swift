/// CONV_2D: a window over all input channels of a group, for each output channel.
struct Convolution: PlainWindow {
  var window: Window
  let inputChannels: Int
  let outputChannels: Int
  let groups: Int
  let inputZeroPoint: Int16
  let weights: ConvolutionWeights
  let rescaling: ChannelRescaling

  func makeRow(
    _ row: Int, from input: UnsafeBufferPointer<Int8>, _ lines: ImageLines,
    to output: UnsafeMutableBufferPointer<Int8>, sums: UnsafeMutableBufferPointer<Int32>
  ) {
    let tapRows = window.rows.inside(row)
    let firstRow = window.rows.start(row)
    unsafe weights.weights.withUnsafeBufferPointer { packed in
      for column in 0..<window.columns.output {
        unsafe weights.biases.withUnsafeBufferPointer {
          _ = unsafe sums.update(fromContentsOf: $0)
        }
        for tapRow in tapRows {
          let line = lines.line(of: firstRow &+ tapRow &* window.rows.dilation)
          unsafe addRow(
            to: sums, input: input, line: line &* window.columns.input, column: column,
            weights: packed, tapRow: tapRow)
        }
        let start = column &* outputChannels
        unsafe rescaling.write(
          sums, to: UnsafeMutableBufferPointer(rebasing: output[start..<start &+ outputChannels]))
      }
    }
  }

  /// Adds the products of one row of the window.
  @inline(__always)
  private func addRow(
    to sums: UnsafeMutableBufferPointer<Int32>, input: UnsafeBufferPointer<Int8>, line: Int,
    column: Int, weights: UnsafeBufferPointer<Int16>, tapRow: Int
  ) {
    let columns = window.columns
    let taps = columns.inside(column)
    let first = line &+ columns.start(column)
    let groupInputs = inputChannels / groups
    let groupOutputs = outputChannels / groups
    // Without dilation and groups neighbouring taps lie side by side and are one run.
    let isContiguous = columns.dilation == 1 && groups == 1
    let runs = isContiguous ? (taps.isEmpty ? 0 : 1) : taps.count
    let runLength = isContiguous ? taps.count &* groupInputs : groupInputs
    for group in 0..<groups {
      let block = (group &* window.rows.taps &+ tapRow) &* columns.taps
      let groupSums = unsafe UnsafeMutableBufferPointer(
        rebasing: sums[group &* groupOutputs..<(group &+ 1) &* groupOutputs])
      for run in 0..<runs {
        let tap = taps.lowerBound &+ run
        let start =
          (first &+ tap &* columns.dilation) &* inputChannels &+ group &* groupInputs
        let weightStart = (block &+ tap) &* groupInputs &* groupOutputs
        unsafe Accumulation.addProducts(
          to: groupSums,
          values: UnsafeBufferPointer(rebasing: input[start..<start &+ runLength]),
          zeroPoint: inputZeroPoint,
          weights: UnsafeBufferPointer(
            rebasing: weights[weightStart..<weightStart &+ runLength &* groupOutputs]))
      }
    }
  }
}

extension OperatorSite {
  func prepareConvolution() throws(ModelError) -> PreparedOperator {
    let (input, weights, window, groups) = try convolutionGeometry()
    let channels = weights.shape[0]
    let rescaling = try convolutionRescaling(
      input: input, weights: weights, dimension: 0, channels: channels, activationOption: 3)
    let packed = try packConvolution(
      weights, groups: groups, biases: biases(2, channels: channels),
      inputZeroPoint: rescaling.inputZeroPoint, multipliers: rescaling.multipliers)
    return PreparedOperator(
      kernel: Convolution(
        window: window, inputChannels: input.shape[3], outputChannels: channels, groups: groups,
        inputZeroPoint: Int16(rescaling.inputZeroPoint), weights: packed,
        rescaling: rescaling.channels),
      operands: [input.description.index],
      multiplyAccumulates: window.multiplyAccumulates(weights),
      parameters: weights.description.elementCount + (try optionalInput(2) == nil ? 0 : channels))
  }

  /// Weights `[output, height, width, input]` over an image, in groups of channels.
  func convolutionGeometry() throws(ModelError) -> (
    input: Tensor, weights: Tensor, window: Window, groups: Int
  ) {
    let (input, weights) = try imageAndWeights()
    let (channels, groupInputs) = (weights.shape[0], weights.shape[3])
    let groups = input.shape[3] / groupInputs
    guard groups * groupInputs == input.shape[3], groups > 0, channels.isMultiple(of: groups) else {
      throw inconsistent("weights of shape \(weights.shape) do not fit input \(input.shape)")
    }
    let window = try window(
      over: input, taps: (weights.shape[1], weights.shape[2]),
      options: WindowOptions(dilationWidth: 4, dilationHeight: 5))
    try requireOutputShape([window.batch, window.rows.output, window.columns.output, channels])
    return (input, weights, window, groups)
  }

  /// The input and the weights of a convolution, each of four dimensions.
  func imageAndWeights() throws(ModelError) -> (input: Tensor, weights: Tensor) {
    try requireInputCount(2...3)
    let input = try input(0, "input")
    let weights = try self.input(1, "weights")
    try require(input, "an input", is: numberType)
    try require(weights, "weights", is: numberType)
    try require(output, "an output", is: numberType)
    try require(input, "an input", hasRank: 4)
    try require(weights, "weights", hasRank: 4)
    return (input, weights)
  }

  /// What input, weights and output give for the rescaling of a convolution.
  func convolutionRescaling(
    input: Tensor, weights: Tensor, dimension: Int, channels: Int, activationOption: Int
  ) throws(ModelError) -> (
    channels: ChannelRescaling, multipliers: [QuantizedMultiplier], inputZeroPoint: Int32
  ) {
    for zeroPoint in weights.description.quantization?.zeroPoints ?? [] where zeroPoint != 0 {
      throw unsupported("weights with zero point \(zeroPoint)")
    }
    try reserve(bytes: channels * 32)
    let (inputScale, inputZeroPoint) = try wholeTensor(input, "input")
    let (outputScale, outputZeroPoint) = try wholeTensor(output, "output")
    let scales = try weightScales(weights, dimension: dimension, channels: channels)
    let multipliers = try scales.map { scale throws(ModelError) in
      try multiplier(Double(inputScale) * Double(scale) / Double(outputScale))
    }
    let rescaling = ChannelRescaling(
      multipliers: multipliers, zeroPoint: outputZeroPoint,
      range: try activationRange(option: activationOption))
    return (rescaling, multipliers, inputZeroPoint)
  }

  /// Turns weights `[output, height, width, input]` around.
  private func packConvolution(
    _ tensor: Tensor, groups: Int, biases: [Int32], inputZeroPoint: Int32,
    multipliers: [QuantizedMultiplier]
  ) throws(ModelError) -> ConvolutionWeights {
    let bytes = try constantBytes(tensor, "weights")
    try reserve(bytes: 2 * bytes.count)
    let channels = tensor.shape[0]
    let taps = tensor.description.elementCount / channels
    let groupOutputs = channels / groups
    var weights = [Int16](repeating: 0, count: bytes.count)
    var magnitudes = [Int](repeating: 0, count: channels)
    var biases = biases
    for channel in 0..<channels {
      // Nothing is left of a sum whose multiplier vanishes; without its terms it cannot overflow.
      guard multipliers[channel].mantissa != 0 else {
        biases[channel] = 0
        continue
      }
      let (group, inGroup) = channel.quotientAndRemainder(dividingBy: groupOutputs)
      for tap in 0..<taps {
        let weight = Int16(Int8(bitPattern: bytes[bytes.startIndex + channel * taps + tap]))
        weights[(group * taps + tap) * groupOutputs + inGroup] = weight
        magnitudes[channel] += Int(weight.magnitude)
      }
    }
    try requireSumsFit(
      magnitudes: magnitudes, biases: biases, inputZeroPoint: inputZeroPoint)
    return ConvolutionWeights(weights: weights, biases: biases)
  }
}
