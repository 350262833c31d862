import QuantizedInference

/// What `earshot models inspect` tells of a model.
struct ModelReport: Encodable {
  struct Tensor: Encodable {
    let shape: [Int]
    let type: String
    /// One where a scale holds for the whole tensor.
    let scales: Int
    let scale: Float?
    let zeroPoint: Int?

    init(_ tensor: TensorDescription) {
      shape = tensor.shape
      type = tensor.elementType.rawValue
      scales = tensor.quantization?.scales.count ?? 0
      scale = scales == 1 ? tensor.quantization?.scales[0] : nil
      zeroPoint = scales == 1 ? tensor.quantization?.zeroPoints[0] : nil
    }

    var text: String { shape.map(String.init).joined(separator: "x") }
  }

  struct Operator: Encodable {
    let position: Int
    let name: String
    let inputs: [Tensor]
    let output: Tensor
    let multiplyAccumulates: Int
    let parameters: Int
    /// Of the arena, while it runs.
    let memoryBytes: Int
    let microseconds: Double?
  }

  /// A way to carry out the operators.
  struct Plan: Encodable {
    let name: String
    let arenaBytes: Int
    /// The operator at which the arena is fullest.
    let peak: Int
    /// Products beside those of every operator done once.
    let repeatedMultiplyAccumulates: Int
    /// Weights in the order of the kernels, beside those in the file.
    let packedBytes: Int
  }

  let kernels: String
  let fileBytes: Int
  let arenaBytes: Int
  let multiplyAccumulates: Int
  let parameters: Int
  let operators: [Operator]
  let plans: [Plan]

  /// - Parameters:
  ///   - profile: Whether to time the operators.
  ///   - plans: The same model carried out in all ways, with their names.
  init(_ model: Model, profile: Bool, plans: [(name: String, model: Model)]) throws {
    var times: [Duration]?
    if profile {
      var session = try Session(model)
      let inputs = model.inputs.map { input in
        (0..<input.byteCount).map { UInt8(truncatingIfNeeded: $0 * 7) }
      }
      times = try session.profile(inputs: inputs, runs: 200)
    }
    kernels = model.kernels.name
    fileBytes = model.fileBytes
    arenaBytes = model.plan.arenaBytes
    multiplyAccumulates = model.multiplyAccumulates
    parameters = model.parameters
    self.plans = plans.map { name, model in
      let places = model.operators.map { model.plan.bytes(at: $0.position) }
      return Plan(
        name: name, arenaBytes: model.plan.arenaBytes,
        peak: places.firstIndex(of: places.max() ?? 0) ?? 0,
        repeatedMultiplyAccumulates: model.repeatedMultiplyAccumulates,
        packedBytes: model.packedBytes)
    }
    operators = model.operators.map { operation in
      Operator(
        position: operation.position, name: operation.name,
        inputs: operation.inputs.filter { $0 >= 0 }.map { Tensor(model.tensors[$0]) },
        output: Tensor(model.tensors[operation.output]),
        multiplyAccumulates: operation.multiplyAccumulates, parameters: operation.parameters,
        memoryBytes: model.plan.bytes(at: operation.position),
        microseconds: times.map { $0[operation.position] / .microseconds(1) })
    }
  }

  var lines: [String] {
    let isTimed = operators.contains { $0.microseconds != nil }
    let most = operators.map(\.memoryBytes).max()
    var table = Table(
      [
        ("", .right), ("operator", .left), ("input", .left), ("output", .left), ("type", .left),
        ("MACs", .right), ("parameters", .right), ("memory", .right),
      ] + (isTimed ? [("time", .right), ("GMAC/s", .right)] : []))
    for operation in operators {
      var cells = [
        "\(operation.position)", operation.name, operation.inputs.first?.text ?? "",
        operation.output.text, operation.output.type, "\(operation.multiplyAccumulates)",
        "\(operation.parameters)",
        decimal(Double(operation.memoryBytes) / 1000, places: 1)
          + (operation.memoryBytes == most ? " kB *" : " kB  "),
      ]
      if let time = operation.microseconds {
        let speed = time > 0 ? Double(operation.multiplyAccumulates) / time / 1000 : 0
        cells += [
          time > 0 ? decimal(time, places: 2) + " us" : "",
          speed > 0 ? decimal(speed, places: 1) : "",
        ]
      }
      table.add(cells)
    }
    let time = operators.compactMap(\.microseconds).reduce(0, +)
    return table.lines + [
      "",
      "\(decimal(Double(multiplyAccumulates) / 1e6, places: 2)) M multiply-accumulates, "
        + "\(parameters) parameters, file \(decimal(Double(fileBytes) / 1000, places: 1)) kB, arena "
        + "\(decimal(Double(arenaBytes) / 1000, places: 1)) kB (* the most)",
      "kernels: \(kernels)" + (isTimed ? ", \(decimal(time / 1000, places: 4)) ms a run" : ""),
      "",
    ] + planLines
  }

  private var planLines: [String] {
    var table = Table([
      ("memory", .left), ("arena", .right), ("fullest at", .left), ("MACs", .right),
      ("packed", .right),
    ])
    for plan in plans {
      let products = multiplyAccumulates + plan.repeatedMultiplyAccumulates
      table.add([
        plan.name, decimal(Double(plan.arenaBytes) / 1000, places: 1) + " kB",
        "\(plan.peak) \(operators[plan.peak].name)",
        decimal(Double(products) / Double(max(multiplyAccumulates, 1)), places: 2) + "x",
        decimal(Double(plan.packedBytes) / 1000, places: 1) + " kB",
      ])
    }
    return table.lines
  }
}
