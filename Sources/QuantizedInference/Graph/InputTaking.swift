extension Graph {
  /// The same graph in which inputs of float32 that only a QUANTIZE reads are quantized where the caller
  /// has them: they need no memory here, and nothing is copied.
  func takingInputs() -> Graph {
    var graph = self
    var uses: [Int: Int] = [:]
    for tensor in inputs + outputs + steps.flatMap(\.operands) { uses[tensor, default: 0] += 1 }
    let given = Set(inputs)
    for (position, step) in steps.enumerated() {
      // As an input, and here.
      guard step.work == .run, step.kernel is QuantizeFloats, let input = step.operands.first,
        given.contains(input), uses[input] == 2
      else { continue }
      graph.steps[position].work = .takeInput
    }
    return graph
  }
}
