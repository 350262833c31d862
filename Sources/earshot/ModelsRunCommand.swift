import ArgumentParser
import Foundation
import NumpyFormat
import QuantizedInference

extension ModelsCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run any supported .tflite model on numpy arrays.",
      discussion: """
        A model with several inputs takes one array for each, in its own order, and a model with \
        several outputs needs -o once for each. With --tensors every operator's output is written \
        too, as NUMBER-OPERATOR.npy: what a parity test compares.
        """)

    @Argument(help: "A .tflite file.")
    var model: String

    @Argument(help: "Arrays (.npy) of the inputs' shape and type: int8, uint8 or float32.")
    var inputs: [String]

    @Option(name: [.short, .long], parsing: .singleValue, help: "Where an output goes (.npy).")
    var output: [String]

    @Option(help: "A folder for the output of every operator.")
    var tensors: String?

    @Option(
      help: "Whose definitions of kernels: those of FULLY_CONNECTED, LOGISTIC and SUM differ.")
    var arithmetic = Definitions.litert

    enum Definitions: String, ExpressibleByArgument, CaseIterable {
      case litert
      case tfliteMicro = "tflite-micro"

      var arithmetic: Arithmetic {
        switch self {
        case .litert: .liteRT
        case .tfliteMicro: .tfliteMicro
        }
      }
    }

    func run() throws {
      let model = try ModelLocation.model(
        contentsOf: self.model, arithmetic: arithmetic.arithmetic)
      for path in output { try refuse(path, over: [self.model] + inputs) }
      guard output.count == model.outputs.count else {
        throw UsageError(
          "the model has \(model.outputs.count) outputs and -o stands \(output.count) times.")
      }
      var session = try Session(model)
      let bytes = try readInputs(of: model)
      let outputs: [[UInt8]]
      if let tensors {
        try makeFolder(tensors)
        let digits = String(model.operators.count).count
        outputs = try session.run(inputs: bytes) { operation, tensor, bytes in
          let number = String(operation.position)
          let padded = String(repeating: "0", count: digits - number.count) + number
          let name = "\(padded)-\(operation.name.lowercased()).npy"
          try array(tensor, bytes).write(
            to: URL(filePath: tensors).appending(path: name).path)
        }
      } else {
        outputs = try session.run(inputs: bytes)
      }
      for (path, (tensor, bytes)) in zip(output, zip(model.outputs, outputs)) {
        try array(tensor, bytes).write(to: path)
      }
    }

    private func readInputs(of model: Model) throws -> [[UInt8]] {
      guard inputs.count == model.inputs.count else {
        throw UsageError(
          "the model needs one array for each of its \(model.inputs.count) inputs; given: \(inputs.count)."
        )
      }
      return try zip(inputs, model.inputs).map { path, tensor in
        let array = try NumpyArray(contentsOf: path)
        let type = NumpyArray.ElementType(tensor.elementType)
        // A batch of one may be left out, as photographs and spectrograms come without it.
        let fits = array.shape == tensor.shape || [1] + array.shape == tensor.shape
        guard array.elementType == type, fits else {
          throw UsageError(
            "\(path): is \(array.elementType) of shape \(array.shape); the model's input "
              + "\(tensor.name) is \(tensor.elementType.rawValue) of shape \(tensor.shape).")
        }
        return array.bytes
      }
    }

    private func array(_ tensor: TensorDescription, _ bytes: [UInt8]) -> NumpyArray {
      NumpyArray(
        elementType: NumpyArray.ElementType(tensor.elementType), shape: tensor.shape, bytes: bytes)
    }
  }
}

extension NumpyArray.ElementType {
  fileprivate init(_ type: QuantizedInference.ElementType) {
    self =
      switch type {
      case .int8: .int8
      case .uint8: .uint8
      case .int32: .int32
      case .int64: .int64
      case .float32: .float32
      }
  }
}
