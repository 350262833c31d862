/// An operation with its options: what decides its operator code and its options table.
///
/// Field numbers and codes: schema.fbs of TensorFlow Lite, version 3.
public enum TFLiteOperation: Sendable {
  case add(TFLiteActivation = .none)
  case averagePool2D(TFLiteWindow, TFLiteActivation = .none)
  case concatenation(axis: Int)
  case conv2D(TFLiteWindow, TFLiteActivation = .none)
  case depthwiseConv2D(TFLiteWindow, multiplier: Int, TFLiteActivation = .none)
  case dequantize
  case fill
  case fullyConnected(TFLiteActivation = .none, keepsDimensions: Bool = false)
  case logistic
  case maxPool2D(TFLiteWindow, TFLiteActivation = .none)
  case mean(keepsDimensions: Bool)
  case mul(TFLiteActivation = .none)
  case pack(count: Int, axis: Int)
  case pad
  case quantize
  case reshape(newShape: [Int]? = nil)
  case resizeNearestNeighbor(alignsCorners: Bool = false, halfPixelCenters: Bool = false)
  case shape
  case softmax(beta: Float = 1)
  case stridedSlice(begin: Int32 = 0, end: Int32 = 0, shrink: Int32 = 0)
  case sum(keepsDimensions: Bool)
  case transpose
  /// Any other code of the schema, without options: for what a reader has to refuse.
  case other(code: Int32)

  /// The schema's `BuiltinOperator`.
  public var code: Int32 {
    switch self {
    case .add: 0
    case .averagePool2D: 1
    case .concatenation: 2
    case .conv2D: 3
    case .depthwiseConv2D: 4
    case .dequantize: 6
    case .fill: 94
    case .fullyConnected: 9
    case .logistic: 14
    case .maxPool2D: 17
    case .mean: 40
    case .mul: 18
    case .pack: 83
    case .pad: 34
    case .quantize: 114
    case .reshape: 22
    case .resizeNearestNeighbor: 97
    case .shape: 77
    case .softmax: 25
    case .stridedSlice: 45
    case .sum: 74
    case .transpose: 39
    case .other(let code): code
    }
  }

  /// The version of the operator that first had all that is written here.
  var version: Int32 {
    switch self {
    case .conv2D, .depthwiseConv2D, .resizeNearestNeighbor: 3
    case .fullyConnected: 5
    case .quantize, .reshape, .shape, .other: 1
    default: 2
    }
  }

  /// The member of the schema's `BuiltinOptions` union, and its table.
  var options: (type: UInt8, table: DraftTable)? {
    var table = DraftTable()
    switch self {
    case .conv2D(let window, let activation):
      window.setPaddingAndStride(in: &table)
      table.set(activation, at: 3)
      window.setDilation(in: &table, width: 4, height: 5)
      return (1, table)
    case .depthwiseConv2D(let window, let multiplier, let activation):
      window.setPaddingAndStride(in: &table)
      table.set(3, to: Int32(multiplier))
      table.set(activation, at: 4)
      window.setDilation(in: &table, width: 5, height: 6)
      return (2, table)
    case .averagePool2D(let window, let activation), .maxPool2D(let window, let activation):
      window.setPaddingAndStride(in: &table)
      table.set(3, to: Int32(window.width))
      table.set(4, to: Int32(window.height))
      table.set(activation, at: 5)
      return (5, table)
    case .fullyConnected(let activation, let keepsDimensions):
      table.set(activation, at: 0)
      if keepsDimensions { table.set(2, to: true) }
      return (8, table)
    case .softmax(let beta):
      table.set(0, to: beta)
      return (9, table)
    case .concatenation(let axis):
      table.set(0, to: Int32(axis))
      return (10, table)
    case .add(let activation):
      table.set(activation, at: 0)
      return (11, table)
    case .reshape(let newShape):
      if let newShape { table.set(0, to: newShape.map { Int32($0) }) }
      return (17, table)
    case .mul(let activation):
      table.set(activation, at: 0)
      return (21, table)
    case .pad: return (22, table)
    case .transpose: return (26, table)
    case .mean(let keepsDimensions), .sum(let keepsDimensions):
      if keepsDimensions { table.set(0, to: true) }
      return (27, table)
    case .stridedSlice(let begin, let end, let shrink):
      table.set(0, to: begin)
      table.set(1, to: end)
      table.set(4, to: shrink)
      return (32, table)
    case .dequantize: return (38, table)
    case .shape:
      table.set(0, to: TFLiteTensorType.int32.rawValue)
      return (55, table)
    case .pack(let count, let axis):
      table.set(0, to: Int32(count))
      table.set(1, to: Int32(axis))
      return (59, table)
    case .fill: return (68, table)
    case .resizeNearestNeighbor(let alignsCorners, let halfPixelCenters):
      if alignsCorners { table.set(0, to: true) }
      if halfPixelCenters { table.set(1, to: true) }
      return (74, table)
    case .quantize: return (89, table)
    case .logistic, .other: return nil
    }
  }
}

/// The function that an operator applies to its result, within the output's range.
public enum TFLiteActivation: UInt8, CaseIterable, Sendable {
  case none = 0
  case relu = 1
  case reluMinusOneToOne = 2
  case relu6 = 3
}

extension DraftTable {
  fileprivate mutating func set(_ activation: TFLiteActivation, at field: Int) {
    if activation != .none { set(field, to: activation.rawValue) }
  }
}
