/// QUANTIZE of float32: to nearest, halves away from zero, saturating. The division is in single
/// precision, as LiteRT's: a product with the inverse differs near ties. Values beyond 2³¹ steps
/// saturate too, and what is not a number becomes 0; LiteRT's conversion to an integer overflows
/// there.
struct QuantizeFloats: Kernel {
  let scale: Float
  let zeroPoint: Float
  let range: ClosedRange<Float>

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: UInt8.self)
    for index in 0..<input.count {
      let steps = unsafe (input[index] / scale).rounded(.toNearestOrAwayFromZero)
      let shifted = (steps.isNaN ? 0 : steps) + zeroPoint
      let value = min(max(shifted, range.lowerBound), range.upperBound)
      unsafe output[index] = UInt8(truncatingIfNeeded: Int(value))
    }
  }
}

/// DEQUANTIZE of 8-bit values.
struct DequantizeBytes: Kernel {
  let isSigned: Bool
  let scale: Float
  let zeroPoint: Int32

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: UInt8.self)
    let output = unsafe operands.output(as: Float.self)
    for index in 0..<input.count {
      let byte = unsafe input[index]
      let value = isSigned ? Int32(Int8(bitPattern: byte)) : Int32(byte)
      unsafe output[index] = Float(value - zeroPoint) * scale
    }
  }
}

extension OperatorSite {
  func prepareQuantize() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    try require(input, "an input", is: .float32, .int8, .uint8)
    try require(output, "an output", is: .int8, .uint8)
    try requireOutputShape(input.shape)
    let (outputScale, outputZeroPoint) = try wholeTensor(output, "output")
    let range = output.description.elementType.range ?? 0...0
    let kernel: any Kernel
    if input.description.elementType == .float32 {
      kernel = QuantizeFloats(
        scale: outputScale, zeroPoint: Float(outputZeroPoint),
        range: Float(range.lowerBound)...Float(range.upperBound))
    } else {
      let (inputScale, inputZeroPoint) = try wholeTensor(input, "input")
      let multiplier = try multiplier(Double(inputScale) / Double(outputScale))
      let isSigned = input.description.elementType == .int8
      try reserve(bytes: 256)
      kernel = ByteTable(
        results: (0..<256).map { byte in
          let value = isSigned ? Int32(Int8(truncatingIfNeeded: byte)) : Int32(byte)
          let result = multiplier.rescale(value - inputZeroPoint) + Int(outputZeroPoint)
          return UInt8(truncatingIfNeeded: min(max(result, range.lowerBound), range.upperBound))
        })
    }
    return PreparedOperator(kernel: kernel, operands: [input.description.index])
  }

  func prepareDequantize() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    try require(input, "an input", is: .int8, .uint8)
    try require(output, "an output", is: .float32)
    try requireOutputShape(input.shape)
    let (scale, zeroPoint) = try wholeTensor(input, "input")
    return PreparedOperator(
      kernel: DequantizeBytes(
        isSigned: input.description.elementType == .int8, scale: scale, zeroPoint: zeroPoint),
      operands: [input.description.index])
  }
}
