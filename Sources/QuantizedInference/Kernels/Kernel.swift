/// One operator, checked against its tensors and with its parameters prepared. Immutable: one
/// kernel serves all sessions of a model at the same time.
protocol Kernel: Sendable {
  /// Memory beside input and output that ``run(_:)`` writes before it reads.
  var scratchBytes: Int { get }
  /// The operands, by their place, in whose memory the output may lie, from its start: what is
  /// overwritten has been read.
  var overwritableOperands: [Int] { get }
  /// Memory that the weights take in the order of the kernel's loops, beside what the file holds.
  var packedBytes: Int { get }
  /// Products that are made more than once.
  var repeatedMultiplyAccumulates: Int { get }

  /// Computes the whole output. Allocates nothing. Trusts that the operands have the sizes of the
  /// tensors that the kernel was prepared for.
  func run(_ operands: Operands)
}

extension Kernel {
  var scratchBytes: Int { 0 }
  var overwritableOperands: [Int] { [] }
  var packedBytes: Int { 0 }
  var repeatedMultiplyAccumulates: Int { 0 }
}

/// The memory one kernel works on: inputs in the order the kernel asked for them, one output,
/// scratch. None overlap, but for an output over an operand that the kernel lets be overwritten; all
/// start at a multiple of 16 bytes.
///
/// Unsafe inside the room only: whoever makes one (``Session``, constant folding) takes the sizes
/// from the checked tensors, and the memory outlives the call.
@safe struct Operands {
  private let inputs: [UnsafeRawBufferPointer]
  private let outputBytes: UnsafeMutableRawBufferPointer
  private let scratchBytes: UnsafeMutableRawBufferPointer

  init(
    inputs: [UnsafeRawBufferPointer], output: UnsafeMutableRawBufferPointer,
    scratch: UnsafeMutableRawBufferPointer
  ) {
    unsafe self.inputs = inputs
    unsafe outputBytes = output
    unsafe scratchBytes = scratch
  }

  var inputCount: Int { unsafe inputs.count }

  /// Kernel sets want their memory to start at a multiple of so many bytes; the arena's pieces do at
  /// less. Whoever wants ``alignedScratch`` asks for as many bytes more.
  static let vectorAlignment = 64

  /// Where the scratch memory's first such multiple lies; nil without scratch memory.
  var alignedScratch: UnsafeMutableRawPointer? {
    unsafe scratchBytes.baseAddress?.alignedUp(toMultipleOf: Self.vectorAlignment)
  }

  func input<Element: BitwiseCopyable>(_ index: Int, as _: Element.Type)
    -> UnsafeBufferPointer<Element>
  {
    unsafe inputs[index].bindMemory(to: Element.self)
  }

  func output<Element: BitwiseCopyable>(as _: Element.Type) -> UnsafeMutableBufferPointer<Element> {
    unsafe outputBytes.bindMemory(to: Element.self)
  }

  func scratch<Element: BitwiseCopyable>(as _: Element.Type) -> UnsafeMutableBufferPointer<Element>
  {
    unsafe scratchBytes.bindMemory(to: Element.self)
  }
}

extension Int {
  func roundedUp(toMultipleOf alignment: Int) -> Int {
    (self + alignment - 1) / alignment * alignment
  }

  /// Bytes of a part of the scratch memory, so that the next part begins as kernel sets want it.
  var forVectors: Int { roundedUp(toMultipleOf: Operands.vectorAlignment) }
}
