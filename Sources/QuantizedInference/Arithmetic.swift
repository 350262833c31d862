/// The definitions of the three operators on which the field's reference kernels disagree. All
/// other operators have one definition in every runtime.
///
/// The default is LiteRT's, which trains and checks on a desktop see; a network that was tuned
/// against microcontroller output wants TensorFlow Lite Micro's:
///
/// ```swift
/// let model = try Model(contentsOf: path, arithmetic: .tfliteMicro)
/// ```
///
/// Source: the reference kernels of LiteRT 2.3.0 and of the tflite-micro wheel of 2026-10-23,
/// both observed from outside.
public struct Arithmetic: Sendable, Hashable {
  /// How `FULLY_CONNECTED` scales its accumulator.
  public enum FullyConnected: String, Sendable, Hashable, CaseIterable {
    /// LiteRT: the product with a double, halves away from zero.
    case doublePrecision
    /// TensorFlow Lite Micro and runtimes up to 2.14: the two roundings of the convolutions.
    case fixedPoint
  }

  /// How `LOGISTIC` is computed.
  public enum Logistic: String, Sendable, Hashable, CaseIterable {
    /// LiteRT: a table made in single precision.
    case floatTable
    /// TensorFlow Lite Micro: exponential and reciprocal in 32-bit fixed point.
    case fixedPoint
  }

  /// How `SUM` reads and clamps 8-bit values.
  public enum Sum: String, Sendable, Hashable, CaseIterable {
    /// LiteRT: the bytes count as unsigned.
    case unsigned
    /// TensorFlow Lite Micro.
    case signed
  }

  /// Of `FULLY_CONNECTED`. Each of the three is chosen apart: which definition a runtime has depends on its
  /// version, too.
  public var fullyConnected: FullyConnected
  /// Of `LOGISTIC`.
  public var logistic: Logistic
  /// Of `SUM`.
  public var sum: Sum

  /// A mixture; ``liteRT`` and ``tfliteMicro`` are the runtimes as they are.
  public init(fullyConnected: FullyConnected, logistic: Logistic, sum: Sum) {
    self.fullyConnected = fullyConnected
    self.logistic = logistic
    self.sum = sum
  }

  /// LiteRT 2.3.0's reference kernels (`BUILTIN_REF`).
  public static let liteRT = Arithmetic(
    fullyConnected: .doublePrecision, logistic: .floatTable, sum: .unsigned)

  /// TensorFlow Lite Micro's reference kernels.
  public static let tfliteMicro = Arithmetic(
    fullyConnected: .fixedPoint, logistic: .fixedPoint, sum: .signed)
}
