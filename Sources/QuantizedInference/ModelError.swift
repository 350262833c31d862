public import NumpyFormat

/// Why a model cannot be loaded, or not be run on what it was given.
public enum ModelError: Error, Equatable, CustomStringConvertible {
  /// What a fault is about, with the byte of the file where its record starts.
  public enum Place: Equatable, Sendable, CustomStringConvertible {
    /// The network as a whole.
    case model(byte: Int)
    /// A tensor by its index in the file's list; its name may be empty.
    case tensor(index: Int, name: String, byte: Int)
    /// An operator by its position in the order of execution, and by its kind, as in `CONV_2D`.
    case `operator`(position: Int, name: String, byte: Int)

    public var description: String {
      switch self {
      case .model(let byte): "model (byte \(byte))"
      case .tensor(let index, let name, let byte):
        "tensor \(index) \(String(reflecting: name)) (byte \(byte))"
      case .operator(let position, let name, let byte):
        "operator \(position) \(name) (byte \(byte))"
      }
    }
  }

  /// The file could not be read at all.
  case unreadable(path: String, reason: String)
  /// The bytes do not fit together as a `.tflite` file; `byte` is where the reading stopped.
  case malformed(byte: Int, reason: String)
  /// The format allows it, this engine does not run it.
  case unsupported(Place, what: String)
  /// The graph contradicts itself or its own numbers.
  case inconsistent(Place, reason: String)
  /// The tensors that live at the same time need more memory than the session may take.
  case arenaTooLarge(bytes: Int, limit: Int)
  /// The file of weights could not be read.
  case unreadableWeights(NumpyError)
  /// The weights are those of another network, or of none.
  case unfitWeights(path: String, reason: String)
  /// A run was given another number of inputs than the model has.
  case wrongInputCount(expected: Int, found: Int)
  /// A run was given an input of another size than the model's.
  case wrongInputSize(name: String, expected: Int, found: Int)
  /// A run was given other room for its outputs than they take.
  case wrongOutputSizes(expected: [Int], found: [Int])

  public var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)."
    case .malformed(let byte, let reason):
      "byte \(byte): \(reason). The file is damaged or no .tflite model: copy or export it again."
    case .unsupported(let place, let what):
      "\(place): \(what) is not supported. Export the model without it."
    case .inconsistent(let place, let reason):
      "\(place): \(reason). The model contradicts itself: export it again."
    case .arenaTooLarge(let bytes, let limit):
      "The model's tensors need \(bytes) bytes at a time, the limit is \(limit). "
        + "Raise the limit or use a smaller input."
    case .unreadableWeights(let error):
      error.description
    case .unfitWeights(let path, let reason):
      "\(path): \(reason). Give the weights of the same network, in its order."
    case .wrongInputCount(let expected, let found):
      "The model has \(expected) inputs, \(found) were given."
    case .wrongInputSize(let name, let expected, let found):
      "Input \(String(reflecting: name)) has \(expected) bytes, \(found) were given."
    case .wrongOutputSizes(let expected, let found):
      "The model's outputs have \(expected) bytes, room was given for \(found)."
    }
  }
}
