/// What an operator's preparation needs to know of the file where numbers are read as the real ones
/// that they stand for.
struct RealReading {
  /// The tensors as the file declares them, by index.
  let stored: [TensorDescription]
  let weights: WeightSource

  /// How often the file's size kernels may take: an int8 weight is four bytes as a constant of the graph
  /// and four in the order of its kernel's loop.
  static let budgetTimes = 16
}

extension OperatorSite {
  /// Checks an arithmetic operator and prepares its kernel for float32; nil for one that only moves
  /// elements, whose kernel serves all types.
  func prepareReal(_ real: RealReading) throws(ModelError) -> PreparedOperator? {
    switch kind {
    case .add: try prepareFloatElementwise(.sum)
    case .mul: try prepareFloatElementwise(.product)
    case .averagePool2D: try prepareFloatPool(.average)
    case .maxPool2D: try prepareFloatPool(.maximum)
    case .conv2D: try prepareFloatConvolution(real)
    case .depthwiseConv2D: try prepareFloatDepthwiseConvolution(real)
    case .fullyConnected: try prepareFloatFullyConnected(real)
    case .logistic: try prepareFloatLogistic()
    case .softmax: try prepareFloatSoftmax()
    case .mean: try prepareFloatReduction(isMean: true)
    case .sum: try prepareFloatReduction(isMean: false)
    case .quantize, .dequantize: try prepareSameNumbers()
    case .concatenation, .fill, .pack, .pad, .reshape, .resizeNearestNeighbor, .shape,
      .stridedSlice, .transpose:
      nil
    }
  }

  /// QUANTIZE and DEQUANTIZE: the numbers stay.
  private func prepareSameNumbers() throws(ModelError) -> PreparedOperator {
    try requireInputCount(1...1)
    let input = try input(0, "input")
    for tensor in [input, output] { try require(tensor, "a tensor", is: .float32) }
    try requireOutputShape(input.shape)
    return unchanged(input)
  }

  /// The limits that the fused activation puts on real numbers.
  func realActivationRange(option number: Int) throws(ModelError) -> ClosedRange<Float> {
    switch try activation(option: number) {
    case .none: -.infinity ... .infinity
    case .relu: 0 ... .infinity
    case .reluOneToOne: -1...1
    case .relu6: 0...6
    }
  }
}

extension ClosedRange<Float> {
  /// The nearest number in the range; what is not a number stays so.
  @inline(__always)
  func limit(_ value: Float) -> Float {
    let raised = value < lowerBound ? lowerBound : value
    return raised > upperBound ? upperBound : raised
  }
}
