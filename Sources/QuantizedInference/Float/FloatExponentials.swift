import Foundation

/// LOGISTIC of float32: 1 / (1 + e^−x), and e^x below −9, where that is the same number; so LiteRT does.
struct FloatLogistic: Kernel {
  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    for index in 0..<input.count {
      let x = unsafe input[index]
      unsafe output[index] = x < -9 ? exp(x) : 1 / (1 + exp(-x))
    }
  }
}

/// SOFTMAX of float32 over the last dimension.
struct FloatSoftmax: Kernel {
  let rows: Int
  let depth: Int
  let beta: Float

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    for row in 0..<rows {
      let values = row * depth..<(row + 1) * depth
      var largest = -Float.greatestFiniteMagnitude
      for index in values { largest = unsafe max(largest, input[index]) }
      var sum: Float = 0
      for index in values {
        let exponential = unsafe exp((input[index] - largest) * beta)
        unsafe output[index] = exponential
        sum += exponential
      }
      for index in values { unsafe output[index] /= sum }
    }
  }
}

extension OperatorSite {
  func prepareFloatLogistic() throws(ModelError) -> PreparedOperator {
    PreparedOperator(kernel: FloatLogistic(), operands: [try sameShapeInput().description.index])
  }

  func prepareFloatSoftmax() throws(ModelError) -> PreparedOperator {
    let input = try sameShapeInput()
    guard let depth = input.shape.last else { throw inconsistent("its input is a scalar") }
    return PreparedOperator(
      kernel: FloatSoftmax(
        rows: input.description.elementCount / depth, depth: depth,
        beta: try record.options?.float(0, default: 0) ?? 0),
      operands: [input.description.index])
  }

  /// The only input of an operator whose output has its shape.
  private func sameShapeInput() throws(ModelError) -> Tensor {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    for tensor in [input, output] { try require(tensor, "a tensor", is: .float32) }
    try requireOutputShape(input.shape)
    return input
  }
}
