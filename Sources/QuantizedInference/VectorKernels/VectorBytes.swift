import CInt8Kernels

/// A table of 256 results on a kernel set.
// Sendable although it holds a function of C: it keeps no state.
@safe struct VectorByteTable: Kernel, @unchecked Sendable {
  private let functions: int8_kernels
  private let results: [UInt8]

  init(_ functions: int8_kernels, results: [UInt8]) {
    unsafe self.functions = functions
    self.results = results
  }

  var overwritableOperands: [Int] { [0] }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: UInt8.self)
    let output = unsafe operands.output(as: UInt8.self)
    unsafe functions.map(results, input.baseAddress, output.baseAddress, input.count)
  }
}

/// QUANTIZE of float32 on a kernel set.
// Sendable although it holds a function of C: it keeps no state.
@safe struct VectorQuantizeFloats: Kernel, @unchecked Sendable {
  private let functions: int8_kernels
  private let plain: QuantizeFloats

  init(_ functions: int8_kernels, _ plain: QuantizeFloats) {
    unsafe self.functions = functions
    self.plain = plain
  }

  /// A byte is written behind the four of the value that it is made of.
  var overwritableOperands: [Int] { [0] }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Float.self)
    let output = unsafe operands.output(as: UInt8.self)
    unsafe functions.quantize(
      plain.scale, plain.zeroPoint, plain.range.lowerBound, plain.range.upperBound,
      input.baseAddress, output.baseAddress, input.count)
  }
}

/// AVERAGE_POOL_2D and MAX_POOL_2D on a kernel set.
// Sendable although it holds functions of C: they keep no state.
@safe struct VectorPooling: Kernel, @unchecked Sendable {
  private let functions: int8_kernels
  private let layer: int8_layer
  private let statistic: Pooling.Statistic
  private let batch: Int
  let scratchBytes: Int

  init(_ functions: int8_kernels, _ layer: int8_layer, _ statistic: Pooling.Statistic, batch: Int) {
    unsafe self.functions = functions
    self.layer = layer
    self.statistic = statistic
    self.batch = batch
    scratchBytes = unsafe statistic == .maximum ? functions.pool_scratch_bytes([layer]) : 0
  }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    let scratch = unsafe operands.scratch(as: UInt8.self).baseAddress
    unsafe withUnsafePointer(to: layer) { layer in
      for image in 0..<batch {
        let from = unsafe input.baseAddress?.advanced(by: image * (input.count / batch))
        let to = unsafe output.baseAddress?.advanced(by: image * (output.count / batch))
        switch statistic {
        case .average: unsafe functions.pool_mean(layer, from, to)
        case .maximum: unsafe functions.pool_largest(layer, from, to, scratch)
        }
      }
    }
  }
}
