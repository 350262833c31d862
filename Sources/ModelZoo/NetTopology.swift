/// What a classifier of the zoo is made of: a stem, inverted residual blocks, a classifier.
///
/// The stem is a convolution of 3x3 with stride 2 on an RGB picture. Each block widens its input's
/// channels (1x1), filters each for itself (depthwise), and narrows them again (1x1); where nothing
/// changes shape the input is added to the result. Widening and filtering end in ReLU6, narrowing is
/// linear. A last 1x1 convolution may mix the features before they are averaged over the picture and
/// classified.
///
/// Source: M. Sandler et al., *MobileNetV2*, 2018; H. Cai et al., *ProxylessNAS*, 2019; J. Lin et al.,
/// *MCUNet*, 2020.
public struct NetTopology: Sendable, Equatable {
  /// One inverted residual block.
  public struct Block: Sendable, Equatable {
    /// Side of the depthwise kernel, odd.
    public let kernel: Int
    /// Of the depthwise convolution: 1 or 2.
    public let stride: Int
    /// Channels between the two 1x1 convolutions. As many as go in: there is no widening convolution.
    public let widened: Int
    /// Channels that come out.
    public let channels: Int
  }

  /// Height and width of the picture.
  public let side: Int
  /// Channels that come out of the first convolution.
  public let stem: Int
  /// From the stem to the classifier.
  public let blocks: [Block]
  /// Channels that come out of the convolution behind the blocks; `nil` where there is none.
  public let mix: Int?
  /// Scores that come out.
  public let classCount: Int
}

extension NetTopology {
  /// - Parameter blocks: `KERNELxSTRIDE:WIDENED>CHANNELS` for each, as in `3x1:16>8 5x2:48>16`.
  /// - Precondition: They are written so: this is for what stands in the program.
  init(side: Int, stem: Int, mix: Int?, classCount: Int, blocks: String) {
    self.init(
      side: side, stem: stem,
      blocks: blocks.split(separator: " ").map { text in
        let numbers = text.split(whereSeparator: { "x:>".contains($0) }).compactMap { Int($0) }
        precondition(numbers.count == 4, "\(text) is no block")
        return Block(
          kernel: numbers[0], stride: numbers[1], widened: numbers[2], channels: numbers[3])
      },
      mix: mix, classCount: classCount)
  }
}
