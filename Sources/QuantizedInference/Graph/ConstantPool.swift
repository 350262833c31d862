/// The constants that kernels read as operands and all values known at load, in memory that never
/// moves, shared by all sessions of a model.
// Written only in `init`, before it is shared; read-only ever after.
@safe final class ConstantPool: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer
  private let ranges: [Int: Range<Int>]

  /// - Parameter constants: Bytes by tensor index.
  init(_ constants: [Int: ArraySlice<UInt8>]) {
    var ranges: [Int: Range<Int>] = [:]
    var end = 0
    for (index, bytes) in constants.sorted(by: { $0.key < $1.key }) {
      ranges[index] = end..<end + bytes.count
      end =
        (end + bytes.count + MemoryPlan.alignment - 1) / MemoryPlan.alignment
        * MemoryPlan.alignment
    }
    unsafe memory = .allocate(byteCount: max(end, 1), alignment: MemoryPlan.alignment)
    self.ranges = ranges
    for (index, range) in ranges {
      guard let bytes = constants[index] else { continue }
      unsafe UnsafeMutableRawBufferPointer(rebasing: memory[range]).copyBytes(from: bytes)
    }
  }

  deinit { unsafe memory.deallocate() }

  var byteCount: Int { unsafe memory.count }

  /// The bytes of a constant, valid as long as the pool; nil if the tensor is none.
  func bytes(of tensor: Int) -> UnsafeRawBufferPointer? {
    guard let range = ranges[tensor] else { return nil }
    return unsafe UnsafeRawBufferPointer(rebasing: memory[range])
  }
}
