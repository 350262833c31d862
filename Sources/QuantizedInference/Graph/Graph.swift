/// The operators of a file, checked, with a kernel for each.
///
/// Every index is in range; every tensor is written before it is read, and once; every operator
/// is supported, its shapes, types and numbers fit together.
struct Graph {
  private(set) var tensors: [Tensor]
  private(set) var operators: [OperatorDescription] = []
  var steps: [Step] = []
  let inputs: [Int]
  let outputs: [Int]

  /// The most operators a graph may have, and the most inputs: plans compare their tensors pairwise.
  static let limit = 10_000

  /// What kernels may still take of memory.
  let budget: PreparationBudget
  /// Nil where integers are read as they are stored.
  let real: RealReading?
  private var isWritten: [Bool]
  private var multiplyAccumulates = 0

  /// - Parameter weights: Where weights come from, if numbers are read as the real ones that they stand
  ///   for; nil if integers are read as they are stored.
  init(
    _ file: ModelFile, bytes: [UInt8], arithmetic: Arithmetic, real weights: WeightSource? = nil
  ) throws(ModelError) {
    let stored = try file.tensors.enumerated().map { index, record throws(ModelError) in
      try Tensor(record, index: index, buffers: file.buffers, file: bytes)
    }
    if let weights {
      let budget = PreparationBudget(fileBytes: bytes.count, times: RealReading.budgetTimes)
      self.budget = budget
      real = RealReading(stored: stored.map(\.description), weights: weights)
      tensors = try stored.map { tensor throws(ModelError) in try tensor.dequantized(budget) }
    } else {
      budget = PreparationBudget(fileBytes: bytes.count)
      real = nil
      tensors = stored
    }
    isWritten = tensors.map { $0.constant != nil }
    let place = ModelError.Place.model(byte: file.byte)
    guard file.operators.count <= Self.limit else {
      throw .unsupported(place, what: "a graph of \(file.operators.count) operators")
    }
    guard file.inputs.count <= Self.limit else {
      throw .unsupported(place, what: "a graph of \(file.inputs.count) inputs")
    }
    (inputs, outputs) = (file.inputs.map(Int.init), file.outputs.map(Int.init))
    for index in inputs + outputs where !tensors.indices.contains(index) {
      throw .inconsistent(place, reason: "an input or output is tensor \(index), which is missing")
    }
    guard !inputs.isEmpty, !outputs.isEmpty else {
      throw .inconsistent(place, reason: "the graph has no inputs or no outputs")
    }
    for index in inputs {
      guard !isWritten[index] else {
        throw .inconsistent(
          tensors[index].place, reason: "it is an input and has a value already")
      }
      isWritten[index] = true
    }
    if real != nil {
      for index in inputs + outputs where tensors[index].description.elementType != .float32 {
        throw .unsupported(
          tensors[index].place, what: "an input or output of integers without a scale")
      }
    }
    for (position, record) in file.operators.enumerated() {
      let site = try site(
        of: record, at: position, codes: file.codes, arithmetic: arithmetic, budget: budget)
      try add(site)
    }
    for index in outputs where !isWritten[index] {
      throw .inconsistent(tensors[index].place, reason: "it is an output and is never written")
    }
  }

  /// Finds the operator's tensors and checks that they are written in order.
  private mutating func site(
    of record: ModelFile.OperatorRecord, at position: Int, codes: [ModelFile.OperatorCode],
    arithmetic: Arithmetic, budget: PreparationBudget
  ) throws(ModelError) -> OperatorSite {
    func place(_ name: String) -> ModelError.Place {
      .operator(position: position, name: name, byte: record.byte)
    }
    guard codes.indices.contains(record.code) else {
      throw .inconsistent(place("?"), reason: "there is no operator code \(record.code)")
    }
    let code = codes[record.code]
    let name = OperatorKind.name(code: code.code, custom: code.customName)
    guard let kind = OperatorKind(rawValue: code.code) else {
      throw .unsupported(place(name), what: "operator \(name)")
    }
    guard record.options == nil || record.optionsType == kind.optionsType else {
      throw .inconsistent(
        place(name), reason: "its options are those of another operator (\(record.optionsType))")
    }
    guard record.outputs.count == 1 else {
      throw .inconsistent(place(name), reason: "it has \(record.outputs.count) outputs")
    }
    let inputs = try record.inputs.map { index throws(ModelError) -> Tensor? in
      guard index != -1 else { return nil }
      guard tensors.indices.contains(Int(index)) else {
        throw .inconsistent(place(name), reason: "it reads tensor \(index), which is missing")
      }
      guard isWritten[Int(index)] else {
        throw .inconsistent(
          place(name), reason: "it reads tensor \(index) before anything is written there")
      }
      return tensors[Int(index)]
    }
    let output = Int(record.outputs[0])
    guard tensors.indices.contains(output) else {
      throw .inconsistent(place(name), reason: "it writes tensor \(output), which is missing")
    }
    guard !isWritten[output] else {
      throw .inconsistent(
        place(name), reason: "it writes tensor \(output), which has a value already")
    }
    isWritten[output] = true
    return OperatorSite(
      kind: kind, position: position, name: name, record: record, inputs: inputs,
      output: tensors[output], arithmetic: arithmetic, budget: budget, real: real)
  }

  /// Prepares the operator's kernel, or its value where that is known already.
  private mutating func add(_ site: OperatorSite) throws(ModelError) {
    let prepared = try site.prepare()
    let output = site.output.description.index
    var step = Step(
      kernel: prepared.kernel, operands: prepared.operands, output: output,
      work: prepared.sharesItsOperand ? .share : .run)
    if real != nil, prepared.sharesItsOperand, let value = tensors[step.operands[0]].constant {
      // Weights that the file dequantizes are weights all the same.
      try site.reserve(bytes: value.count)
      tensors[output].constant = value
      step.work = .constant
    } else if let value = prepared.kernel.constantValue(
      of: prepared.operands.map { tensors[$0].constant },
      byteCount: site.output.description.byteCount)
    {
      try site.reserve(bytes: value.count)
      tensors[output].constant = value
      step.work = .constant
    }
    steps.append(step)
    let (sum, overflows) = multiplyAccumulates.addingReportingOverflow(
      prepared.multiplyAccumulates)
    guard !overflows else { throw site.unsupported("a model of 2^63 multiplications") }
    multiplyAccumulates = sum
    operators.append(
      OperatorDescription(
        position: site.position, name: site.name, inputs: site.record.inputs.map(Int.init),
        output: output, multiplyAccumulates: prepared.multiplyAccumulates,
        parameters: prepared.parameters))
  }
}
