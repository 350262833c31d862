import CInt8Kernels

/// A kernel of which kernel sets have a faster form.
protocol HasVectorForm: Kernel {
  /// - Returns: A kernel that writes the same bytes; `nil` where the set has none.
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)?
}

extension Graph {
  /// The same graph on a kernel set; where the set has no kernel, the plain one stays.
  func vectorised(for set: KernelSet) -> Graph {
    guard let functions = unsafe set.functions?.pointee else { return self }
    var graph = self
    for (position, step) in steps.enumerated() where step.work == .run {
      let plain = step.kernel as? any HasVectorForm
      if let kernel = unsafe plain?.vectorForm(functions, budget: budget) {
        graph.steps[position].kernel = kernel
      }
    }
    return graph
  }
}

extension Convolution: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard groups == 1,
      let layer = window.layer(
        inputChannels: inputChannels, outputChannels: outputChannels,
        inputZeroPoint: inputZeroPoint, rescaling: rescaling)
    else { return nil }
    return unsafe VectorWindow(
      functions.convolution, layer, batch: window.batch, weights: weights, rescaling: rescaling,
      budget: budget)
  }
}

extension DepthwiseConvolution: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard multiplier == 1,
      let layer = window.layer(
        inputChannels: inputChannels, outputChannels: inputChannels,
        inputZeroPoint: inputZeroPoint, rescaling: rescaling)
    else { return nil }
    return unsafe VectorWindow(
      functions.depthwise, layer, batch: window.batch, weights: weights, rescaling: rescaling,
      budget: budget)
  }
}

extension Add: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard broadcast.repeatsNothing else { return nil }
    return unsafe VectorAddition(
      functions,
      int8_addition(
        first_zero_point: first.zeroPoint, second_zero_point: second.zeroPoint,
        output_zero_point: Int32(zeroPoint), first_multiplier: first.multiplier.mantissa,
        first_shift: first.multiplier.shift, second_multiplier: second.multiplier.mantissa,
        second_shift: second.multiplier.shift, multiplier: multiplier.mantissa,
        shift: multiplier.shift, lowest: Int32(range.lowerBound), highest: Int32(range.upperBound)))
  }
}
