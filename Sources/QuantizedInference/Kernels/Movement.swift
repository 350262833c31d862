/// The kernel of the operators that only move elements: fills the output with one byte if asked
/// to, then copies a box out of each operand.
struct Movement: MovesBytes {
  var fill: UInt8?
  /// One for each operand.
  let boxes: [BoxCopy]

  func run(_ operands: Operands) {
    let output = unsafe operands.output(as: UInt8.self)
    if let fill { unsafe output.update(repeating: fill) }
    for index in boxes.indices {
      unsafe boxes[index].run(from: operands.input(index, as: UInt8.self), to: output)
    }
  }
}

extension OperatorSite {
  /// A dimension's number, negative ones counted from the end.
  func axis(_ value: Int, rank: Int) throws(ModelError) -> Int {
    let axis = value < 0 ? value + rank : value
    guard (0..<rank).contains(axis) else {
      throw inconsistent("axis \(value) does not exist in \(rank) dimensions")
    }
    return axis
  }

  /// Quantized values may be moved as they are only into a tensor that reads them alike.
  func requireSameQuantization(_ tensor: Tensor) throws(ModelError) {
    let (from, to) = (tensor.description, output.description)
    guard from.scale == to.scale, from.zeroPoint == to.zeroPoint else {
      throw unsupported("inputs and output of unequal scale or zero point")
    }
  }
}
