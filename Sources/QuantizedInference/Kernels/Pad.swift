/// A border around a tensor, holding the quantized zero.
struct Padding: MovesBytes {
  /// Before and after each dimension.
  let amounts: [(before: Int, after: Int)]
  let inputShape: [Int]
  private let movement: Movement

  init(amounts: [(before: Int, after: Int)], inputShape: [Int], elementSize: Int, fill: UInt8) {
    self.amounts = amounts
    self.inputShape = inputShape
    let strides = rowMajorStrides(
      zip(inputShape, amounts).map { $0 + $1.before + $1.after })
    movement = Movement(
      fill: fill,
      boxes: [
        BoxCopy(
          elementSize: elementSize, shape: inputShape, sourceStrides: rowMajorStrides(inputShape),
          destinationStart: zip(amounts, strides).reduce(0) { $0 + $1.0.before * $1.1 },
          destinationStrides: strides)
      ])
  }

  var isNothing: Bool { amounts.allSatisfy { $0.before == 0 && $0.after == 0 } }

  func run(_ operands: Operands) { movement.run(operands) }
}

extension OperatorSite {
  /// The second input holds, for each dimension, how much to add before and after. The border of
  /// 8-bit tensors is the output's zero point, of others 0.
  func preparePad() throws(ModelError) -> PreparedOperator {
    try requireInputCount(2...2)
    let input = try input(0, "input")
    try requireSameType(input)
    let table = try self.input(1, "paddings")
    guard table.shape == [input.shape.count, 2] else {
      throw inconsistent("paddings of shape \(table.shape) do not fit input \(input.shape)")
    }
    let values = try constantIntegers(table, "paddings")
    for value in values where value < 0 {
      throw inconsistent("a padding is \(value)")
    }
    let amounts = stride(from: 0, to: values.count, by: 2).map {
      (before: values[$0], after: values[$0 + 1])
    }
    try requireOutputShape(zip(input.shape, amounts).map { $0 + $1.before + $1.after })
    let isByte = output.description.elementType.byteCount == 1
    let padding = Padding(
      amounts: amounts, inputShape: input.shape,
      elementSize: output.description.elementType.byteCount,
      fill: isByte ? UInt8(truncatingIfNeeded: output.description.zeroPoint) : 0)
    return PreparedOperator(
      kernel: padding, operands: [input.description.index], sharesItsOperand: padding.isNothing)
  }
}
