/// FULLY_CONNECTED of float32.
struct FloatFullyConnected: Kernel {
  let rows: Int
  let depth: Int
  let units: Int
  /// `[depth, units]`.
  let weights: FloatWeights

  var packedBytes: Int { 4 * weights.weights.count }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    unsafe output.update(repeating: 0)
    unsafe weights.weights.withUnsafeBufferPointer { products in
      for row in 0..<rows {
        let sums = unsafe UnsafeMutableBufferPointer(
          rebasing: output[row * units..<(row + 1) * units])
        unsafe FloatWeights.addProducts(
          to: sums, values: UnsafeBufferPointer(rebasing: input[row * depth..<(row + 1) * depth]),
          weights: products)
        unsafe weights.finish(sums)
      }
    }
  }
}

extension OperatorSite {
  func prepareFloatFullyConnected(_ real: RealReading) throws(ModelError) -> PreparedOperator {
    let (input, weights, rows) = try fullyConnectedGeometry()
    let (units, depth) = (weights.shape[0], weights.shape[1])
    let stored = try floatWeights(
      real, input: input, weights: weights, dimension: 0, activation: 0)
    return PreparedOperator(
      kernel: FloatFullyConnected(
        rows: rows, depth: depth, units: units, weights: stored.turnedAround(groups: 1)),
      operands: [input.description.index],
      multiplyAccumulates: rows * weights.description.elementCount,
      parameters: weights.description.elementCount + (try optionalInput(2) == nil ? 0 : units))
  }
}
