/// A ``FloatModel`` with the memory to run it. One a thread: a session is moved, never shared or copied.
public struct FloatSession: ~Copyable, Sendable {
  /// What it runs; sessions share its weights.
  public let model: FloatModel
  private var session: Session
  // Kept, so that ``run(_:into:)`` allocates nothing.
  private var inputBytes: [[UInt8]]
  private var outputBytes: [[UInt8]]

  /// - Parameter arenaLimit: The most bytes to take for ``FloatModel/plan``.
  /// - Throws: ``ModelError/arenaTooLarge(bytes:limit:)``.
  public init(
    _ model: FloatModel, arenaLimit: Int = Session.defaultArenaLimit
  ) throws(ModelError) {
    session = try Session(model.model, arenaLimit: arenaLimit)
    self.model = model
    inputBytes = model.inputs.map { [UInt8](repeating: 0, count: $0.byteCount) }
    outputBytes = model.outputs.map { [UInt8](repeating: 0, count: $0.byteCount) }
  }

  /// Runs any model.
  ///
  /// - Parameter inputs: The elements of each input, for images row by row, channels last.
  /// - Returns: The elements of each output.
  /// - Throws: ``ModelError`` if number or size of the inputs are not the model's.
  public mutating func run(_ inputs: [[Float]]) throws(ModelError) -> [[Float]] {
    try write(inputs)
    try session.run(inputs: inputBytes, into: &outputBytes)
    return outputBytes.map { $0[...].floats }
  }

  /// Runs a model that has one input and one output; allocates nothing.
  ///
  /// - Parameters:
  ///   - input: As many elements as ``FloatModel/inputs`` says.
  ///   - output: As many elements as ``FloatModel/outputs`` says.
  public mutating func run(
    _ input: Span<Float>, into output: inout MutableSpan<Float>
  ) throws(ModelError) {
    precondition(
      inputBytes.count == 1 && outputBytes.count == 1,
      "the model's input and output are not one tensor each")
    precondition(
      input.count == model.inputs[0].elementCount
        && output.count == model.outputs[0].elementCount,
      "the model has other input and output sizes")
    unsafe inputBytes[0].withUnsafeMutableBytes { bytes in
      unsafe input.withUnsafeBytes { unsafe bytes.copyMemory(from: $0) }
    }
    try session.run(inputs: inputBytes, into: &outputBytes)
    unsafe output.withUnsafeMutableBytes { output in
      unsafe outputBytes[0].withUnsafeBytes { unsafe output.copyMemory(from: $0) }
    }
  }

  /// Runs any model and shows the output of every operator as soon as it is there.
  ///
  /// - Parameter observe: Gets each operator in the order of execution, the tensor it writes and that
  ///   tensor's bytes, little endian: float32, but for what ``FloatModel/tensors`` says is integers.
  /// - Throws: What `observe` throws, or ``ModelError`` if number or size of the inputs are not
  ///   the model's.
  public mutating func run(
    _ inputs: [[Float]],
    observing observe: (OperatorDescription, TensorDescription, [UInt8]) throws -> Void
  ) throws -> [[Float]] {
    try write(inputs)
    return try session.run(inputs: inputBytes, observing: observe).map { $0[...].floats }
  }

  private mutating func write(_ inputs: [[Float]]) throws(ModelError) {
    guard inputs.count == inputBytes.count else {
      throw .wrongInputCount(expected: inputBytes.count, found: inputs.count)
    }
    for (place, values) in inputs.enumerated() {
      guard values.count == model.inputs[place].elementCount else {
        throw .wrongInputSize(
          name: model.inputs[place].name, expected: model.inputs[place].byteCount,
          found: 4 * values.count)
      }
      unsafe inputBytes[place].withUnsafeMutableBytes { bytes in
        unsafe values.withUnsafeBytes { unsafe bytes.copyMemory(from: $0) }
      }
    }
  }
}
