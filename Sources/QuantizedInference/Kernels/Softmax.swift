/// SOFTMAX over the last dimension, in fixed point; the output's scale is 1/256, its zero point
/// −128.
struct Softmax: Kernel {
  let rows: Int
  let depth: Int
  /// e^(−d · beta · scale) with no integer bits, for the distance d = 0…255 from the largest value
  /// of a row; nil where it is too small to count.
  let exponentials: [Int32?]

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    for row in 0..<rows {
      let values = row * depth..<(row + 1) * depth
      var largest = Int8.min
      for index in values { largest = unsafe max(largest, input[index]) }
      // Twelve integer bits: the preparation allows no more than 4095 terms.
      var sum: Int32 = 0
      for index in values {
        if let exponential = unsafe exponentials[Int(largest) - Int(input[index])] {
          sum += FixedPoint.divide(exponential, byPowerOfTwo: 12)
        }
      }
      let zeros = sum.leadingZeroBitCount
      let fraction = Int32(bitPattern: UInt32(bitPattern: sum) << UInt32(zeros) - 1 << 31)
      let reciprocal = FixedPoint.reciprocalOfOnePlus(fraction)
      let shift = 12 - zeros + 23
      for index in values {
        var result: Int32 = -128
        if let exponential = unsafe exponentials[Int(largest) - Int(input[index])] {
          let product = FixedPoint.highProduct(reciprocal, exponential)
          result = min(FixedPoint.divide(product, byPowerOfTwo: shift) - 128, 127)
        }
        unsafe output[index] = Int8(result)
      }
    }
  }
}

extension OperatorSite {
  func prepareSoftmax() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    try require(input, "an input", is: .int8)
    try requireProbabilities(shape: input.shape)
    guard let depth = input.shape.last else { throw inconsistent("its input is a scalar") }
    guard depth < 4096 else { throw unsupported("a softmax over \(depth) values") }
    let beta = try record.options?.float(0, default: 0) ?? 0
    let (scale, _) = try wholeTensor(input, "input")
    let factor = min(Double(beta) * Double(scale) * 0x1p26, 0x1p31 - 1)
    guard factor > 1 else {
      throw unsupported("beta \(beta) with an input of scale \(scale)")
    }
    let multiplier = try multiplier(factor)
    try reserve(bytes: 256 * 8)
    let radius = inputRadius(integerBits: 5, shift: multiplier.shift)
    let exponentials = (0..<256).map { distance -> Int32? in
      guard distance <= radius else { return nil }
      let exponent = Int32(truncatingIfNeeded: multiplier.rescale(-Int32(distance)))
      return FixedPoint.exponential(exponent, integerBits: 5)
    }
    return PreparedOperator(
      kernel: Softmax(
        rows: input.description.elementCount / depth, depth: depth, exponentials: exponentials),
      operands: [input.description.index])
  }
}
