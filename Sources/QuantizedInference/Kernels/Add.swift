/// ADD: both operands are brought to a scale twice the larger of theirs, with 20 bits to spare,
/// added, and brought to the output's.
struct Add: Kernel {
  struct Operand: Sendable {
    let zeroPoint: Int32
    let multiplier: QuantizedMultiplier
    /// The first two steps for each byte, by bit pattern.
    let table: [Int32]

    init(zeroPoint: Int32, multiplier: QuantizedMultiplier) {
      self.zeroPoint = zeroPoint
      self.multiplier = multiplier
      table = (0..<256).map { byte in
        let value = Int32(Int8(truncatingIfNeeded: byte)) - zeroPoint
        // At most 255 · 2²⁰, halved at least: fits, and so does the sum of two.
        return Int32(multiplier.rescale(value << 20))
      }
    }
  }

  let broadcast: Broadcast
  let first: Operand
  let second: Operand
  let multiplier: QuantizedMultiplier
  let zeroPoint: Int
  let range: ClosedRange<Int>

  func run(_ operands: Operands) {
    let a = unsafe operands.input(0, as: UInt8.self)
    let b = unsafe operands.input(1, as: UInt8.self)
    let output = unsafe operands.output(as: Int8.self)
    unsafe first.table.withUnsafeBufferPointer { first in
      unsafe second.table.withUnsafeBufferPointer { second in
        broadcast.visit { indexA, indexB, index in
          unsafe output[index] = sum(first[Int(a[indexA])], second[Int(b[indexB])])
        }
      }
    }
  }

  @inline(__always)
  private func sum(_ first: Int32, _ second: Int32) -> Int8 {
    let value = multiplier.rescale(first &+ second) &+ zeroPoint
    return Int8(truncatingIfNeeded: min(max(value, range.lowerBound), range.upperBound))
  }
}

extension Add: StreamsElements {
  var isOneToOne: Bool { broadcast.repeatsNothing }

  func run(
    count: Int, first a: UnsafePointer<Int8>, second b: UnsafePointer<Int8>,
    output: UnsafeMutablePointer<Int8>
  ) {
    unsafe first.table.withUnsafeBufferPointer { first in
      unsafe second.table.withUnsafeBufferPointer { second in
        for index in 0..<count {
          unsafe output[index] = sum(
            first[Int(UInt8(bitPattern: a[index]))], second[Int(UInt8(bitPattern: b[index]))])
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

    func operand(_ tensor: (scale: Float, zeroPoint: Int32)) throws(ModelError) -> Add.Operand {
      Add.Operand(
        zeroPoint: tensor.zeroPoint, multiplier: try multiplier(Double(tensor.scale) / common))
    }
    let range = try activationRange(option: 0)
    return PreparedOperator(
      kernel: Add(
        broadcast: broadcast, first: try operand(a), second: try operand(b),
        multiplier: try multiplier(common / (0x1p20 * Double(outputScale))),
        zeroPoint: Int(outputZeroPoint), range: Int(range.lowerBound)...Int(range.upperBound)),
      operands: [first.description.index, second.description.index])
  }
}
