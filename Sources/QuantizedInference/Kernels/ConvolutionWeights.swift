/// Weights and biases of a convolution or fully connected layer in the order of the inner loop,
/// shared by all sessions.
struct ConvolutionWeights: Sendable {
  /// `[groups, kernel height, kernel width, input channels of a group, output channels of a
  /// group]`, zero point taken off.
  let weights: [Int16]
  /// One for each output channel.
  let biases: [Int32]
}

extension OperatorSite {
  /// The biases, zeros if there are none.
  func biases(_ index: Int, channels: Int) throws(ModelError) -> [Int32] {
    guard let tensor = try optionalInput(index) else {
      return Array(repeating: 0, count: channels)
    }
    guard tensor.shape == [channels] else {
      throw inconsistent("biases of shape \(tensor.shape) do not fit \(channels) channels")
    }
    try require(tensor, "biases", is: .int32)
    return try constantIntegers(tensor, "biases").map { Int32(truncatingIfNeeded: $0) }
  }

  /// The scales of the weights, one for each output channel, any sign.
  ///
  /// - Parameter dimension: The dimension of the weights that is the output channel.
  func weightScales(_ weights: Tensor, dimension: Int, channels: Int) throws(ModelError) -> [Float]
  {
    guard let quantization = weights.description.quantization else {
      throw inconsistent("its weights have no scale")
    }
    guard quantization.isPerChannel else {
      return Array(repeating: quantization.scales[0], count: channels)
    }
    guard quantization.dimension == dimension else {
      throw unsupported("a scale for each index of dimension \(quantization.dimension) of weights")
    }
    return quantization.scales
  }

  /// Refuses weights with which a sum could leave 32 bits, whatever the input: with the largest
  /// magnitude m of an input value minus its zero point, no partial sum of a channel exceeds
  /// |bias| + m · Σ |weight|.
  ///
  /// Channels whose multiplier vanishes come here with zeros, since nothing of their sum is left.
  ///
  /// - Parameter magnitudes: Σ |weight| by channel.
  func requireSumsFit(magnitudes: [Int], biases: [Int32], inputZeroPoint: Int32) throws(ModelError)
  {
    let largest = Int(max(127 - inputZeroPoint, inputZeroPoint + 128))
    for (channel, magnitude) in magnitudes.enumerated()
    where Int(biases[channel].magnitude) + largest * magnitude > Int(Int32.max) {
      throw unsupported("a sum of more than 32 bits in channel \(channel)")
    }
  }
}
