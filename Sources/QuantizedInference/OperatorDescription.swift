/// One operator of a model, as the model file lists it.
public struct OperatorDescription: Sendable, Hashable {
  /// Position in the file's list, which is the order of execution.
  public let position: Int
  /// The name of the format, for example `CONV_2D`.
  public let name: String
  /// Tensor indices, constants (weights, axes) included; −1 for an optional input that is absent.
  public let inputs: [Int]
  /// Tensor index. Every supported operator has one output.
  public let output: Int
  /// Multiplications of an input value with a weight, padding counted in; 0 for all but
  /// `CONV_2D`, `DEPTHWISE_CONV_2D` and `FULLY_CONNECTED`.
  public let multiplyAccumulates: Int
  /// Stored weights and biases of those three; 0 for the rest.
  public let parameters: Int
}
