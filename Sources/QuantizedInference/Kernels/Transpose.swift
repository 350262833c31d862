extension OperatorSite {
  /// Output dimension i is input dimension `permutation[i]`.
  func prepareTranspose() throws(ModelError) -> PreparedOperator {
    try requireInputCount(2...2)
    let input = try input(0, "input")
    try requireSameType(input)
    let permutation = try constantIntegers(self.input(1, "permutation"), "permutation")
    let rank = input.shape.count
    let axes = try permutation.map { value throws(ModelError) in try axis(value, rank: rank) }
    guard axes.sorted() == Array(0..<rank) else {
      throw inconsistent("\(permutation) is no permutation of \(rank) dimensions")
    }
    let shape = axes.map { input.shape[$0] }
    try requireOutputShape(shape)
    let strides = rowMajorStrides(input.shape)
    let box = BoxCopy(
      elementSize: input.description.elementType.byteCount, shape: shape,
      sourceStrides: axes.map { strides[$0] }, destinationStrides: rowMajorStrides(shape))
    return PreparedOperator(
      kernel: Movement(boxes: [box]), operands: [input.description.index])
  }
}
