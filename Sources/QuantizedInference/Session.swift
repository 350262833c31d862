// Sendable although it holds pointers: it alone owns the memory, and it cannot be copied.
/// A model with the memory to run it. One a thread: a session is moved, never shared or copied,
/// and ``run(_:into:)`` allocates nothing.
///
/// ```swift
/// var session = try Session(model)
/// var logits = [Int8](repeating: 0, count: model.outputs[0].elementCount)
/// var span = logits.mutableSpan
/// session.run(image.span, into: &span)
/// ```
@safe public struct Session: ~Copyable, @unchecked Sendable {
  /// What it runs; sessions share it.
  public let model: Model
  private let arena: Arena
  let calls: [Call]
  /// Of a model that has one int8 input and one int8 output.
  private let image: Ends?

  /// Where an input is put and an output found.
  @safe private struct Ends {
    let input: UnsafeMutableRawBufferPointer
    let output: UnsafeRawBufferPointer
  }

  struct Call {
    /// Of the operator, in the order of execution.
    let position: Int
    let kernel: any Kernel
    let operands: Operands
  }

  /// The memory that ``init(_:arenaLimit:)`` may take unless told otherwise: 256 MiB.
  public static let defaultArenaLimit = 1 << 28

  /// - Parameter arenaLimit: The most bytes to take for ``Model/plan``. A small hostile file can
  ///   describe large tensors, so there is one.
  /// - Throws: ``ModelError/arenaTooLarge(bytes:limit:)``.
  public init(_ model: Model, arenaLimit: Int = defaultArenaLimit) throws(ModelError) {
    guard model.plan.arenaBytes <= arenaLimit else {
      throw .arenaTooLarge(bytes: model.plan.arenaBytes, limit: arenaLimit)
    }
    let arena = Arena(model)
    self.model = model
    self.arena = arena
    calls = model.steps.enumerated().compactMap { position, step in
      guard step.work == .run else { return nil }
      return Call(
        position: position, kernel: step.kernel, operands: arena.operands(of: step, at: position))
    }
    let ends = model.inputs + model.outputs
    let isImage =
      model.inputs.count == 1 && ends.count == 2 && ends.allSatisfy { $0.elementType == .int8 }
    image =
      isImage
      ? unsafe Ends(
        input: arena.place(of: ends[0].index), output: arena.bytes(of: ends[1].index)) : nil
  }

  /// Where the tensors lie in this session's memory.
  public var plan: MemoryPlan { model.plan }

  /// Runs a model that has one int8 input and one int8 output.
  ///
  /// - Parameters:
  ///   - input: As many elements as ``Model/inputs`` says, for images row by row, channels last.
  ///   - output: As many elements as ``Model/outputs`` says.
  public mutating func run(_ input: Span<Int8>, into output: inout MutableSpan<Int8>) {
    guard let image else {
      preconditionFailure("the model's input and output are not one int8 tensor each")
    }
    unsafe precondition(
      input.count == image.input.count && output.count == image.output.count,
      "the model has other input and output sizes")
    unsafe input.withUnsafeBytes { unsafe image.input.copyMemory(from: $0) }
    runAll()
    unsafe output.withUnsafeMutableBytes { unsafe $0.copyMemory(from: image.output) }
  }

  /// Runs any model.
  ///
  /// - Parameter inputs: The bytes of each input, little endian.
  /// - Returns: The bytes of each output.
  /// - Throws: If number or size of the inputs are not the model's.
  public mutating func run(inputs: [[UInt8]]) throws(ModelError) -> [[UInt8]] {
    try write(inputs)
    runAll()
    return outputs()
  }

  /// Runs any model without allocating memory.
  ///
  /// - Parameters:
  ///   - inputs: The bytes of each input, little endian.
  ///   - outputs: Gets the bytes of each output; as large as these are.
  /// - Throws: If number or size of the inputs or outputs are not the model's.
  public mutating func run(
    inputs: [[UInt8]], into outputs: inout [[UInt8]]
  ) throws(ModelError) {
    let fits =
      outputs.count == model.outputs.count
      && outputs.indices.allSatisfy { outputs[$0].count == model.outputs[$0].byteCount }
    guard fits else {
      throw .wrongOutputSizes(expected: model.outputs.map(\.byteCount), found: outputs.map(\.count))
    }
    try write(inputs)
    runAll()
    for (place, description) in model.outputs.enumerated() {
      unsafe outputs[place].withUnsafeMutableBytes {
        unsafe $0.copyMemory(from: arena.bytes(of: description.index))
      }
    }
  }

  /// Runs any model and shows the output of every operator as soon as it is there.
  ///
  /// - Parameters:
  ///   - inputs: The bytes of each input, little endian.
  ///   - observe: Gets each operator in the order of execution, the tensor it writes and that
  ///     tensor's bytes; all operators, also those that the plan has made superfluous.
  /// - Returns: The bytes of each output.
  /// - Throws: What `observe` throws, or ``ModelError`` if number or size of the inputs are not
  ///   the model's.
  public mutating func run(
    inputs: [[UInt8]],
    observing observe: (OperatorDescription, TensorDescription, [UInt8]) throws -> Void
  ) throws -> [[UInt8]] {
    try write(inputs)
    /// What exists for the observer alone, by tensor.
    var aside: [Int: [UInt8]] = [:]
    for (position, step) in model.steps.enumerated() {
      let bytes: [UInt8]
      if step.work == .imagine || step.work == .stream {
        bytes = arena.output(of: step, aside: aside)
        if step.work == .stream { aside[step.output] = bytes }
      } else {
        if step.work == .run { step.kernel.run(arena.operands(of: step, at: position)) }
        bytes = unsafe Array(arena.bytes(of: step.output))
      }
      try observe(model.operators[position], model.tensors[step.output], bytes)
    }
    return outputs()
  }

  private func runAll() {
    for call in calls { call.kernel.run(call.operands) }
  }

  func write(_ inputs: [[UInt8]]) throws(ModelError) {
    guard inputs.count == model.inputs.count else {
      throw .wrongInputCount(expected: model.inputs.count, found: inputs.count)
    }
    for (description, bytes) in zip(model.inputs, inputs) {
      guard bytes.count == description.byteCount else {
        throw .wrongInputSize(
          name: description.name, expected: description.byteCount, found: bytes.count)
      }
    }
    for (place, bytes) in inputs.enumerated() {
      if let position = model.inputSteps[place] {
        take(bytes, at: position)
      } else {
        unsafe arena.place(of: model.inputs[place].index).copyBytes(from: bytes)
      }
    }
  }

  /// Runs an operator that takes an input where it lies.
  func take(_ input: [UInt8], at position: Int) { arena.run(model.steps[position], on: input) }

  private func outputs() -> [[UInt8]] {
    model.outputs.map { unsafe Array(arena.bytes(of: $0.index)) }
  }
}
