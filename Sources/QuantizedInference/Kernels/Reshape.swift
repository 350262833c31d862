extension OperatorSite {
  /// The bytes stay; only the shape differs. The target is the second input, or the option
  /// `new_shape`, or the declared shape; one dimension may be −1. Scales may differ: they do in
  /// mcunet-in3, and LiteRT copies.
  func prepareReshape() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...2)
    let input = try input(0, "input")
    try requireSameType(input)
    try requireOutputShape(target(elementCount: input.description.elementCount))
    return unchanged(input)
  }

  /// The output is the input byte for byte.
  func unchanged(_ input: Tensor) -> PreparedOperator {
    let count = input.description.byteCount
    let box = BoxCopy(elementSize: 1, shape: [count], sourceStrides: [1], destinationStrides: [1])
    return PreparedOperator(
      kernel: Movement(boxes: [box]), operands: [input.description.index], sharesItsOperand: true)
  }

  private func target(elementCount: Int) throws(ModelError) -> [Int] {
    var shape = output.shape
    if let tensor = try optionalInput(1), tensor.shape.count == 1 {
      shape = try constantIntegers(tensor, "shape")
    } else if let option = try record.options?.integers(0, of: Int32.self, "new shape") {
      // Old writers say [0] for a scalar.
      shape = option == [0] ? [] : option.map(Int.init)
    }
    guard shape.count <= 8 else { throw unsupported("a shape of \(shape.count) dimensions") }
    var known = 1
    for dimension in shape where dimension != -1 {
      guard dimension > 0, known <= elementCount else {
        throw inconsistent("\(elementCount) elements cannot have shape \(shape)")
      }
      known *= dimension
    }
    let open = shape.indices.filter { shape[$0] == -1 }
    if open.count == 1 { shape[open[0]] = elementCount / known }
    guard open.count < 2, shape.reduce(1, *) == elementCount else {
      throw inconsistent("\(elementCount) elements cannot have shape \(shape)")
    }
    return shape
  }
}
