/// How a picture is brought to the size of a network's input: the transforms of the published
/// evaluations, which torchvision names.
public enum ImagePreparation: Sendable, Equatable {
  /// `Resize((height, width))`: the whole picture, squeezed. Visual Wake Words.
  case squeezed(width: Int, height: Int)
  /// `Resize(int(side * 256 / 224))`, `CenterCrop(side)`: the shorter side scaled, a square from
  /// the middle. ImageNet.
  case centreSquare(side: Int)

  /// - Returns: A picture of the size of the input.
  public func applied(to image: RGBImage) -> RGBImage {
    switch self {
    case .squeezed(let width, let height):
      return ImageResize(.bilinear, width: width, height: height).applied(to: image)
    case .centreSquare(let side):
      let shorter = side * 256 / 224
      // Truncated, as torchvision does; the quotient of two integers this small is not rounded up
      // to a whole number.
      let longer = shorter * max(image.width, image.height) / min(image.width, image.height)
      let (width, height) =
        image.width <= image.height ? (shorter, longer) : (longer, shorter)
      return ImageResize(
        .bilinear, width: width, height: height, columns: Self.middle(of: width, side),
        rows: Self.middle(of: height, side)
      ).applied(to: image)
    }
  }

  /// `int(round((whole - part) / 2.0))`: Python rounds halves to the even number.
  private static func middle(of whole: Int, _ part: Int) -> Range<Int> {
    let start = Int((Double(whole - part) / 2).rounded(.toNearestOrEven))
    return start..<start + part
  }
}
