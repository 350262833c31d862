import CInt8Kernels

/// MEAN and SUM on a kernel set.
// Sendable although it holds functions of C: they keep no state.
@safe struct VectorReduction: Kernel, @unchecked Sendable {
  private let functions: int8_kernels
  private let plain: Reduction

  var scratchBytes: Int { plain.scratchBytes }

  /// - Returns: `nil` where the set cannot compute these numbers exactly.
  init?(_ functions: int8_kernels, _ plain: Reduction) {
    let inner = plain.dimensions.last?.stride ?? 0
    guard plain.multiplier.mantissa > 0, (-22...0).contains(plain.multiplier.shift),
      plain.count < 1 << 20, inner == 0 || inner == 1
    else { return nil }
    unsafe self.functions = functions
    self.plain = plain
  }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: UInt8.self)
    let output = unsafe operands.output(as: UInt8.self)
    let sums = unsafe operands.scratch(as: Int32.self)
    unsafe sums.update(repeating: 0)
    let inner = plain.dimensions.last ?? Reduction.Dimension(count: 1, stride: 0)
    let isUnsigned: Int32 = plain.isUnsigned ? 1 : 0
    var start = 0
    // Mostly there is one dimension outside the innermost, or none.
    let step = plain.dimensions.count == 2 ? plain.dimensions[0].stride : nil
    while start < input.count {
      let row = start / inner.count
      let position = step.map { row * $0 } ?? plain.outputPosition(ofRow: row)
      let from = unsafe input.baseAddress?.advanced(by: start)
      if inner.stride == 0 {
        unsafe sums[position] &+= functions.total(from, inner.count, isUnsigned)
      } else {
        unsafe functions.accumulate(
          sums.baseAddress?.advanced(by: position), from, inner.count, isUnsigned)
      }
      start += inner.count
    }
    unsafe functions.rescale(
      plain.multiplier.mantissa, plain.multiplier.shift,
      Int32(plain.inputZeroPoint * plain.count), Int32(plain.outputZeroPoint),
      Int32(plain.range.lowerBound), Int32(plain.range.upperBound), sums.baseAddress,
      output.baseAddress, plain.outputCount)
  }
}
