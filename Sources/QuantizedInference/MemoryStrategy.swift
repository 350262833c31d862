/// How a model's operators are carried out: what is weighed is time and memory. The bytes of every
/// output are the same.
public enum MemoryStrategy: Sendable, Hashable {
  /// One operator after the other, each on whole tensors.
  case layers
  /// As little memory as can be: chains of convolutions, depthwise convolutions and additions run row
  /// by row where that makes the arena smaller, and every row is computed once.
  case smallest
  /// The first convolutions patch by patch, in a grid of so many patches in each direction, as MCUNetV2
  /// does; what neighbouring patches both need is computed twice. For comparison: ``smallest`` takes less
  /// memory and computes nothing twice.
  case patches(Int)
}
