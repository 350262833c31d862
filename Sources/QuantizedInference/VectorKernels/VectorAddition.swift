import CInt8Kernels

/// ADD of two tensors of one shape on a kernel set.
// Sendable although it holds a function of C: it keeps no state.
@safe struct VectorAddition: Kernel, @unchecked Sendable {
  private let add:
    @convention(c) (
      UnsafePointer<int8_addition>?, UnsafePointer<Int8>?, UnsafePointer<Int8>?,
      UnsafeMutablePointer<Int8>?, Int
    ) -> Void
  private let addition: int8_addition

  /// - Returns: `nil` where the set cannot compute these numbers exactly.
  init?(_ functions: int8_kernels, _ addition: int8_addition) {
    guard unsafe withUnsafePointer(to: addition, { unsafe functions.can_add($0) != 0 }) else {
      return nil
    }
    unsafe add = functions.add
    self.addition = addition
  }

  func run(_ operands: Operands) {
    let first = unsafe operands.input(0, as: Int8.self)
    let second = unsafe operands.input(1, as: Int8.self)
    let output = unsafe operands.output(as: Int8.self)
    unsafe withUnsafePointer(to: addition) {
      unsafe add(
        $0, first.baseAddress, second.baseAddress, output.baseAddress, output.count)
    }
  }
}
