/// CONV_2D of float32.
struct FloatConvolution: Kernel, ImaginesPadding {
  var window: Window
  let inputChannels: Int
  let outputChannels: Int
  let groups: Int
  let weights: FloatWeights

  var packedBytes: Int { 4 * weights.weights.count }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    unsafe output.update(repeating: 0)
    var end = 0
    for image in 0..<window.batch {
      for row in 0..<window.rows.output {
        let tapRows = window.rows.inside(row)
        let firstLine = image &* window.rows.input &+ window.rows.start(row)
        for column in 0..<window.columns.output {
          let sums = unsafe UnsafeMutableBufferPointer(
            rebasing: output[end..<end &+ outputChannels])
          for tapRow in tapRows {
            let line = firstLine &+ tapRow &* window.rows.dilation
            unsafe addRow(
              to: sums, input: input, line: line &* window.columns.input, column: column,
              tapRow: tapRow)
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
    to sums: UnsafeMutableBufferPointer<Float>, input: UnsafeBufferPointer<Float>, line: Int,
    column: Int, tapRow: Int
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
    unsafe weights.weights.withUnsafeBufferPointer { weights in
      for group in 0..<groups {
        let block = (group &* window.rows.taps &+ tapRow) &* columns.taps
        let groupSums = unsafe UnsafeMutableBufferPointer(
          rebasing: sums[group &* groupOutputs..<(group &+ 1) &* groupOutputs])
        for run in 0..<runs {
          let tap = taps.lowerBound &+ run
          let start =
            (first &+ tap &* columns.dilation) &* inputChannels &+ group &* groupInputs
          let weightStart = (block &+ tap) &* groupInputs &* groupOutputs
          unsafe FloatWeights.addProducts(
            to: groupSums,
            values: UnsafeBufferPointer(rebasing: input[start..<start &+ runLength]),
            weights: UnsafeBufferPointer(
              rebasing: weights[weightStart..<weightStart &+ runLength &* groupOutputs]))
        }
      }
    }
  }
}

extension OperatorSite {
  func prepareFloatConvolution(_ real: RealReading) throws(ModelError) -> PreparedOperator {
    let (input, weights, window, groups) = try convolutionGeometry()
    let stored = try floatWeights(
      real, input: input, weights: weights, dimension: 0, activation: 3)
    let channels = weights.shape[0]
    return PreparedOperator(
      kernel: FloatConvolution(
        window: window, inputChannels: input.shape[3], outputChannels: channels, groups: groups,
        weights: stored.turnedAround(groups: groups)),
      operands: [input.description.index], multiplyAccumulates: window.multiplyAccumulates(weights),
      parameters: weights.description.elementCount + (try optionalInput(2) == nil ? 0 : channels))
  }
}

extension FloatWeights {
  /// The same weights, of which the file has the output channel first, with it last in each group.
  func turnedAround(groups: Int) -> FloatWeights {
    let channels = biases.count
    let taps = weights.count / channels
    let groupOutputs = channels / groups
    var turned = [Float](repeating: 0, count: weights.count)
    for channel in 0..<channels {
      let (group, inGroup) = channel.quotientAndRemainder(dividingBy: groupOutputs)
      for tap in 0..<taps {
        turned[(group * taps + tap) * groupOutputs + inGroup] = weights[channel * taps + tap]
      }
    }
    return FloatWeights(weights: turned, biases: biases, range: range)
  }
}
