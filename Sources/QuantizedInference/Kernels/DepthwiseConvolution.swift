/// DEPTHWISE_CONV_2D: a window over one input channel for each output channel; output channel
/// c · multiplier + j reads input channel c.
struct DepthwiseConvolution: PlainWindow {
  var window: Window
  let inputChannels: Int
  /// Output channels for each input channel.
  let multiplier: Int
  let inputZeroPoint: Int16
  /// `[kernel height, kernel width, output channels]`.
  let weights: ConvolutionWeights
  let rescaling: ChannelRescaling

  var outputChannels: Int { inputChannels * multiplier }

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
        let taps = window.columns.inside(column)
        let first = window.columns.start(column)
        for tapRow in tapRows {
          let line = lines.line(of: firstRow &+ tapRow &* window.rows.dilation)
          unsafe addRow(
            to: sums, input: input, position: line &* window.columns.input &+ first, taps: taps,
            weights: packed, weightRow: tapRow &* window.columns.taps)
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
    to sums: UnsafeMutableBufferPointer<Int32>, input: UnsafeBufferPointer<Int8>, position: Int,
    taps: Range<Int>, weights: UnsafeBufferPointer<Int16>, weightRow: Int
  ) {
    let dilation = window.columns.dilation
    for tap in taps {
      let start = (position &+ tap &* dilation) &* inputChannels
      let weightStart = (weightRow &+ tap) &* outputChannels
      if multiplier == 1 {
        for channel in 0..<inputChannels {
          let value = unsafe Int32(Int16(input[start &+ channel]) &- inputZeroPoint)
          unsafe sums[channel] =
            sums[channel] &+ value &* Int32(weights[weightStart &+ channel])
        }
      } else {
        for channel in 0..<inputChannels {
          let value = unsafe Int32(Int16(input[start &+ channel]) &- inputZeroPoint)
          for index in channel &* multiplier..<(channel &+ 1) &* multiplier {
            unsafe sums[index] = sums[index] &+ value &* Int32(weights[weightStart &+ index])
          }
        }
      }
    }
  }
}

extension OperatorSite {
  func prepareDepthwiseConvolution() throws(ModelError) -> PreparedOperator {
    let (input, weights, window, multiplier) = try depthwiseGeometry()
    let (inputChannels, channels) = (input.shape[3], weights.shape[3])
    let rescaling = try convolutionRescaling(
      input: input, weights: weights, dimension: 3, channels: channels, activationOption: 4)
    let packed = try packDepthwise(
      weights, biases: biases(2, channels: channels), inputZeroPoint: rescaling.inputZeroPoint,
      multipliers: rescaling.multipliers)
    return PreparedOperator(
      kernel: DepthwiseConvolution(
        window: window, inputChannels: inputChannels, multiplier: multiplier,
        inputZeroPoint: Int16(rescaling.inputZeroPoint), weights: packed,
        rescaling: rescaling.channels),
      operands: [input.description.index],
      multiplyAccumulates: window.multiplyAccumulates(weights),
      parameters: weights.description.elementCount + (try optionalInput(2) == nil ? 0 : channels))
  }

  /// Weights `[1, height, width, output]` over an image; `multiplier` outputs for each input channel.
  func depthwiseGeometry() throws(ModelError) -> (
    input: Tensor, weights: Tensor, window: Window, multiplier: Int
  ) {
    let (input, weights) = try imageAndWeights()
    let (inputChannels, channels) = (input.shape[3], weights.shape[3])
    let multiplier = channels / inputChannels
    guard weights.shape[0] == 1, multiplier * inputChannels == channels, multiplier > 0,
      try integerOption(3, default: Int32(0)) == multiplier
    else {
      throw inconsistent(
        "weights of shape \(weights.shape) and its depth multiplier do not fit input "
          + "\(input.shape)")
    }
    let window = try window(
      over: input, taps: (weights.shape[1], weights.shape[2]),
      options: WindowOptions(dilationWidth: 5, dilationHeight: 6))
    try requireOutputShape([window.batch, window.rows.output, window.columns.output, channels])
    return (input, weights, window, multiplier)
  }

  /// Widens weights `[1, height, width, output]`.
  private func packDepthwise(
    _ tensor: Tensor, biases: [Int32], inputZeroPoint: Int32, multipliers: [QuantizedMultiplier]
  ) throws(ModelError) -> ConvolutionWeights {
    let bytes = try constantBytes(tensor, "weights")
    try reserve(bytes: 2 * bytes.count)
    let channels = tensor.shape[3]
    var weights = [Int16](repeating: 0, count: bytes.count)
    var magnitudes = [Int](repeating: 0, count: channels)
    var biases = biases
    for (index, byte) in bytes.enumerated() {
      let channel = index % channels
      guard multipliers[channel].mantissa != 0 else { continue }
      weights[index] = Int16(Int8(bitPattern: byte))
      magnitudes[channel] += Int(weights[index].magnitude)
    }
    for channel in 0..<channels where multipliers[channel].mantissa == 0 { biases[channel] = 0 }
    try requireSumsFit(
      magnitudes: magnitudes, biases: biases, inputZeroPoint: inputZeroPoint)
    return ConvolutionWeights(weights: weights, biases: biases)
  }
}
