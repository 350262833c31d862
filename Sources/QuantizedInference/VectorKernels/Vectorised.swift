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
    for (position, step) in steps.enumerated()
    where step.work == .run || step.work == .takeInput {
      let plain = step.kernel as? any HasVectorForm
      if let kernel = unsafe plain?.vectorForm(functions, budget: budget) {
        graph.steps[position].kernel = kernel
      }
    }
    return graph
  }
}

extension Convolution {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard groups == 1,
      let layer = window.layer(
        inputChannels: inputChannels, outputChannels: outputChannels,
        inputZeroPoint: inputZeroPoint, rescaling: rescaling)
    else { return nil }
    return unsafe VectorWindow(
      functions.convolution, of: functions, layer, batch: window.batch, weights: weights,
      rescaling: rescaling,
      budget: budget)
  }
}

extension DepthwiseConvolution {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard multiplier == 1,
      let layer = window.layer(
        inputChannels: inputChannels, outputChannels: inputChannels,
        inputZeroPoint: inputZeroPoint, rescaling: rescaling)
    else { return nil }
    return unsafe VectorWindow(
      functions.depthwise, of: functions, layer, batch: window.batch, weights: weights,
      rescaling: rescaling,
      budget: budget)
  }
}

extension Add: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard let rows = broadcast.rows else { return nil }
    return unsafe VectorElementwise(
      functions,
      int8_addition(
        first_zero_point: first.zeroPoint, second_zero_point: second.zeroPoint,
        output_zero_point: Int32(zeroPoint), first_multiplier: first.multiplier.mantissa,
        first_shift: first.multiplier.shift, second_multiplier: second.multiplier.mantissa,
        second_shift: second.multiplier.shift, multiplier: multiplier.mantissa,
        shift: multiplier.shift, lowest: Int32(range.lowerBound), highest: Int32(range.upperBound),
        is_real: 0, first_scale: 0, second_scale: 0, offset: 0),
      rows)
  }
}

extension Multiply: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard let rows = broadcast.rows else { return nil }
    return unsafe VectorElementwise(
      functions,
      int8_product(
        first_zero_point: firstZeroPoint, second_zero_point: secondZeroPoint,
        output_zero_point: Int32(zeroPoint), multiplier: multiplier.mantissa,
        shift: multiplier.shift, lowest: Int32(range.lowerBound), highest: Int32(range.upperBound)),
      rows)
  }
}

extension ByteTable: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    unsafe VectorByteTable(functions, results: results)
  }
}

extension QuantizeFloats: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    unsafe VectorQuantizeFloats(functions, self)
  }
}

extension Pooling: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    let rescaling = ChannelRescaling(multipliers: [], zeroPoint: 0, range: range)
    let layer = window.layer(
      inputChannels: channels, outputChannels: channels, inputZeroPoint: 0, rescaling: rescaling)
    return layer.map { unsafe VectorPooling(functions, $0, statistic, batch: window.batch) }
  }
}

extension FullyConnected: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    guard case .double(let factors, let zeroPoint, let range) = rescaling else { return nil }
    return unsafe VectorDense(
      functions,
      int8_dense(
        depth: Int32(depth), units: Int32(units), input_zero_point: Int32(inputZeroPoint),
        output_zero_point: Int32(zeroPoint), lowest: Int32(range.lowerBound),
        highest: Int32(range.upperBound)),
      rows: rows, weights: weights, factors: factors, budget: budget)
  }
}

extension Reduction: HasVectorForm {
  func vectorForm(_ functions: int8_kernels, budget: PreparationBudget) -> (any Kernel)? {
    unsafe VectorReduction(functions, self)
  }
}
