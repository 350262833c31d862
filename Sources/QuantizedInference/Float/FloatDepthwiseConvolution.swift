/// DEPTHWISE_CONV_2D of float32.
struct FloatDepthwiseConvolution: Kernel, ImaginesPadding {
  var window: Window
  let inputChannels: Int
  /// Output channels for each input channel.
  let multiplier: Int
  /// `[kernel height, kernel width, output channels]`.
  let weights: FloatWeights

  var packedBytes: Int { 4 * weights.weights.count }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    unsafe output.update(repeating: 0)
    let outputChannels = inputChannels &* multiplier
    var end = 0
    for image in 0..<window.batch {
      for row in 0..<window.rows.output {
        let tapRows = window.rows.inside(row)
        let firstLine = image &* window.rows.input &+ window.rows.start(row)
        for column in 0..<window.columns.output {
          let sums = unsafe UnsafeMutableBufferPointer(
            rebasing: output[end..<end &+ outputChannels])
          let taps = window.columns.inside(column)
          let first = window.columns.start(column)
          for tapRow in tapRows {
            let line = firstLine &+ tapRow &* window.rows.dilation
            unsafe addRow(
              to: sums, input: input, position: line &* window.columns.input &+ first, taps: taps,
              weightRow: tapRow &* window.columns.taps)
          }
          unsafe weights.finish(sums)
          end &+= outputChannels
        }
      }
    }
  }

  /// Adds the products of one row of the window.
  @inline(__always)
  private func addRow(
    to sums: UnsafeMutableBufferPointer<Float>, input: UnsafeBufferPointer<Float>, position: Int,
    taps: Range<Int>, weightRow: Int
  ) {
    let dilation = window.columns.dilation
    let outputChannels = sums.count
    unsafe weights.weights.withUnsafeBufferPointer { weights in
      for tap in taps {
        let start = (position &+ tap &* dilation) &* inputChannels
        let weightStart = (weightRow &+ tap) &* outputChannels
        if multiplier == 1 {
          for channel in 0..<inputChannels {
            unsafe sums[channel] =
              sums[channel] + input[start &+ channel] * weights[weightStart &+ channel]
          }
        } else {
          for channel in 0..<inputChannels {
            let value = unsafe input[start &+ channel]
            for index in channel &* multiplier..<(channel &+ 1) &* multiplier {
              unsafe sums[index] = sums[index] + value * weights[weightStart &+ index]
            }
          }
        }
      }
    }
  }
}

extension OperatorSite {
  func prepareFloatDepthwiseConvolution(
    _ real: RealReading
  ) throws(ModelError) -> PreparedOperator {
    let (input, weights, window, multiplier) = try depthwiseGeometry()
    let channels = weights.shape[3]
    return PreparedOperator(
      kernel: FloatDepthwiseConvolution(
        window: window, inputChannels: input.shape[3], multiplier: multiplier,
        weights: try floatWeights(
          real, input: input, weights: weights, dimension: 3, activation: 4)),
      operands: [input.description.index], multiplyAccumulates: window.multiplyAccumulates(weights),
      parameters: weights.description.elementCount + (try optionalInput(2) == nil ? 0 : channels))
  }
}
