import QuantizedInference

/// Where a network's backbone ends, found from its output backwards.
struct NetworkCut {
  /// The tensor that the head's first layer reads.
  let embedding: Int
  /// The positions of the operators that it takes to compute it, ascending.
  let operators: [Int]

  /// - Throws: ``BackboneError`` where the network has no such place.
  init(_ model: Model) throws(BackboneError) {
    guard model.inputs.count == 1, model.outputs.count == 1 else {
      throw .ends(inputs: model.inputs.count, outputs: model.outputs.count)
    }
    let writers = Dictionary(uniqueKeysWithValues: model.operators.map { ($0.output, $0) })
    var tensor = model.outputs[0].index
    var found: Int?
    while let operation = writers[tensor] {
      let isDense = Self.seesAllAtOnce(operation, model)
      guard isDense || Self.shapes.contains(operation.name) else { break }
      tensor = operation.inputs[0]
      if isDense { found = tensor }
    }
    guard let found else {
      throw .noHead(lastOperator: model.operators.last?.name ?? "nothing")
    }
    guard writers[tensor] != nil else { throw .noBackbone }
    let description = model.tensors[found]
    guard description.elementType == .int8, description.quantization?.scales.count == 1 else {
      throw .embedding(tensor: description.name, type: description.elementType.rawValue)
    }
    embedding = found
    var needed: Set<Int> = []
    var open = [found]
    while let next = open.popLast() {
      guard let operation = writers[next], needed.insert(operation.position).inserted else {
        continue
      }
      open += operation.inputs
    }
    operators = needed.sorted()
  }

  /// Operators that give each value a place or a scale of its own, and mix none.
  private static let shapes: Set = ["RESHAPE", "SOFTMAX", "LOGISTIC", "QUANTIZE", "DEQUANTIZE"]

  /// Whether every value of the result depends on all that are read.
  private static func seesAllAtOnce(_ operation: OperatorDescription, _ model: Model) -> Bool {
    guard operation.inputs.count >= 2 else { return false }
    let values = model.tensors[operation.inputs[0]].elementCount
    let weights = model.tensors[operation.inputs[1]].shape
    switch operation.name {
    case "FULLY_CONNECTED": return weights.last == values
    case "CONV_2D":
      return weights.dropFirst().reduce(1, *) == values
        && model.tensors[operation.output].elementCount == weights.first
    default: return false
    }
  }
}
