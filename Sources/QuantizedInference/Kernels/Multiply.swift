/// MUL: the product of both operands' distances from zero, rescaled.
struct Multiply: Kernel {
  let broadcast: Broadcast
  let firstZeroPoint: Int32
  let secondZeroPoint: Int32
  let multiplier: QuantizedMultiplier
  let zeroPoint: Int
  let range: ClosedRange<Int>

  func run(_ operands: Operands) {
    let a = unsafe operands.input(0, as: Int8.self)
    let b = unsafe operands.input(1, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    broadcast.visit { indexA, indexB, index in
      let product =
        unsafe (Int32(a[indexA]) &- firstZeroPoint)
        &* (Int32(b[indexB]) &- secondZeroPoint)
      let value = multiplier.rescale(product) &+ zeroPoint
      unsafe output[index] = Int8(
        truncatingIfNeeded: min(max(value, range.lowerBound), range.upperBound))
    }
  }
}

extension OperatorSite {
  func prepareMul() throws(ModelError) -> PreparedOperator {
    let (first, second, broadcast) = try elementwiseInputs()
    let a = try wholeTensor(first, "first input")
    let b = try wholeTensor(second, "second input")
    let (outputScale, outputZeroPoint) = try wholeTensor(output, "output")
    let range = try activationRange(option: 0)
    return PreparedOperator(
      kernel: Multiply(
        broadcast: broadcast, firstZeroPoint: a.zeroPoint, secondZeroPoint: b.zeroPoint,
        // In single precision, unlike everywhere else: so LiteRT does.
        multiplier: try multiplier(Double(a.scale * b.scale / outputScale)),
        zeroPoint: Int(outputZeroPoint), range: Int(range.lowerBound)...Int(range.upperBound)),
      operands: [first.description.index, second.description.index])
  }
}
