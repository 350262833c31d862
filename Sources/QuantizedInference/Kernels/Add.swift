/// ADD: both operands are brought to a scale twice the larger of theirs, with 20 bits to spare,
/// added, and brought to the output's.
struct Add: Kernel {
  let broadcast: Broadcast
  /// The first two steps for each byte of an operand, by bit pattern.
  let first: [Int32]
  let second: [Int32]
  let multiplier: QuantizedMultiplier
  let zeroPoint: Int
  let range: ClosedRange<Int>

  func run(_ operands: Operands) {
    let a = unsafe operands.input(0, as: UInt8.self)
    let b = unsafe operands.input(1, as: UInt8.self)
    let output = unsafe operands.output(as: Int8.self)
    unsafe first.withUnsafeBufferPointer { first in
      unsafe second.withUnsafeBufferPointer { second in
        broadcast.visit { indexA, indexB, index in
          let sum = unsafe first[Int(a[indexA])] &+ second[Int(b[indexB])]
          let value = multiplier.rescale(sum) &+ zeroPoint
          unsafe output[index] = Int8(
            truncatingIfNeeded: min(max(value, range.lowerBound), range.upperBound))
        }
      }
    }
  }
}

extension OperatorSite {
  func prepareAdd() throws(ModelError) -> PreparedOperator {
    let (first, second, broadcast) = try elementwiseInputs()
    let a = try wholeTensor(first, "first input")
    let b = try wholeTensor(second, "second input")
    let (outputScale, outputZeroPoint) = try wholeTensor(output, "output")
    let common = 2 * max(Double(a.scale), Double(b.scale))
    try reserve(bytes: 2 * 256 * 4)

    func table(_ operand: (scale: Float, zeroPoint: Int32)) throws(ModelError) -> [Int32] {
      let multiplier = try multiplier(Double(operand.scale) / common)
      return (0..<256).map { byte in
        let value = Int32(Int8(truncatingIfNeeded: byte)) - operand.zeroPoint
        // At most 255 · 2²⁰, halved at least: fits, and so does the sum of two.
        return Int32(multiplier.rescale(value << 20))
      }
    }
    let range = try activationRange(option: 0)
    return PreparedOperator(
      kernel: Add(
        broadcast: broadcast, first: try table(a), second: try table(b),
        multiplier: try multiplier(common / (0x1p20 * Double(outputScale))),
        zeroPoint: Int(outputZeroPoint), range: Int(range.lowerBound)...Int(range.upperBound)),
      operands: [first.description.index, second.description.index])
  }
}
