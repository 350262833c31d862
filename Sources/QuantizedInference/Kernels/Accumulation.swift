/// The inner loops of convolutions and fully connected layers: output channels innermost, so that
/// the compiler vectorises them, four input values at a time, so that each sum is loaded and
/// stored once for four products.
///
/// A product of a value minus its zero point (−255…255) with a weight (−255…255) fits 17 bits; that
/// all sums fit 32 bits is checked when the kernel is prepared.
enum Accumulation {
  /// sums[c] += Σ (values[k] − zeroPoint) · weights[k · channels + c] for all k.
  ///
  /// - Parameter weights: `[values.count, sums.count]`.
  @inline(__always)
  static func addProducts(
    to sums: UnsafeMutableBufferPointer<Int32>, values: UnsafeBufferPointer<Int8>,
    zeroPoint: Int16, weights: UnsafeBufferPointer<Int16>
  ) {
    let channels = sums.count
    let count = values.count
    var index = 0
    while index &+ 4 <= count {
      let v0 = unsafe Int32(Int16(values[index]) &- zeroPoint)
      let v1 = unsafe Int32(Int16(values[index &+ 1]) &- zeroPoint)
      let v2 = unsafe Int32(Int16(values[index &+ 2]) &- zeroPoint)
      let v3 = unsafe Int32(Int16(values[index &+ 3]) &- zeroPoint)
      let w0 = index &* channels
      let w1 = w0 &+ channels
      let w2 = w1 &+ channels
      let w3 = w2 &+ channels
      for channel in 0..<channels {
        unsafe sums[channel] =
          sums[channel]
          &+ v0 &* Int32(weights[w0 &+ channel]) &+ v1 &* Int32(weights[w1 &+ channel])
          &+ v2 &* Int32(weights[w2 &+ channel]) &+ v3 &* Int32(weights[w3 &+ channel])
      }
      index &+= 4
    }
    while index < count {
      let value = unsafe Int32(Int16(values[index]) &- zeroPoint)
      let start = index &* channels
      for channel in 0..<channels {
        unsafe sums[channel] = sums[channel] &+ value &* Int32(weights[start &+ channel])
      }
      index &+= 1
    }
  }
}
