import CCairo
import Foundation

/// A PNG file as cairo's own reader sees it.
struct DecodedPNG {
  let width: Int
  let height: Int
  /// Red, green and blue, 0…255, `[height, width]`.
  private let pixels: [(red: Int, green: Int, blue: Int)]

  /// nil if cairo cannot read it.
  init?(_ bytes: [UInt8]) {
    guard
      let surface = unsafe bytes.withUnsafeBufferPointer({ bytes in
        var unread = unsafe bytes
        return unsafe withUnsafeMutablePointer(to: &unread) {
          unsafe cairo_image_surface_create_from_png_stream(take, $0)
        }
      })
    else { return nil }
    defer { unsafe cairo_surface_destroy(surface) }
    guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let data = unsafe cairo_image_surface_get_data(surface)
    else { return nil }
    width = Int(unsafe cairo_image_surface_get_width(surface))
    height = Int(unsafe cairo_image_surface_get_height(surface))
    let stride = Int(unsafe cairo_image_surface_get_stride(surface))
    var pixels: [(red: Int, green: Int, blue: Int)] = []
    for y in 0..<height {
      for x in 0..<width {
        let pixel = unsafe UnsafeRawPointer(data + y * stride + x * 4).load(as: UInt32.self)
        pixels.append((Int(pixel >> 16 & 255), Int(pixel >> 8 & 255), Int(pixel & 255)))
      }
    }
    self.pixels = pixels
  }

  subscript(x: Int, y: Int) -> (red: Int, green: Int, blue: Int) { pixels[y * width + x] }

  /// Luminance, 0…255, by the weights of Rec. 709.
  func brightness(_ x: Int, _ y: Int) -> Double {
    let pixel = self[x, y]
    return 0.2126 * Double(pixel.red) + 0.7152 * Double(pixel.green) + 0.0722 * Double(pixel.blue)
  }
}

private func take(
  closure: UnsafeMutableRawPointer?, into: UnsafeMutablePointer<UInt8>?, length: UInt32
) -> cairo_status_t {
  guard
    let unread = unsafe closure?.assumingMemoryBound(to: UnsafeBufferPointer<UInt8>.self),
    unsafe unread.pointee.count >= Int(length), let start = unsafe unread.pointee.baseAddress,
    let into = unsafe into
  else { return CAIRO_STATUS_READ_ERROR }
  unsafe into.update(from: start, count: Int(length))
  unsafe unread.pointee = UnsafeBufferPointer(
    rebasing: unsafe unread.pointee.dropFirst(Int(length)))
  return CAIRO_STATUS_SUCCESS
}
