/// A picture of 8 bits a channel: red, green and blue, `[height, width, 3]`, top row first.
public struct RGBImage: Sendable, Equatable {
  /// In pixels, at least 1.
  public let width: Int
  /// In pixels, at least 1.
  public let height: Int
  /// Row by row, three bytes a pixel.
  public let pixels: [UInt8]

  /// The most pixels that are decoded, a quarter of a gigabyte: where Pillow begins to warn of a
  /// file made to fill the memory (`MAX_IMAGE_PIXELS`).
  public static let pixelLimit = 89_478_485

  /// - Precondition: Positive sides, and three bytes for each pixel.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0 && pixels.count == 3 * width * height, "3 bytes a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
