/// MEAN and SUM over any dimensions.
struct Reduction: Kernel {
  /// How many values each output sums up.
  let count: Int
  /// Whether the bytes are read as unsigned.
  let isUnsigned: Bool
  let inputZeroPoint: Int
  let multiplier: QuantizedMultiplier
  let outputZeroPoint: Int
  let range: ClosedRange<Int>
  /// Counts of the input's dimensions with the distance of their neighbours in the output, 0 for
  /// those that are summed up.
  let dimensions: [Dimension]
  let outputCount: Int

  struct Dimension: Sendable {
    var count: Int
    let stride: Int
  }

  var scratchBytes: Int { outputCount * MemoryLayout<Int32>.stride }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: UInt8.self)
    let output = unsafe operands.output(as: UInt8.self)
    let sums = unsafe operands.scratch(as: Int32.self)
    unsafe sums.update(repeating: 0)
    let inner = dimensions.last ?? Dimension(count: 1, stride: 0)
    var start = 0
    while start < input.count {
      var position = outputPosition(ofRow: start / inner.count)
      for index in start..<start + inner.count {
        let byte = unsafe input[index]
        unsafe sums[position] &+= isUnsigned ? Int32(byte) : Int32(Int8(bitPattern: byte))
        position += inner.stride
      }
      start += inner.count
    }
    for index in 0..<outputCount {
      let sum = unsafe sums[index] - Int32(inputZeroPoint * count)
      let value = multiplier.rescale(sum) + outputZeroPoint
      unsafe output[index] = UInt8(
        truncatingIfNeeded: min(max(value, range.lowerBound), range.upperBound))
    }
  }
}

extension Reduction {
  /// Where in the output a row of the innermost dimension begins.
  func outputPosition(ofRow row: Int) -> Int { dimensions.outputPosition(ofRow: row) }
}

extension [Reduction.Dimension] {
  func outputPosition(ofRow row: Int) -> Int {
    var (position, rest) = (0, row)
    for dimension in dropLast().reversed() {
      position += rest % dimension.count * dimension.stride
      rest /= dimension.count
    }
    return position
  }
}

extension OperatorSite {
  /// The division by the count N is inside the multiplier: with (q, s) for the quotient of the
  /// scales it is (⌊q · 2^k / N⌋, s − k), k = min(⌊log₂ N⌋, 32, 31 + s).
  func prepareMean() throws(ModelError) -> PreparedOperator {
    try prepareReduction(isUnsigned: false, range: -128...127) { multiplier, count in
      let log2 = Int32(Int.bitWidth - 1 - count.leadingZeroBitCount)
      let shift = min(log2, 32, 31 + multiplier.shift)
      return QuantizedMultiplier(
        mantissa: Int32((Int(multiplier.mantissa) << Int(shift)) / count),
        shift: multiplier.shift - shift)
    }
  }

  /// LiteRT reads the bytes as unsigned and clamps to 0…255; see ``Arithmetic/Sum``.
  func prepareSum() throws(ModelError) -> PreparedOperator {
    let isUnsigned = arithmetic.sum == .unsigned
    return try prepareReduction(isUnsigned: isUnsigned, range: isUnsigned ? 0...255 : -128...127) {
      multiplier, _ in multiplier
    }
  }

  private func prepareReduction(
    isUnsigned: Bool, range: ClosedRange<Int>,
    _ rescaling: (QuantizedMultiplier, _ count: Int) -> QuantizedMultiplier
  ) throws(ModelError) -> PreparedOperator {
    let (input, count, dimensions) = try reductionGeometry()
    // A sum minus N times the zero point is at most 383 · N.
    guard count <= Int(Int32.max) / 383 else {
      throw unsupported("a sum of \(count) values")
    }
    let (inputScale, inputZeroPoint) = try wholeTensor(input, "input")
    let (outputScale, outputZeroPoint) = try wholeTensor(output, "output")
    return PreparedOperator(
      kernel: Reduction(
        count: count, isUnsigned: isUnsigned, inputZeroPoint: Int(inputZeroPoint),
        multiplier: rescaling(
          try multiplier(Double(inputScale) / Double(outputScale)), count),
        outputZeroPoint: Int(outputZeroPoint), range: range, dimensions: dimensions,
        outputCount: output.description.elementCount),
      operands: [input.description.index])
  }

  /// How many values each output sums up, and the input's dimensions.
  func reductionGeometry() throws(ModelError) -> (
    input: Tensor, count: Int, dimensions: [Reduction.Dimension]
  ) {
    try requireInputCount(2...2)
    let input = try input(0, "input")
    try require(input, "an input", is: numberType)
    try require(output, "an output", is: numberType)
    let rank = input.shape.count
    let axes = Set(
      try constantIntegers(self.input(1, "axes"), "axes").map { value throws(ModelError) in
        try axis(value, rank: rank)
      })
    let keepsDimensions = try flagOption(0)
    let kept = input.shape.enumerated().map { axes.contains($0) ? 1 : $1 }
    try requireOutputShape(
      keepsDimensions
        ? kept : input.shape.enumerated().compactMap { axes.contains($0) ? nil : $1 })
    let count = axes.reduce(1) { $0 * input.shape[$1] }
    let strides = rowMajorStrides(kept)
    let dimensions = input.shape.indices.map {
      Reduction.Dimension(count: input.shape[$0], stride: axes.contains($0) ? 0 : strides[$0])
    }
    return (input, count, dimensions)
  }
}
