/// A photograph with frames round what was found in it.
public struct BoxPicture: Sendable {
  /// A frame and its text; coordinates are pixels from the photograph's upper left corner.
  public struct Box: Sendable, Equatable {
    /// Edges in pixels; one outside the photograph is drawn at its edge.
    public var left, top, right, bottom: Double
    /// Written above the frame, or inside it where there is no room above.
    public var label: String

    /// Checks nothing: the picture refuses a coordinate that is no number.
    public init(left: Double, top: Double, right: Double, bottom: Double, label: String) {
      self.left = left
      self.top = top
      self.right = right
      self.bottom = bottom
      self.label = label
    }
  }

  /// Of the photograph and of the picture, 1 to 16,384 pixels.
  public let width: Int
  /// Of the photograph and of the picture, 1 to 16,384 pixels.
  public let height: Int
  /// Red, green and blue, `[height, width, 3]`.
  public let pixels: [UInt8]
  /// The first is drawn over the others.
  public let boxes: [Box]

  /// Longest side of a picture, pixels.
  static let longestSide = 16_384

  /// - Throws: ``PictureError/photograph(width:height:bytes:)`` if the bytes are not three a pixel or
  ///   a side is longer than cairo draws; ``PictureError/box(label:)`` for a coordinate that is no
  ///   number.
  public init(width: Int, height: Int, pixels: [UInt8], boxes: [Box]) throws(PictureError) {
    let sides = 1...Self.longestSide
    guard sides.contains(width), sides.contains(height), pixels.count == 3 * width * height else {
      throw .photograph(width: width, height: height, bytes: pixels.count)
    }
    if let box = boxes.first(where: {
      ![$0.left, $0.top, $0.right, $0.bottom].allSatisfy(\.isFinite)
    }) {
      throw .box(label: box.label)
    }
    self.width = width
    self.height = height
    self.pixels = pixels
    self.boxes = boxes
  }

  /// The picture as a PNG file's bytes.
  public func png() throws(PictureError) -> [UInt8] {
    let canvas = try Canvas(PictureSize(width: width, height: height, scale: 1))
    canvas.paint(raster, width: width, height: height, x: 0, y: 0)
    for box in boxes.reversed() {
      canvas.frame(inside(box), Palette.box.onPaper, line: max(1, unit))
    }
    // No frame crosses a text.
    for box in boxes.reversed() { writeLabel(of: box, on: canvas) }
    return try canvas.png()
  }

  /// Writes the PNG file whole: what was at the path before stays until then.
  public func write(to path: String) throws(PictureError) { try writePNG(png(), to: path) }

  private var raster: [UInt32] {
    (0..<width * height).map { index in
      UInt32(pixels[3 * index]) << 16 | UInt32(pixels[3 * index + 1]) << 8
        | UInt32(pixels[3 * index + 2])
    }
  }

  /// Lines and letters grow with the picture: a photograph is looked at as a whole.
  private var unit: Double { Double(max(width, height)) / 400 }

  private func writeLabel(of box: Box, on canvas: borrowing Canvas) {
    let frame = inside(box)
    let style = Canvas.Style(size: max(9, 7 * unit), weight: .bold, colour: Palette.paper)
    let textHeight = style.size * 1.4
    let textWidth = canvas.width(of: box.label, style) + style.size * 0.8
    // Above the frame where there is room, else inside.
    let tag = Rectangle(
      x: min(frame.x, max(0, Double(width) - textWidth)),
      y: frame.y >= textHeight ? frame.y - textHeight : frame.y, width: textWidth,
      height: textHeight)
    canvas.fill(tag, Palette.box.onPaper)
    canvas.write(
      box.label, style, x: tag.x + style.size * 0.4, middle: tag.y + textHeight / 2)
  }

  /// The part of a box that lies in the picture.
  private func inside(_ box: Box) -> Rectangle {
    func clamped(_ value: Double, _ side: Int) -> Double { min(max(value, 0), Double(side)) }
    let (left, top) = (clamped(box.left, width), clamped(box.top, height))
    return Rectangle(
      x: left, y: top, width: max(0, clamped(box.right, width) - left),
      height: max(0, clamped(box.bottom, height) - top))
  }
}
