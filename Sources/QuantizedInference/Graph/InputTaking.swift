extension Graph {
  /// The same graph in which inputs of float32 that only a QUANTIZE reads are quantized where the caller
  /// has them: they need no memory here, and nothing is copied.
  func takingInputs() -> Graph {
    var graph = self
    for (position, step) in steps.enumerated() {
      guard step.work == .run, step.kernel is QuantizeFloats, let input = step.operands.first,
        inputs.count(where: { $0 == input }) == 1, !outputs.contains(input),
        steps.count(where: { $0.operands.contains(input) }) == 1
      else { continue }
      graph.steps[position].work = .takeInput
    }
    return graph
  }
}
