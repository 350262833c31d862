import QuantizedInference

extension InputPattern {
  /// The raw bytes of every input of `model`, as LiteRT was given them.
  func inputs(of model: Model, seed: UInt64, run: Int) -> [[UInt8]] {
    model.inputs.enumerated().map { number, input in
      let type = TFLiteTensorType(input.elementType)
      let state = Self.state(seed: seed, run: run, input: number)
      return bytes(shape: input.shape, type: type, state: state)
    }
  }
}

extension TFLiteTensorType {
  init(_ type: ElementType) {
    switch type {
    case .float32: self = .float32
    case .int64: self = .int64
    case .int32: self = .int32
    case .uint8: self = .uint8
    case .int8: self = .int8
    }
  }
}
