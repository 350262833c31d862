/// How large a picture is, and how finely it is drawn.
public struct PictureSize: Sendable, Hashable {
  /// In points; a spectrogram needs 320. Text is 11 to 17 points high. With a scale of 1 a point is a pixel.
  public var width: Int
  /// In points; a spectrogram needs 240.
  public var height: Int
  /// Pixels a point, 1 to 4: 2 for a screen of high density.
  public var scale: Int

  /// Checks nothing: ``validate()`` does.
  public init(width: Int = 1200, height: Int = 520, scale: Int = 2) {
    self.width = width
    self.height = height
    self.scale = scale
  }

  /// ``width`` in pixels; at most 16,384 to be drawn.
  public var pixelWidth: Int { width * scale }
  /// ``height`` in pixels; at most 16,384 to be drawn.
  public var pixelHeight: Int { height * scale }

  /// - Throws: ``PictureError/size(_:)``.
  public func validate() throws(PictureError) {
    // The sides are bounded before they are multiplied.
    let sides = 1...16_384
    guard width >= 320, height >= 240, (1...4).contains(scale), sides.contains(width),
      sides.contains(height), sides.contains(pixelWidth), sides.contains(pixelHeight)
    else { throw .size(self) }
  }
}
