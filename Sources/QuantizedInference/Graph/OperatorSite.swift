/// What a kernel's preparation sees of the graph: one operator's tensors, options and constants,
/// each access checked, each fault naming the operator.
struct OperatorSite {
  let kind: OperatorKind
  let position: Int
  let name: String
  let record: ModelFile.OperatorRecord
  /// Nil for an optional input that is absent.
  let inputs: [Tensor?]
  let output: Tensor
  let arithmetic: Arithmetic
  let budget: PreparationBudget
  /// Nil where integers are read as they are stored.
  let real: RealReading?

  /// The type of the numbers that arithmetic is done on.
  var numberType: ElementType { real == nil ? .int8 : .float32 }

  func inconsistent(_ reason: String) -> ModelError {
    .inconsistent(place, reason: reason)
  }

  func unsupported(_ what: String) -> ModelError {
    .unsupported(place, what: what)
  }

  private var place: ModelError.Place {
    .operator(position: position, name: name, byte: record.byte)
  }

  /// Refuses operators whose tables would take memory out of proportion to the file.
  func reserve(bytes: Int) throws(ModelError) {
    guard budget.take(bytes) else {
      throw unsupported("a model whose constants are used this often")
    }
  }

  // MARK: Tensors

  /// - Parameter role: How messages call the input, for example "weights".
  func input(_ index: Int, _ role: String) throws(ModelError) -> Tensor {
    guard let tensor = try optionalInput(index) else {
      throw inconsistent("its \(role) are missing")
    }
    return tensor
  }

  func optionalInput(_ index: Int) throws(ModelError) -> Tensor? {
    inputs.indices.contains(index) ? inputs[index] : nil
  }

  func requireInputCount(_ counts: ClosedRange<Int>) throws(ModelError) {
    guard counts.contains(inputs.count) else {
      throw inconsistent("it has \(inputs.count) inputs")
    }
  }

  func require(_ tensor: Tensor, _ role: String, is types: ElementType...) throws(ModelError) {
    guard types.contains(tensor.description.elementType) else {
      throw unsupported("\(role) of type \(tensor.description.elementType)")
    }
  }

  func require(_ tensor: Tensor, _ role: String, hasRank rank: Int) throws(ModelError) {
    guard tensor.shape.count == rank else {
      throw inconsistent("\(role) of shape \(tensor.shape) should have \(rank) dimensions")
    }
  }

  /// Output and input hold the same kind of elements.
  func requireSameType(_ tensor: Tensor) throws(ModelError) {
    guard tensor.description.elementType == output.description.elementType else {
      throw inconsistent(
        "its input is \(tensor.description.elementType), "
          + "its output \(output.description.elementType)")
    }
  }

  /// The shape that follows from inputs and options is the one the file declares.
  func requireOutputShape(_ shape: [Int]) throws(ModelError) {
    guard shape == output.shape else {
      throw inconsistent("its output has shape \(output.shape), its inputs give \(shape)")
    }
  }

  // MARK: Quantization

  /// One positive scale and one zero point for the whole tensor.
  func wholeTensor(_ tensor: Tensor, _ role: String) throws(ModelError)
    -> (scale: Float, zeroPoint: Int32)
  {
    guard let quantization = tensor.description.quantization else {
      throw inconsistent("its \(role) has no scale")
    }
    guard !quantization.isPerChannel else {
      throw unsupported("a scale for each channel of its \(role)")
    }
    guard quantization.scales[0] > 0 else {
      throw inconsistent("the scale of its \(role) is \(quantization.scales[0])")
    }
    return (quantization.scales[0], Int32(quantization.zeroPoints[0]))
  }

  /// The limits that the fused activation puts on the output's integers.
  func activationRange(option number: Int) throws(ModelError) -> ClosedRange<Int32> {
    let activation = try activation(option: number)
    let (scale, zeroPoint) = try wholeTensor(output, "output")
    return activation.range(
      scale: scale, zeroPoint: zeroPoint, within: output.description.elementType)
  }

  func activation(option number: Int) throws(ModelError) -> Activation {
    let code = try integerOption(number, default: Int8(0))
    guard let activation = Activation(rawValue: Int(code)) else {
      throw unsupported("fused activation \(code)")
    }
    return activation
  }

  // MARK: Constants and options

  func constantBytes(_ tensor: Tensor, _ role: String) throws(ModelError) -> ArraySlice<UInt8> {
    guard let bytes = tensor.constant else {
      throw unsupported("\(role) computed by the graph")
    }
    return bytes
  }

  /// The elements of a constant int32 or int64 tensor, which must fit 32 bits: sums of a few of
  /// them cannot overflow.
  func constantIntegers(_ tensor: Tensor, _ role: String) throws(ModelError) -> [Int] {
    try require(tensor, role, is: .int32, .int64)
    let bytes = try constantBytes(tensor, role)
    let width = tensor.description.elementType.byteCount
    try reserve(bytes: 8 * bytes.count / width)
    var values: [Int] = []
    values.reserveCapacity(bytes.count / width)
    for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: width) {
      let bits = (0..<width).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * $1) }
      let value = width == 4 ? Int(Int32(truncatingIfNeeded: bits)) : Int(Int64(bitPattern: bits))
      guard Int32(exactly: value) != nil else { throw unsupported("\(value) among its \(role)") }
      values.append(value)
    }
    return values
  }

  func integerOption<T: FixedWidthInteger>(_ number: Int, default value: T) throws(ModelError) -> T
  {
    try record.options?.integer(number, default: value) ?? value
  }

  func flagOption(_ number: Int) throws(ModelError) -> Bool {
    try record.options?.flag(number) ?? false
  }

  /// A stride, dilation or window length: between 1 and 65,536, so that positions computed from
  /// it cannot overflow.
  func lengthOption(_ number: Int, default value: Int32 = 0, _ what: String) throws(ModelError)
    -> Int
  {
    let length = try integerOption(number, default: value)
    guard (1...65_536).contains(length) else {
      throw inconsistent("its \(what) is \(length)")
    }
    return Int(length)
  }
}

/// How much memory all kernels of a model may prepare: a few times the file's size. Real models
/// use each constant once; a hostile one could name the same weights in every operator.
final class PreparationBudget {
  private var bytes: Int

  /// - Parameter times: How often the file's size may be taken.
  init(fileBytes: Int, times: Int = 8) { bytes = times * fileBytes + (1 << 20) }

  /// - Returns: `false` if that is more than is left, which then stays for others.
  func take(_ count: Int) -> Bool {
    guard count <= bytes else { return false }
    bytes -= count
    return true
  }
}
