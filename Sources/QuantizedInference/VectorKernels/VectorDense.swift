import CInt8Kernels

/// FULLY_CONNECTED with LiteRT's rescaling on a kernel set.
// Sendable although it holds functions of C: they keep no state.
@safe struct VectorDense: Kernel, @unchecked Sendable {
  private let functions: int8_kernels
  private let layer: int8_dense
  private let rows: Int
  private let packed: PackedWeights
  let scratchBytes: Int
  var packedBytes: Int { packed.byteCount }

  /// - Returns: `nil` where the set cannot take the weights.
  init?(
    _ functions: int8_kernels, _ layer: int8_dense, rows: Int, weights: ConvolutionWeights,
    factors: [Double], budget: PreparationBudget
  ) {
    unsafe self.functions = functions
    self.layer = layer
    self.rows = rows
    let size = unsafe functions.dense_packed_bytes([layer])
    guard budget.take(size) else { return nil }
    let packed = unsafe PackedWeights(byteCount: size) { memory in
      unsafe functions.dense_pack(
        [layer], weights.weights, weights.biases, factors, memory.baseAddress) != 0
    }
    guard let packed else { return nil }
    self.packed = packed
    scratchBytes = unsafe functions.dense_scratch_bytes([layer]) + Operands.vectorAlignment
  }

  func run(_ operands: Operands) {
    let input = unsafe operands.input(0, as: Int8.self).baseAddress
    let output = unsafe operands.output(as: Int8.self).baseAddress
    let scratch = unsafe operands.alignedScratch
    unsafe withUnsafePointer(to: layer) { layer in
      for row in 0..<rows {
        unsafe functions.dense(
          layer, packed.start, input?.advanced(by: row * Int(layer.pointee.depth)),
          output?.advanced(by: row * Int(layer.pointee.units)), scratch)
      }
    }
  }
}
