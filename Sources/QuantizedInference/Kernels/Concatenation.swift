extension OperatorSite {
  /// The inputs side by side along one dimension.
  func prepareConcatenation() throws(ModelError) -> PreparedOperator {
    let parts = try inputParts()
    let axis = try axis(Int(integerOption(0, default: Int32(0))), rank: parts[0].shape.count)
    guard try integerOption(1, default: Int8(0)) == 0 else {
      throw unsupported("a fused activation")
    }
    var shape = parts[0].shape
    for part in parts.dropFirst() {
      guard part.shape.count == shape.count,
        part.shape.indices.allSatisfy({ $0 == axis || part.shape[$0] == shape[$0] })
      else {
        throw inconsistent("inputs of shapes \(shape) and \(part.shape) do not fit together")
      }
      shape[axis] += part.shape[axis]
    }
    try requireOutputShape(shape)
    let strides = rowMajorStrides(shape)
    var position = 0
    let boxes = parts.map { part in
      defer { position += part.shape[axis] }
      return BoxCopy(
        elementSize: output.description.elementType.byteCount, shape: part.shape,
        sourceStrides: rowMajorStrides(part.shape), destinationStart: position * strides[axis],
        destinationStrides: strides)
    }
    return PreparedOperator(
      kernel: Movement(boxes: boxes), operands: parts.map(\.description.index))
  }

  /// The inputs of an operator that takes any number of one kind.
  func inputParts() throws(ModelError) -> [Tensor] {
    try requireInputCount(1...max(inputs.count, 1))
    try reserve(bytes: 256 * inputs.count)
    return try inputs.indices.map { index throws(ModelError) in
      let part = try input(index, "input \(index)")
      try requireSameType(part)
      try requireSameQuantization(part)
      return part
    }
  }
}
