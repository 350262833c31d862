/// FULLY_CONNECTED: every output unit sees all values of a row.
struct FullyConnected: Kernel {
  enum Rescaling: Sendable {
    /// TensorFlow Lite Micro's.
    case fixedPoint(ChannelRescaling)
    /// LiteRT's: one factor for each unit, one rounding, halves away from zero.
    case double(factors: [Double], zeroPoint: Int, range: ClosedRange<Int>)
  }

  let rows: Int
  let depth: Int
  let units: Int
  let inputZeroPoint: Int16
  /// `[depth, units]`.
  let weights: ConvolutionWeights
  let rescaling: Rescaling

  var scratchBytes: Int { units * MemoryLayout<Int32>.stride }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    let sums = unsafe operands.scratch(as: Int32.self)
    for row in 0..<rows {
      unsafe weights.biases.withUnsafeBufferPointer { _ = unsafe sums.update(fromContentsOf: $0) }
      unsafe weights.weights.withUnsafeBufferPointer { weights in
        unsafe Accumulation.addProducts(
          to: UnsafeMutableBufferPointer(rebasing: sums[0..<units]),
          values: UnsafeBufferPointer(rebasing: input[row * depth..<(row + 1) * depth]),
          zeroPoint: inputZeroPoint, weights: weights)
      }
      unsafe write(
        sums, to: UnsafeMutableBufferPointer(rebasing: output[row * units..<(row + 1) * units]))
    }
  }

  private func write(
    _ sums: UnsafeMutableBufferPointer<Int32>, to output: UnsafeMutableBufferPointer<Int8>
  ) {
    switch rescaling {
    case .fixedPoint(let channels):
      unsafe channels.write(sums, to: output)
    case .double(let factors, let zeroPoint, let range):
      for unit in 0..<units {
        let value = unsafe (Double(sums[unit]) * factors[unit])
          .rounded(.toNearestOrAwayFromZero)
        let shifted = Int(min(max(value, -0x1p31), 0x1p31 - 1)) + zeroPoint
        unsafe output[unit] = Int8(min(max(shifted, range.lowerBound), range.upperBound))
      }
    }
  }
}

extension OperatorSite {
  func prepareFullyConnected() throws(ModelError) -> PreparedOperator {
    let (input, weights, rows) = try fullyConnectedGeometry()
    let (units, depth) = (weights.shape[0], weights.shape[1])
    let (inputScale, inputZeroPoint) = try wholeTensor(input, "input")
    let (outputScale, outputZeroPoint) = try wholeTensor(output, "output")
    try reserve(bytes: units * 32)
    let factors = try weightScales(weights, dimension: 0, channels: units).map {
      Double(inputScale) * Double($0) / Double(outputScale)
    }
    let range = try activationRange(option: 0)
    let rescaling: FullyConnected.Rescaling
    var vanishing = Array(repeating: false, count: units)
    switch arithmetic.fullyConnected {
    case .doublePrecision:
      rescaling = .double(
        factors: factors, zeroPoint: Int(outputZeroPoint),
        range: Int(range.lowerBound)...Int(range.upperBound))
    case .fixedPoint:
      let multipliers = try factors.map { factor throws(ModelError) in try multiplier(factor) }
      vanishing = multipliers.map { $0.mantissa == 0 }
      rescaling = .fixedPoint(
        ChannelRescaling(multipliers: multipliers, zeroPoint: outputZeroPoint, range: range))
    }
    let packed = try packFullyConnected(
      weights, biases: biases(2, channels: units), inputZeroPoint: inputZeroPoint,
      vanishing: vanishing)
    return PreparedOperator(
      kernel: FullyConnected(
        rows: rows, depth: depth, units: units, inputZeroPoint: Int16(inputZeroPoint),
        weights: packed, rescaling: rescaling),
      operands: [input.description.index],
      multiplyAccumulates: rows * weights.description.elementCount,
      parameters: weights.description.elementCount + (try optionalInput(2) == nil ? 0 : units))
  }

  /// Weights `[units, depth]` and an input of so many rows of `depth` values.
  func fullyConnectedGeometry() throws(ModelError) -> (input: Tensor, weights: Tensor, rows: Int) {
    try requireInputCount(2...3)
    let input = try input(0, "input")
    let weights = try self.input(1, "weights")
    try require(input, "an input", is: numberType)
    try require(weights, "weights", is: numberType)
    try require(output, "an output", is: numberType)
    try require(weights, "weights", hasRank: 2)
    let (units, depth) = (weights.shape[0], weights.shape[1])
    let rows = input.description.elementCount / depth
    guard rows * depth == input.description.elementCount else {
      throw inconsistent("weights of shape \(weights.shape) do not fit input \(input.shape)")
    }
    guard try integerOption(1, default: Int8(0)) == 0 else {
      throw unsupported("shuffled weights")
    }
    if try flagOption(2) {
      guard input.shape.last == depth else {
        throw inconsistent("weights of shape \(weights.shape) do not fit input \(input.shape)")
      }
      try requireOutputShape(input.shape.dropLast() + [units])
    } else {
      try requireOutputShape([rows, units])
    }
    return (input, weights, rows)
  }

  /// Turns weights `[units, depth]` around and takes their zero point off.
  private func packFullyConnected(
    _ tensor: Tensor, biases: [Int32], inputZeroPoint: Int32, vanishing: [Bool]
  ) throws(ModelError) -> ConvolutionWeights {
    let zeroPoints = tensor.description.quantization?.zeroPoints ?? []
    for zeroPoint in zeroPoints where zeroPoint != 0 && zeroPoints.count > 1 {
      throw unsupported("a zero point for each unit of its weights")
    }
    let zeroPoint = Int16(tensor.description.zeroPoint)
    let bytes = try constantBytes(tensor, "weights")
    try reserve(bytes: 2 * bytes.count)
    let (units, depth) = (tensor.shape[0], tensor.shape[1])
    var weights = [Int16](repeating: 0, count: bytes.count)
    var magnitudes = [Int](repeating: 0, count: units)
    var biases = biases
    for unit in 0..<units {
      guard !vanishing[unit] else {
        biases[unit] = 0
        continue
      }
      for index in 0..<depth {
        let byte = bytes[bytes.startIndex + unit * depth + index]
        let weight = Int16(Int8(bitPattern: byte)) - zeroPoint
        weights[index * units + unit] = weight
        magnitudes[unit] += Int(weight.magnitude)
      }
    }
    try requireSumsFit(
      magnitudes: magnitudes, biases: biases, inputZeroPoint: inputZeroPoint)
    return ConvolutionWeights(weights: weights, biases: biases)
  }
}
