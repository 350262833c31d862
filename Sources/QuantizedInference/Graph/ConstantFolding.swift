extension Kernel {
  /// The operator's output if it can be known before the model runs: the kernel moves bytes, all
  /// its operands are constants (so SHAPE, which reads none, always), and all are small, as the
  /// shapes are that graphs with a dynamic batch compute. Nil otherwise.
  func constantValue(of operands: [ArraySlice<UInt8>?], byteCount: Int) -> ArraySlice<UInt8>? {
    guard self is any MovesBytes else { return nil }
    let constants = operands.compactMap(\.self)
    guard constants.count == operands.count,
      byteCount + constants.reduce(0, { $0 + $1.count }) <= 1024
    else { return nil }
    let pool = ConstantPool(
      Dictionary(uniqueKeysWithValues: constants.enumerated().map { ($0, $1) }))
    var value = [UInt8](repeating: 0, count: byteCount)
    unsafe value.withUnsafeMutableBytes { output in
      withExtendedLifetime(pool) {
        unsafe run(
          Operands(
            inputs: constants.indices.compactMap { unsafe pool.bytes(of: $0) },
            output: output, scratch: UnsafeMutableRawBufferPointer(start: nil, count: 0)))
      }
    }
    return value[...]
  }
}

/// A kernel that copies elements without looking at them, and needs no scratch.
protocol MovesBytes: Kernel {}
