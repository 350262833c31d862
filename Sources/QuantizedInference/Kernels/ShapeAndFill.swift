/// A value that is known at load.
struct KnownValue: MovesBytes {
  let bytes: [UInt8]

  func run(_ operands: Operands) {
    unsafe UnsafeMutableRawBufferPointer(operands.output(as: UInt8.self)).copyBytes(from: bytes)
  }
}

extension OperatorSite {
  /// The dimensions of the input. A dynamic batch is 1, so they are known.
  func prepareShape() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    try require(output, "an output", is: .int32, .int64)
    try requireOutputShape([input.shape.count])
    let bytes = input.shape.flatMap { dimension in
      (0..<output.description.elementType.byteCount).map {
        UInt8(truncatingIfNeeded: dimension >> (8 * $0))
      }
    }
    return PreparedOperator(kernel: KnownValue(bytes: bytes), operands: [])
  }

  /// A tensor of the shape in the first input, each element the one value of the second.
  func prepareFill() throws(ModelError) -> PreparedOperator {
    try requireInputCount(2...2)
    let value = try input(1, "value")
    try requireSameType(value)
    try requireSameQuantization(value)
    guard value.description.elementCount == 1 else {
      throw inconsistent("a value of shape \(value.shape) is not one element")
    }
    try requireOutputShape(constantIntegers(input(0, "shape"), "shape"))
    let box = BoxCopy(
      elementSize: output.description.elementType.byteCount, shape: output.shape,
      sourceStrides: output.shape.map { _ in 0 }, destinationStrides: rowMajorStrides(output.shape))
    return PreparedOperator(
      kernel: Movement(boxes: [box]), operands: [value.description.index])
  }
}
