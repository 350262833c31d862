/// Weights and biases of a float32 convolution or fully connected layer in the order of the inner loop.
struct FloatWeights: Sendable {
  /// `[groups, kernel height, kernel width, input channels of a group, output channels of a group]`.
  let weights: [Float]
  /// One for each output channel.
  let biases: [Float]
  /// Of the fused activation.
  let range: ClosedRange<Float>

  /// Turns the sums of an output pixel into its values.
  @inline(__always)
  func finish(_ sums: UnsafeMutableBufferPointer<Float>) {
    unsafe biases.withUnsafeBufferPointer { biases in
      for channel in 0..<biases.count {
        unsafe sums[channel] = range.limit(sums[channel] + biases[channel])
      }
    }
  }

  /// sums[c] += values[k] · weights[k · channels + c], one k after the other: so LiteRT's reference
  /// kernels sum up.
  ///
  /// - Parameter weights: `[values.count, sums.count]`.
  @inline(__always)
  static func addProducts(
    to sums: UnsafeMutableBufferPointer<Float>, values: UnsafeBufferPointer<Float>,
    weights: UnsafeBufferPointer<Float>
  ) {
    let channels = sums.count
    let count = values.count
    var index = 0
    // Four at a time, so that each sum is loaded and stored once for four products.
    while index &+ 4 <= count {
      let (v0, v1) = unsafe (values[index], values[index &+ 1])
      let (v2, v3) = unsafe (values[index &+ 2], values[index &+ 3])
      let w0 = index &* channels
      let w1 = w0 &+ channels
      let w2 = w1 &+ channels
      let w3 = w2 &+ channels
      for channel in 0..<channels {
        unsafe sums[channel] =
          sums[channel]
          + v0 * weights[w0 &+ channel] + v1 * weights[w1 &+ channel]
          + v2 * weights[w2 &+ channel] + v3 * weights[w3 &+ channel]
      }
      index &+= 4
    }
    while index < count {
      let value = unsafe values[index]
      let start = index &* channels
      for channel in 0..<channels {
        unsafe sums[channel] = sums[channel] + value * weights[start &+ channel]
      }
      index &+= 1
    }
  }
}

extension OperatorSite {
  /// What an operator's weights and biases stand for, or what the checkpoint has in their place.
  ///
  /// - Parameters:
  ///   - dimension: The dimension of the weights that is the output channel.
  ///   - activation: The number of the option that holds the fused activation.
  /// - Returns: The weights in the file's order; the kernel turns them around.
  func floatWeights(
    _ real: RealReading, input: Tensor, weights: Tensor, dimension: Int, activation: Int
  ) throws(ModelError) -> FloatWeights {
    let bytes = try constantBytes(weights, "weights")
    let channels = weights.shape[dimension]
    try reserve(bytes: bytes.count + 8 * channels)
    let stored = FloatWeights(
      weights: bytes.floats,
      biases: try floatBiases(
        real.stored, input: input, weights: weights, dimension: dimension, channels: channels),
      range: try realActivationRange(option: activation))
    return try real.weights.weights(
      inPlaceOf: stored, of: self, described: real.stored[weights.description.index],
      dimension: dimension)
  }

  /// An int32 bias counts in steps of input scale · weight scale, whatever scale its own tensor has: so
  /// the int8 kernels read it.
  private func floatBiases(
    _ stored: [TensorDescription], input: Tensor, weights: Tensor, dimension: Int, channels: Int
  ) throws(ModelError) -> [Float] {
    guard let tensor = try optionalInput(2) else { return Array(repeating: 0, count: channels) }
    guard tensor.shape == [channels] else {
      throw inconsistent("biases of shape \(tensor.shape) do not fit \(channels) channels")
    }
    try require(tensor, "biases", is: .float32, .int32)
    guard tensor.description.elementType == .int32 else {
      return try constantBytes(tensor, "biases").floats
    }
    let steps: [Double]
    if let input = stored[input.description.index].quantization,
      let weights = stored[weights.description.index].quantization
    {
      guard !weights.isPerChannel || weights.dimension == dimension else {
        throw unsupported("a scale for each index of dimension \(weights.dimension) of weights")
      }
      steps = weights.scales.map { Double(input.scales[0]) * Double($0) }
    } else if let own = tensor.description.quantization {
      steps = own.scales.map(Double.init)
    } else {
      throw inconsistent("its biases are integers without a scale")
    }
    return try constantIntegers(tensor, "biases").enumerated().map {
      Float(Double($1) * steps[steps.count == 1 ? 0 : $0])
    }
  }
}
