/// Real numbers become the network's int8: *q = round(real / scale) + zeroPoint*, rounded half away
/// from zero, saturating at −128 and 127.
struct ImageQuantizer: Sendable {
  let scale: Float
  let zeroPoint: Int

  /// - Throws: ``FrontEndError/impossible(_:value:requirement:)`` if no int8 tensor has such a
  ///   quantization.
  init(scale: Float, zeroPoint: Int) throws(FrontEndError) {
    try require("the input's scale", scale, in: 1e-12...1e12)
    try require("the input's zero point", zeroPoint, in: -128...127)
    self.scale = scale
    self.zeroPoint = zeroPoint
  }

  /// - Parameters:
  ///   - plane: Finite numbers.
  ///   - image: Each pixel `channels` times in a row.
  func apply(_ plane: [Float], channels: Int, into image: inout [Int8]) {
    precondition(image.count == plane.count * channels, "image of another size")
    let plane = plane.span
    var image = image.mutableSpan
    if channels == 1 {
      for pixel in plane.indices {
        unsafe image[unchecked: pixel] = quantize(plane[unchecked: pixel])
      }
    } else {
      for pixel in plane.indices {
        let value = quantize(plane[pixel])
        for channel in 0..<channels { image[pixel * channels + channel] = value }
      }
    }
  }

  @inline(__always) func quantize(_ real: Float) -> Int8 {
    // Bounded beyond what a zero point can bring back into int8's range.
    let steps = max(-512, min(512, real / scale))
    let level = Int32(truncatingIfNeeded: zeroPoint) &+ roundHalfAway(steps)
    return Int8(truncatingIfNeeded: max(-128, min(127, level)))
  }
}

/// `rounded(.toNearestOrAwayFromZero)` without a call, of a number below 2²² in magnitude.
@inline(__always) private func roundHalfAway(_ x: Float) -> Int32 {
  // Adding 2²³ rounds to the nearest whole number, and a half to the even one: where that is the
  // one below, a half is missing.
  let rounder: Float = 8_388_608
  let shifted = x.magnitude + rounder
  let nearest = Int32(bitPattern: shifted.bitPattern &- rounder.bitPattern)
  let missing = x.magnitude - (shifted - rounder)
  let rounded = nearest &+ (missing == 0.5 ? 1 : 0)
  return x < 0 ? 0 &- rounded : rounded
}
