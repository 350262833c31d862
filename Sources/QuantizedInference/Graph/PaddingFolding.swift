/// A kernel that can imagine a border of zeros around its first operand.
protocol ImaginesPadding: Kernel {
  var window: Window { get set }
}

extension ImaginesPadding {
  /// The same kernel reading a tensor of `inputShape` that has no border.
  func imagining(_ amounts: [(before: Int, after: Int)], inputShape: [Int]) -> any ImaginesPadding {
    var kernel = self
    kernel.window = window.padded(amounts, inputShape: inputShape)
    return kernel
  }
}

extension Graph {
  /// The same graph without the PADs that only convolutions read. A border holds the zero point
  /// of the tensor that the convolution reads, so every product with it is 0 and may be left out:
  /// no byte changes, and the padded tensor needs no memory.
  func foldingPadding() -> Graph {
    var graph = self
    var readers: [Int: [Int]] = [:]
    for (position, step) in steps.enumerated() {
      for operand in step.operands { readers[operand, default: []].append(position) }
    }
    let outputs = Set(outputs)
    for (position, step) in steps.enumerated() {
      guard step.work == .run, let padding = step.kernel as? Padding, padding.bordersImageOnly,
        let consumers = readers[step.output], !outputs.contains(step.output)
      else { continue }
      let kernels = consumers.compactMap { graph.steps[$0].kernel as? any ImaginesPadding }
      guard kernels.count == consumers.count else { continue }
      for (consumer, kernel) in zip(consumers, kernels) {
        graph.steps[consumer].kernel = kernel.imagining(
          padding.amounts, inputShape: padding.inputShape)
        graph.steps[consumer].operands = step.operands
      }
      graph.steps[position].work = .imagine
    }
    return graph
  }
}

extension Padding {
  /// Whether it adds only rows and columns to `[batch, height, width, channels]`.
  fileprivate var bordersImageOnly: Bool {
    amounts.count == 4
      && [amounts[0], amounts[3]].allSatisfy { $0.before == 0 && $0.after == 0 }
  }
}
