/// The memory of one session, laid out by the model's ``MemoryPlan``.
@safe final class Arena {
  private let memory: UnsafeMutableRawBufferPointer
  private let tensors: [Int: Range<Int>]
  private let scratch: [Int: Range<Int>]
  private let model: Model

  init(_ model: Model) {
    self.model = model
    // Cache lines start at multiples of 64 bytes.
    unsafe memory = .allocate(byteCount: max(model.plan.arenaBytes, 1), alignment: 64)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    var tensors: [Int: Range<Int>] = [:]
    var scratch: [Int: Range<Int>] = [:]
    for allocation in model.plan.allocations {
      let range = allocation.offset..<allocation.offset + allocation.byteCount
      if let tensor = allocation.tensor {
        tensors[tensor] = range
      } else {
        scratch[allocation.lifetime.lowerBound] = range
      }
    }
    self.tensors = tensors
    self.scratch = scratch
  }

  deinit { unsafe memory.deallocate() }

  /// Where the network's inputs and the operators' outputs are written.
  func place(of tensor: Int) -> UnsafeMutableRawBufferPointer {
    guard let range = tensors[model.storage[tensor]] else {
      preconditionFailure("tensor \(tensor) has no place in the arena")
    }
    return unsafe UnsafeMutableRawBufferPointer(rebasing: memory[range])
  }

  /// The bytes of a tensor, wherever they lie: in the arena or among the constants.
  func bytes(of tensor: Int) -> UnsafeRawBufferPointer {
    if let constant = unsafe model.constants.bytes(of: model.storage[tensor]) {
      return unsafe constant
    }
    return unsafe UnsafeRawBufferPointer(place(of: tensor))
  }

  func operands(of step: Step, at position: Int) -> Operands {
    let range = scratch[position] ?? 0..<0
    return unsafe Operands(
      inputs: step.operands.map { unsafe bytes(of: $0) }, output: place(of: step.output),
      scratch: UnsafeMutableRawBufferPointer(rebasing: memory[range]))
  }

  /// Computes an output from an operand that lies elsewhere.
  func run(_ step: Step, on input: [UInt8]) {
    unsafe input.withUnsafeBytes {
      step.kernel.run(
        unsafe Operands(
          inputs: [$0], output: place(of: step.output),
          scratch: UnsafeMutableRawBufferPointer(start: nil, count: 0)))
    }
  }

  /// Computes an output that has no place in the arena.
  /// - Parameter aside: The bytes of operands that have none either, by tensor.
  func output(of step: Step, aside: [Int: [UInt8]]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: model.tensors[step.output].byteCount)
    var copies: [UnsafeMutableRawBufferPointer] = unsafe []
    func copy(_ count: Int, _ contents: [UInt8] = []) -> UnsafeMutableRawBufferPointer {
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 64)
      unsafe copy.copyBytes(from: contents)
      unsafe copies.append(copy)
      return unsafe UnsafeMutableRawBufferPointer(rebasing: copy[..<count])
    }
    let inputs = unsafe step.operands.map { operand in
      guard let contents = aside[operand] else { return unsafe self.bytes(of: operand) }
      return unsafe UnsafeRawBufferPointer(copy(contents.count, contents))
    }
    let scratch = unsafe copy(step.kernel.scratchBytes)
    unsafe bytes.withUnsafeMutableBytes {
      step.kernel.run(unsafe Operands(inputs: inputs, output: $0, scratch: scratch))
    }
    for index in unsafe copies.indices { unsafe copies[index].deallocate() }
    return bytes
  }
}
