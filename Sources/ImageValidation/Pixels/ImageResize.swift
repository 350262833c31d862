/// A resized picture, or a rectangle of one, equal to Pillow's byte for byte.
///
/// Two passes, horizontal first, each from bytes to bytes: every pass rounds and clamps, and a pass
/// that does not change its size is left out. Only what the rectangle needs is computed, whatever the
/// size of the whole.
///
/// Source: the behaviour of Pillow 11.3. (From 12.3 on Pillow goes vertical first for some tall
/// pictures, which moves single samples by a level.)
public struct ImageResize: Sendable {
  /// For both passes.
  public let filter: ResamplingFilter
  /// Of the whole resized picture, in pixels.
  public let width: Int
  /// Of the whole resized picture, in pixels.
  public let height: Int
  /// What is kept of its width.
  public let columns: Range<Int>
  /// What is kept of its height.
  public let rows: Range<Int>

  /// - Precondition: A rectangle that is not empty and lies in the picture.
  public init(
    _ filter: ResamplingFilter, width: Int, height: Int, columns: Range<Int>, rows: Range<Int>
  ) {
    precondition(
      !columns.isEmpty && !rows.isEmpty && columns.lowerBound >= 0 && rows.lowerBound >= 0
        && columns.upperBound <= width && rows.upperBound <= height,
      "the rectangle does not lie in the picture")
    self.filter = filter
    self.width = width
    self.height = height
    self.columns = columns
    self.rows = rows
  }

  /// The whole picture.
  /// - Precondition: Positive sides.
  public init(_ filter: ResamplingFilter, width: Int, height: Int) {
    self.init(filter, width: width, height: height, columns: 0..<width, rows: 0..<height)
  }

  /// - Parameter image: Of any size; it is stretched to ``width`` by ``height``, whatever its proportions.
  /// - Returns: A picture of the size of the rectangle.
  public func applied(to image: RGBImage) -> RGBImage {
    let vertical =
      image.height == height
      ? nil : ResamplingTable(filter, from: image.height, to: height, kept: rows)
    let needed = vertical?.reach ?? rows
    let narrow: [UInt8]
    if image.width == width {
      narrow = crop(image, rows: needed)
    } else {
      let horizontal = ResamplingTable(filter, from: image.width, to: width, kept: columns)
      narrow = horizontal.mixedAcross(image.pixels, width: image.width, rows: needed)
    }
    let pixels =
      vertical?.mixedDown(narrow, rowBytes: 3 * columns.count, firstRow: needed.lowerBound)
      ?? narrow
    return RGBImage(width: columns.count, height: rows.count, pixels: pixels)
  }

  private func crop(_ image: RGBImage, rows: Range<Int>) -> [UInt8] {
    if columns.count == image.width {
      return Array(
        image.pixels[3 * image.width * rows.lowerBound..<3 * image.width * rows.upperBound])
    }
    return rows.flatMap { row in
      let start = 3 * image.width * row
      return image.pixels[start + 3 * columns.lowerBound..<start + 3 * columns.upperBound]
    }
  }
}
