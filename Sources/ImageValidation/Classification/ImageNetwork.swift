/// A classifier of images, whatever computes it: bytes in, a number for each class out.
///
/// The evaluation knows a network only by this value, so that an int8 session and any other
/// interpretation of the same graph are evaluated alike.
public struct ImageNetwork: Sendable {
  /// Gives each class's output for a picture of ``width`` by ``height``, `[height, width, 3]`, the
  /// pixels as they are: what the network wants of them is done inside.
  public typealias Scorer = (_ pixels: [UInt8]) -> [Float]

  /// Of its input, in pixels.
  public let width: Int
  /// Of its input, in pixels.
  public let height: Int
  /// Its outputs, one a class.
  public let classCount: Int
  /// Whether outputs are whole numbers: raw bytes of a quantized tensor.
  public let hasIntegerOutputs: Bool
  /// Makes a scorer for one thread, with memory of its own.
  public let makeScorer: @Sendable () throws -> Scorer

  /// Takes everything as given: a scorer must give `classCount` outputs.
  public init(
    width: Int, height: Int, classCount: Int, hasIntegerOutputs: Bool,
    makeScorer: @escaping @Sendable () throws -> Scorer
  ) {
    self.width = width
    self.height = height
    self.classCount = classCount
    self.hasIntegerOutputs = hasIntegerOutputs
    self.makeScorer = makeScorer
  }
}
