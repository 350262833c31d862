/// What an operator's preparation gives the graph.
struct PreparedOperator {
  let kernel: any Kernel
  /// Indices of the tensors that the kernel reads when it runs, in the kernel's order. What the
  /// preparation has already taken in (weights, axes) is not among them.
  let operands: [Int]
  /// Whether the output is the first operand byte for byte.
  var sharesItsOperand = false
  var multiplyAccumulates = 0
  var parameters = 0
}

extension OperatorSite {
  /// Checks the operator and prepares its kernel.
  func prepare() throws(ModelError) -> PreparedOperator {
    if let real, let prepared = try prepareReal(real) { return prepared }
    return switch kind {
    case .add: try prepareAdd()
    case .averagePool2D: try prepareAveragePool()
    case .concatenation: try prepareConcatenation()
    case .conv2D: try prepareConvolution()
    case .depthwiseConv2D: try prepareDepthwiseConvolution()
    case .dequantize: try prepareDequantize()
    case .fill: try prepareFill()
    case .fullyConnected: try prepareFullyConnected()
    case .logistic: try prepareLogistic()
    case .maxPool2D: try prepareMaxPool()
    case .mean: try prepareMean()
    case .mul: try prepareMul()
    case .pack: try preparePack()
    case .pad: try preparePad()
    case .quantize: try prepareQuantize()
    case .reshape: try prepareReshape()
    case .resizeNearestNeighbor: try prepareResizeNearestNeighbor()
    case .shape: try prepareShape()
    case .softmax: try prepareSoftmax()
    case .stridedSlice: try prepareStridedSlice()
    case .sum: try prepareSum()
    case .transpose: try prepareTranspose()
    }
  }
}
