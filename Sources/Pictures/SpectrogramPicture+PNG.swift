extension SpectrogramPicture {
  /// The picture as a PNG file's bytes.
  public func png() throws(PictureError) -> [UInt8] {
    let drawing = try SpectrogramDrawing(self)
    drawing.draw()
    return try drawing.canvas.png()
  }

  /// Writes the PNG file whole: what was at the path before stays until then.
  public func write(to path: String) throws(PictureError) { try writePNG(png(), to: path) }
}
