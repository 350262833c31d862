/// MEAN and SUM of float32 over any dimensions.
struct FloatReduction: Kernel {
  /// How many values each output sums up, if their mean is asked for.
  let count: Float?
  let dimensions: [Reduction.Dimension]

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    unsafe output.update(repeating: 0)
    let inner = dimensions.last ?? Reduction.Dimension(count: 1, stride: 0)
    var start = 0
    while start < input.count {
      var position = dimensions.outputPosition(ofRow: start / inner.count)
      for index in start..<start + inner.count {
        unsafe output[position] += input[index]
        position += inner.stride
      }
      start += inner.count
    }
    guard let count else { return }
    for index in 0..<output.count { unsafe output[index] /= count }
  }
}

extension OperatorSite {
  func prepareFloatReduction(isMean: Bool) throws(ModelError) -> PreparedOperator {
    let (input, count, dimensions) = try reductionGeometry()
    return PreparedOperator(
      kernel: FloatReduction(count: isMean ? Float(count) : nil, dimensions: dimensions),
      operands: [input.description.index])
  }
}
