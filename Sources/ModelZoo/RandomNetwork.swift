import ModelWriting

/// A network of a topology as an int8 `.tflite` file, with random weights.
///
/// ```swift
/// let file = RandomNetwork(topology, named: "mcunet-in0").file
/// ```
///
/// It has the operators, shapes and parameters of the file that the project publishes, in the same
/// order and quantized the same way, so that it costs the same multiplications and the same memory. What it
/// answers means nothing.
///
/// Operators, shapes, MACs and memory are held against the six files of the project that are at hand.
public struct RandomNetwork: Sendable {
  /// The whole file; the same name and topology give the same bytes on any machine.
  public let file: [UInt8]

  /// - Parameter name: What the weights are drawn by; also said in the file.
  public init(_ topology: NetTopology, named name: String) {
    var draft = NetworkDraft(side: topology.side, name: name)
    var image = draft.convolved(
      draft.image, channels: topology.stem, kernel: 3, stride: 2, activation: .relu6)
    for block in topology.blocks {
      var inside = image
      if block.widened != image.channels {
        inside = draft.convolved(inside, channels: block.widened, activation: .relu6)
      }
      inside = draft.filtered(inside, kernel: block.kernel, stride: block.stride)
      inside = draft.convolved(inside, channels: block.channels)
      let isSameShape = inside.side == image.side && inside.channels == image.channels
      image = isSameShape ? draft.sum(inside, image) : inside
    }
    if let mix = topology.mix { image = draft.convolved(image, channels: mix, activation: .relu6) }
    file = draft.classified(image, classCount: topology.classCount)
  }
}
