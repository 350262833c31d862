/// How the integers of a tensor stand for real numbers: real = scale · (integer − zero point).
public struct Quantization: Sendable, Hashable {
  /// One for the whole tensor, or one for each index along ``dimension``. Finite; the scale of
  /// weights may be negative, or so small that a channel vanishes.
  public let scales: [Float]
  /// As many as ``scales``.
  public let zeroPoints: [Int]
  /// The dimension that has a scale for each index; without meaning where there is one scale.
  public let dimension: Int

  /// Whether there is a scale for each index of ``dimension``, as weights have one for each output channel.
  public var isPerChannel: Bool { scales.count > 1 }
}
