import ModelWriting
import QuantizedInference

extension InputPattern {
  /// The raw bytes of every input of `model`, as LiteRT was given them.
  func inputs(of model: Model, seed: UInt64, run: Int) -> [[UInt8]] {
    inputs(of: model.inputs, seed: seed, run: run)
  }

  /// The real numbers for which they stand.
  func reals(of model: FloatModel, seed: UInt64, run: Int) throws -> [[Float]] {
    try inputs(of: model.storedInputs, seed: seed, run: run).enumerated().map {
      try model.reals(ofInput: $0, $1)
    }
  }

  private func inputs(of tensors: [TensorDescription], seed: UInt64, run: Int) -> [[UInt8]] {
    tensors.enumerated().map { number, input in
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
