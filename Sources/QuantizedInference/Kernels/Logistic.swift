import Foundation

/// An int8 function of one int8 value, or a change of its quantization: 256 results, looked up.
struct ByteTable: Kernel {
  /// By bit pattern of the input.
  let results: [UInt8]

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: UInt8.self)
    let output = unsafe operands.output(as: UInt8.self)
    unsafe results.withUnsafeBufferPointer { results in
      for index in 0..<input.count {
        unsafe output[index] = results[Int(input[index])]
      }
    }
  }
}

extension OperatorSite {
  /// 1 / (1 + e^−x); the output's scale is 1/256, its zero point −128.
  func prepareLogistic() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    try require(input, "an input", is: .int8)
    try requireProbabilities(shape: input.shape)
    let (scale, zeroPoint) = try wholeTensor(input, "input")
    try reserve(bytes: 256)
    let value: (Int32) -> Int32
    switch arithmetic.logistic {
    case .floatTable:
      value = { floatLogistic($0 - zeroPoint, scale: scale) }
    case .fixedPoint:
      let logistic = try FixedPointLogistic(scale: scale, at: self)
      value = { logistic($0 - zeroPoint) }
    }
    let results = (0..<256).map { byte in
      UInt8(truncatingIfNeeded: value(Int32(Int8(truncatingIfNeeded: byte))))
    }
    return PreparedOperator(
      kernel: ByteTable(results: results), operands: [input.description.index])
  }

  /// The quantization of a tensor of probabilities, which LiteRT asks for as well.
  func requireProbabilities(shape: [Int]) throws(ModelError) {
    try require(output, "an output", is: .int8)
    try requireOutputShape(shape)
    let (scale, zeroPoint) = try wholeTensor(output, "output")
    guard scale == 1 / 256, zeroPoint == -128 else {
      throw unsupported("an output of scale \(scale) and zero point \(zeroPoint)")
    }
  }
}

/// LiteRT's: in single precision throughout.
private func floatLogistic(_ distance: Int32, scale: Float) -> Int32 {
  let x = scale * Float(distance)
  // The exponential is rounded to single precision once.
  let y = 1 / (1 + Float(exp(Double(-x))))
  let value = Int32((y * 256).rounded(.toNearestOrAwayFromZero)) - 128
  return min(max(value, -128), 127)
}

/// TensorFlow Lite Micro's: fixed point with four integer bits.
private struct FixedPointLogistic {
  private let multiplier: QuantizedMultiplier
  private let radius: Int32

  init(scale: Float, at site: OperatorSite) throws(ModelError) {
    multiplier = try site.multiplier(Double(scale) * 0x1p27)
    guard multiplier.shift >= 0 else {
      throw site.unsupported("an input of scale \(scale)")
    }
    radius = inputRadius(integerBits: 4, shift: multiplier.shift)
  }

  func callAsFunction(_ distance: Int32) -> Int32 {
    if distance <= -radius { return -128 }
    if distance >= radius { return 127 }
    let input = Int32(truncatingIfNeeded: multiplier.rescale(distance))
    let result = FixedPoint.logistic(input, integerBits: 4)
    return min(max(FixedPoint.divide(result, byPowerOfTwo: 23) - 128, -128), 127)
  }
}

/// How far from zero an input stays within so many integer bits.
func inputRadius(integerBits: Int32, shift: Int32) -> Int32 {
  Int32(((Int(1) << Int(integerBits) - 1) << Int(31 - integerBits)) >> Int(shift))
}
