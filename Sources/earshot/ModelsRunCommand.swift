import ArgumentParser
import Foundation
import NumpyFormat
import QuantizedInference

extension ModelsCommand {
  struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Run any supported .tflite model on numpy arrays.",
      discussion: """
        A model with several inputs takes one array for each, in its own order, and a model with \
        several outputs needs -o once for each. With --tensors every operator's output is written \
        too, as NUMBER-OPERATOR.npy: what a parity test compares. With --precision fp32 the real \
        numbers for which the integers stand are computed with instead, and --weights takes them \
        from the network's float checkpoint.
        """)

    @Argument(help: ArgumentHelp(ModelLocation.networkHelp))
    var model: String

    @Argument(
      help: """
        Arrays (.npy) of the inputs' shape and type: int8, uint8 or float32. With fp32 always float32 \
        too, as real numbers.
        """)
    var inputs: [String]

    @Option(name: [.short, .long], parsing: .singleValue, help: "Where an output goes (.npy).")
    var output: [String]

    @Option(help: "A folder for the output of every operator.")
    var tensors: String?

    @Option(
      help: """
        Whose definitions of int8 kernels: those of FULLY_CONNECTED, LOGISTIC and SUM differ \
        (default: litert).
        """)
    var arithmetic: Definitions?

    @OptionGroup var numbers: PrecisionOptions

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

    func validate() throws {
      guard arithmetic == nil || numbers.precision == .int8 else {
        throw ValidationError("--arithmetic tells int8 kernels apart; fp32 has one definition.")
      }
    }

    func run() throws {
      let network = try ModelLocation.networkPath(named: model)
      for path in output {
        try refuse(path, over: [network] + inputs + [numbers.weights].compactMap(\.self))
      }
      switch numbers.precision {
      case .int8: try runAsStored(network)
      case .fp32: try runInFloat(network)
      }
    }

    private func runAsStored(_ network: String) throws {
      let model = try numbers.storedModel(
        contentsOf: network, arithmetic: (arithmetic ?? .litert).arithmetic)
      try requireOutputs(model.outputs.count)
      var session = try Session(model)
      let bytes = try readInputs(as: model.inputs).map(\.bytes)
      let outputs: [[UInt8]]
      if let tensors {
        try makeFolder(tensors)
        outputs = try session.run(inputs: bytes) { operation, tensor, bytes in
          try write(tensor, bytes, of: operation, to: tensors, operators: model.operators.count)
        }
      } else {
        outputs = try session.run(inputs: bytes)
      }
      for (path, (tensor, bytes)) in zip(output, zip(model.outputs, outputs)) {
        try NumpyArray(tensor, bytes).write(to: path)
      }
    }

    func requireOutputs(_ count: Int) throws {
      guard output.count == count else {
        throw UsageError(
          "the model has \(counted(count, "output")), and -o stands \(counted(output.count, "time"))."
        )
      }
    }

    /// - Parameter takesReals: Whether float32 will do for any type.
    func readInputs(
      as tensors: [TensorDescription], takesReals: Bool = false
    ) throws -> [NumpyArray] {
      guard inputs.count == tensors.count else {
        throw UsageError(
          "the model has \(counted(tensors.count, "input")) and needs an array for each; given: "
            + "\(inputs.count).")
      }
      return try zip(inputs, tensors).map { path, tensor in
        let array = try NumpyArray(contentsOf: path)
        let hasType =
          array.elementType == NumpyArray.ElementType(tensor.elementType)
          || takesReals && array.elementType == .float32
        // A batch of one may be left out, as photographs and spectrograms come without it.
        let fits = array.shape == tensor.shape || [1] + array.shape == tensor.shape
        guard hasType, fits else {
          throw UsageError(
            "\(path): is \(array.elementType) of shape \(array.shape); the model's tensor "
              + "\(tensor.name) is \(tensor.elementType.rawValue) of shape \(tensor.shape).")
        }
        return array
      }
    }

    func write(
      _ tensor: TensorDescription, _ bytes: [UInt8], of operation: OperatorDescription,
      to folder: String, operators: Int
    ) throws {
      let number = String(operation.position)
      let digits = String(operators).count
      let padded = String(repeating: "0", count: digits - number.count) + number
      let name = "\(padded)-\(operation.name.lowercased()).npy"
      try NumpyArray(tensor, bytes).write(to: URL(filePath: folder).appending(path: name).path)
    }
  }
}

extension NumpyArray {
  fileprivate init(_ tensor: TensorDescription, _ bytes: [UInt8]) {
    self.init(
      elementType: NumpyArray.ElementType(tensor.elementType), shape: tensor.shape, bytes: bytes)
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
