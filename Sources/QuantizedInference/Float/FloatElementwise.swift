/// ADD and MUL of float32.
struct FloatElementwise: Kernel {
  enum Operation: Sendable { case sum, product }

  let operation: Operation
  let broadcast: Broadcast
  let range: ClosedRange<Float>

  func run(_ operands: Operands) {
    let a = unsafe operands.input(0, as: Float.self)
    let b = unsafe operands.input(1, as: Float.self)
    let output = unsafe operands.output(as: Float.self)
    switch operation {
    case .sum:
      broadcast.visit { unsafe output[$2] = range.limit(a[$0] + b[$1]) }
    case .product:
      broadcast.visit { unsafe output[$2] = range.limit(a[$0] * b[$1]) }
    }
  }
}

extension OperatorSite {
  func prepareFloatElementwise(
    _ operation: FloatElementwise.Operation
  ) throws(ModelError) -> PreparedOperator {
    let (first, second, broadcast) = try elementwiseInputs()
    return PreparedOperator(
      kernel: FloatElementwise(
        operation: operation, broadcast: broadcast, range: try realActivationRange(option: 0)),
      operands: [first.description.index, second.description.index])
  }
}
