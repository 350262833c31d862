internal import CCairo
import Foundation

/// A picture being drawn: a cairo image surface and its context, freed when it leaves its scope.
///
/// Coordinates are points, `scale` pixels each, from the upper left corner. cairo keeps its first
/// failure and draws nothing after it; ``png()`` reports it.
@safe struct Canvas: ~Copyable {
  let surface: OpaquePointer
  let context: OpaquePointer
  let scale: Int
  let font: Font

  init(_ size: PictureSize) throws(PictureError) {
    guard
      let surface = unsafe cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32(size.pixelWidth), Int32(size.pixelHeight)),
      let context = unsafe cairo_create(surface)
    else { throw .drawing(reason: "it returned no surface") }
    unsafe self.surface = surface
    unsafe self.context = context
    scale = size.scale
    font = Font.usable
    unsafe cairo_scale(context, Double(size.scale), Double(size.scale))
    prepareText()
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  func fill(_ rectangle: Rectangle, _ colour: Colour, opacity: Double = 1, corner: Double = 0) {
    use(colour, opacity)
    trace(rectangle, corner: min(corner, rectangle.width / 2, rectangle.height / 2))
    unsafe cairo_fill(context)
  }

  /// A frame whose line lies inside the rectangle.
  func frame(_ rectangle: Rectangle, _ colour: Colour, opacity: Double = 1, line: Double) {
    use(colour, opacity)
    let inset = Rectangle(
      x: rectangle.x + line / 2, y: rectangle.y + line / 2,
      width: max(0, rectangle.width - line), height: max(0, rectangle.height - line))
    trace(inset, corner: 0)
    unsafe cairo_set_line_width(context, line)
    unsafe cairo_stroke(context)
  }

  /// Pixels laid 1:1 from a point of whole coordinates; what reaches over the edge is cut.
  func paint(_ raster: SpectrogramRaster, x: Int, y: Int) {
    paint(raster.pixels, width: raster.width, height: raster.height, x: x, y: y)
  }

  /// - Parameter pixels: RGB24, `[height, width]`, top row first.
  func paint(_ pixels: [UInt32], width: Int, height: Int, x: Int, y: Int) {
    precondition(pixels.count == width * height, "one value a pixel")
    unsafe cairo_surface_flush(surface)
    let surfaceHeight = Int(unsafe cairo_image_surface_get_height(surface))
    let stride = Int(unsafe cairo_image_surface_get_stride(surface))
    // NULL once cairo has failed.
    guard let bytes = unsafe cairo_image_surface_get_data(surface) else { return }
    let picture = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: surfaceHeight * stride)
    let left = x * scale * MemoryLayout<UInt32>.stride
    let lineBytes = min(width * MemoryLayout<UInt32>.stride, stride - left)
    unsafe pixels.withUnsafeBytes { pixels in
      for row in 0..<min(height, surfaceHeight - y * scale) {
        let from = row * width * MemoryLayout<UInt32>.stride
        let to = (y * scale + row) * stride + left
        unsafe UnsafeMutableRawBufferPointer(rebasing: picture[to..<to + lineBytes])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: pixels[from..<from + lineBytes]))
      }
    }
    unsafe cairo_surface_mark_dirty(surface)
  }

  func use(_ colour: Colour, _ opacity: Double) {
    unsafe cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, opacity)
  }

  private func trace(_ rectangle: Rectangle, corner: Double) {
    guard corner > 0 else {
      unsafe cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
      return
    }
    unsafe cairo_new_sub_path(context)
    let centres = [
      (rectangle.right - corner, rectangle.y + corner),
      (rectangle.right - corner, rectangle.bottom - corner),
      (rectangle.x + corner, rectangle.bottom - corner),
      (rectangle.x + corner, rectangle.y + corner),
    ]
    for (quarter, centre) in centres.enumerated() {
      let from = Double(quarter - 1) * .pi / 2
      unsafe cairo_arc(context, centre.0, centre.1, corner, from, from + .pi / 2)
    }
    unsafe cairo_close_path(context)
  }
}
