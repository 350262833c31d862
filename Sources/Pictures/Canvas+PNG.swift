internal import CCairo

extension Canvas {
  /// The picture as a PNG file's bytes.
  func png() throws(PictureError) -> [UInt8] {
    try check(unsafe cairo_status(context))
    unsafe cairo_surface_flush(surface)
    var bytes: [UInt8] = []
    let status = unsafe withUnsafeMutablePointer(to: &bytes) { bytes in
      unsafe cairo_surface_write_to_png_stream(surface, append, bytes)
    }
    try check(status)
    return bytes
  }

  private func check(_ status: cairo_status_t) throws(PictureError) {
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .drawing(reason: unsafe String(cString: cairo_status_to_string(status)))
    }
  }
}

/// What cairo calls with each piece of the file; `closure` is the array that `png()` lends.
private func append(
  closure: UnsafeMutableRawPointer?, piece: UnsafePointer<UInt8>?, length: UInt32
) -> cairo_status_t {
  guard let bytes = unsafe closure?.assumingMemoryBound(to: [UInt8].self) else {
    return CAIRO_STATUS_WRITE_ERROR
  }
  unsafe bytes.pointee.append(contentsOf: UnsafeBufferPointer(start: piece, count: Int(length)))
  return CAIRO_STATUS_SUCCESS
}
