public import QuantizedInference

/// Why a network cannot be given another head.
public enum BackboneError: Error, Equatable, CustomStringConvertible {
  /// It cannot be read at all, or has what cannot be copied.
  case network(ModelError)
  /// It has not exactly one input and one output.
  case ends(inputs: Int, outputs: Int)
  /// It does not end in a layer that sees all values at once.
  case noHead(lastOperator: String)
  /// All its layers see all values at once: nothing is left without them.
  case noBackbone
  /// What the head reads is not int8 of one scale.
  case embedding(tensor: String, type: String)

  public var description: String {
    switch self {
    case .network(let error): error.description
    case .ends(let inputs, let outputs):
      "the network has \(inputs) inputs and \(outputs) outputs. A backbone is taken from one that has "
        + "one of each."
    case .noHead(let name):
      "the network ends in \(name), with no layer before it that sees all values at once: it has no "
        + "head that could be another. Use a network that tells classes apart."
    case .noBackbone:
      "every layer of the network sees all values at once: nothing is left of it without its head. "
        + "Use a convolutional network."
    case .embedding(let tensor, let type):
      "what the network's head reads, \(tensor), is \(type). Use a network that is int8 throughout, "
        + "with one scale a tensor."
    }
  }
}
