extension OperatorSite {
  /// Every `stride`-th element from `begin` up to, not including, `end`, in each dimension;
  /// negative positions count from the end, positions outside are moved to the edge. Bits of the
  /// masks mean: from the start, up to the end, take one element and drop the dimension.
  func prepareStridedSlice() throws(ModelError) -> PreparedOperator {
    try requireInputCount(4...4)
    let input = try input(0, "input")
    try requireSameType(input)
    let begin = try constantIntegers(self.input(1, "begin"), "begin")
    let end = try constantIntegers(self.input(2, "end"), "end")
    let stride = try constantIntegers(self.input(3, "strides"), "strides")
    let rank = input.shape.count
    guard begin.count <= rank, end.count == begin.count, stride.count == begin.count else {
      throw inconsistent("begin, end and strides do not fit \(rank) dimensions")
    }
    let beginMask = try integerOption(0, default: Int32(0))
    let endMask = try integerOption(1, default: Int32(0))
    guard try integerOption(2, default: Int32(0)) == 0 else {
      throw unsupported("an ellipsis mask")
    }
    guard try integerOption(3, default: Int32(0)) == 0 else { throw unsupported("a new-axis mask") }
    let shrinkMask = try integerOption(4, default: Int32(0))
    guard try !flagOption(5) else { throw unsupported("an end given as an offset") }

    let inputStrides = rowMajorStrides(input.shape)
    var start = 0
    var counts: [Int] = []
    var strides: [Int] = []
    for axis in 0..<rank {
      func isSet(_ mask: Int32) -> Bool { mask >> Int32(axis) & 1 == 1 }
      let length = input.shape[axis]
      guard axis < begin.count else {
        counts.append(length)
        strides.append(inputStrides[axis])
        continue
      }
      let step = stride[axis]
      guard step != 0 else { throw inconsistent("a stride is 0") }

      func edge(_ position: Int) -> Int {
        let counted = position < 0 ? position + length : position
        return step > 0 ? min(max(counted, 0), length) : min(max(counted, -1), length - 1)
      }
      let first = isSet(beginMask) ? (step > 0 ? 0 : length - 1) : edge(begin[axis])
      if isSet(shrinkMask) {
        guard (0..<length).contains(first) else {
          throw inconsistent("position \(begin[axis]) does not exist in dimension \(axis)")
        }
      } else {
        let last = isSet(endMask) ? (step > 0 ? length : -1) : edge(end[axis])
        let count = (last - first + step - step.signum()) / step
        guard count > 0 else { throw unsupported("an empty slice") }
        counts.append(count)
        strides.append(step * inputStrides[axis])
      }
      start += first * inputStrides[axis]
    }
    try requireOutputShape(counts)
    let box = BoxCopy(
      elementSize: input.description.elementType.byteCount, shape: counts, sourceStart: start,
      sourceStrides: strides, destinationStrides: rowMajorStrides(counts))
    return PreparedOperator(
      kernel: Movement(boxes: [box]), operands: [input.description.index])
  }
}
