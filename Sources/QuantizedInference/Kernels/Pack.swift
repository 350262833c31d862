extension OperatorSite {
  /// The inputs, all of one shape, along a new dimension.
  func preparePack() throws(ModelError) -> PreparedOperator {
    let parts = try inputParts()
    let count = try integerOption(0, default: Int32(0))
    guard count == parts.count else {
      throw inconsistent("it should pack \(count) inputs and has \(parts.count)")
    }
    let shape = parts[0].shape
    for part in parts where part.shape != shape {
      throw inconsistent("inputs of shapes \(shape) and \(part.shape) do not fit together")
    }
    let axis = try axis(Int(integerOption(1, default: Int32(0))), rank: shape.count + 1)
    var packed = shape
    packed.insert(parts.count, at: axis)
    try requireOutputShape(packed)
    var strides = rowMajorStrides(packed)
    let distance = strides.remove(at: axis)
    let boxes = parts.indices.map { index in
      BoxCopy(
        elementSize: output.description.elementType.byteCount, shape: shape,
        sourceStrides: rowMajorStrides(shape), destinationStart: index * distance,
        destinationStrides: strides)
    }
    return PreparedOperator(
      kernel: Movement(boxes: boxes), operands: parts.map(\.description.index))
  }
}
