import ModelWriting

/// CONV_2D and DEPTHWISE_CONV_2D of one layer, tap by tap.
///
/// Source: `shared/reference/README.md`, "Operators".
struct NaiveConvolution {
  var window: TFLiteWindow
  /// Of the depthwise form; nil for the plain one.
  var depthMultiplier: Int?
  var activation: TFLiteActivation
  /// `[out, height, width, in]`, or `[1, height, width, out]` of the depthwise form.
  var weightShape: [Int]
  var weights: [Int]
  /// One, or one for each output channel.
  var weightScales: [Float]
  var biases: [Int]

  var outputChannels: Int { depthMultiplier == nil ? weightShape[0] : weightShape[3] }

  func outputShape(for input: [Int]) -> [Int] {
    [input[0], window.rows(of: input).outputs, window.columns(of: input).outputs, outputChannels]
  }

  /// - Parameters:
  ///   - scale: Of the output, as is `zeroPoint`.
  func apply(to input: QuantizedValues, scale: Float, zeroPoint: Int) -> [Int] {
    let limits = activationLimits(activation, scale: scale, zeroPoint: zeroPoint)
    return indices(of: outputShape(for: input.shape)).map { index in
      let channel = index[3]
      let weightScale = weightScales[weightScales.count == 1 ? 0 : channel]
      let multiplier = NaiveMultiplier(Double(input.scale) * Double(weightScale) / Double(scale))
      let sum = biases[channel] + taps(input, at: index)
      return clamp(multiplier.apply(sum) + zeroPoint, to: limits)
    }
  }

  private func taps(_ input: QuantizedValues, at index: [Int]) -> Int {
    let rows = window.rows(of: input.shape)
    let columns = window.columns(of: input.shape)
    var sum = 0
    for tapRow in 0..<window.height {
      let row = rows.input(output: index[1], tap: tapRow)
      guard (0..<input.shape[1]).contains(row) else { continue }
      for tapColumn in 0..<window.width {
        let column = columns.input(output: index[2], tap: tapColumn)
        guard (0..<input.shape[2]).contains(column) else { continue }
        for (channel, weight) in channelWeights(index[3], tapRow, tapColumn, input.shape[3]) {
          sum += (input[index[0], row, column, channel] - input.zeroPoint) * weight
        }
      }
    }
    return sum
  }

  /// The input channels that an output channel reads, with their weights at one tap.
  private func channelWeights(
    _ output: Int, _ row: Int, _ column: Int, _ inputChannels: Int
  ) -> [(channel: Int, weight: Int)] {
    if let depthMultiplier {
      let place = position(of: [0, row, column, output], in: weightShape)
      return [(output / depthMultiplier, weights[place])]
    }
    let depth = weightShape[3]
    let groups = inputChannels / depth
    let first = output / (outputChannels / groups) * depth
    return (0..<depth).map { channel in
      let place = position(of: [output, row, column, channel], in: weightShape)
      return (first + channel, weights[place])
    }
  }
}
