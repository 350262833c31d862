/// Weights, biases and rescaling of a layer in the order of a kernel set's inner loop. Immutable once
/// it is filled; shared by all sessions and threads, and by the patches of an operator.
// Sendable although it holds memory: nobody writes to it after its initializer.
@safe final class PackedWeights: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer

  /// - Parameter fill: Fills the memory, which starts at a multiple of 64 bytes; returns whether the
  ///   layer can be computed from it.
  /// - Returns: `nil` if not.
  init?(byteCount: Int, fill: (UnsafeMutableRawBufferPointer) -> Bool) {
    unsafe memory = .allocate(byteCount: max(byteCount, 1), alignment: 64)
    // All is initialized by now, so what is given up here is freed by `deinit`.
    guard unsafe fill(memory) else { return nil }
  }

  var byteCount: Int { unsafe memory.count }

  deinit { unsafe memory.deallocate() }

  var start: UnsafeRawPointer {
    guard let address = unsafe memory.baseAddress else {
      preconditionFailure("packed weights without memory")
    }
    return UnsafeRawPointer(address)
  }
}
