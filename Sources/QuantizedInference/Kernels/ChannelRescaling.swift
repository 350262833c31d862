/// What turns the accumulators of one output pixel into its bytes: a multiplier for each
/// channel, the output's zero point, the limits of the fused activation.
///
/// Where every multiplier is positive and shifts right, as in nearly all layers, ``write(_:to:)``
/// works on magnitudes in a form that the compiler vectorises even without a 64-bit arithmetic
/// shift or shifts by lane. With P = |x| · q the definition (see ``QuantizedMultiplier``) gives
/// |h| = ⌊(P + 2³⁰ − [x < 0]) / 2³¹⌋, because the floor of the negative is the negated ceiling,
/// and |y| = ⌊(|h| + 2^(r−1)) / 2^r⌋, halves away from zero; the second shift is a product with
/// 2^(31−r) and a shift by 31.
struct ChannelRescaling: Sendable {
  let multipliers: [QuantizedMultiplier]
  let zeroPoint: Int32
  let range: ClosedRange<Int32>

  private struct Channel {
    let mantissa: UInt32
    let half: UInt32
    let power: UInt32
  }

  /// The three numbers of a ``Channel`` for all channels, one after the other; empty where some
  /// multiplier is negative or at least 1/2.
  private let magnitudes: [UInt32]

  init(multipliers: [QuantizedMultiplier], zeroPoint: Int32, range: ClosedRange<Int32>) {
    self.multipliers = multipliers
    self.zeroPoint = zeroPoint
    self.range = range
    let channels = multipliers.compactMap { multiplier -> Channel? in
      guard multiplier.mantissa != 0 else { return Channel(mantissa: 0, half: 0, power: 0) }
      guard multiplier.mantissa > 0, multiplier.shift < 0 else { return nil }
      return Channel(
        mantissa: UInt32(multiplier.mantissa), half: 1 << UInt32(-multiplier.shift - 1),
        power: 1 << UInt32(31 + multiplier.shift))
    }
    magnitudes =
      channels.count < multipliers.count
      ? [] : channels.map(\.mantissa) + channels.map(\.half) + channels.map(\.power)
  }

  /// - Parameters:
  ///   - sums: One for each channel, of magnitude less than 2³¹.
  ///   - output: As many bytes.
  @inline(__always)
  func write(
    _ sums: UnsafeMutableBufferPointer<Int32>, to output: UnsafeMutableBufferPointer<Int8>
  ) {
    if magnitudes.isEmpty {
      unsafe writeSigned(sums, to: output)
    } else {
      unsafe writeMagnitudes(sums, to: output)
    }
  }

  private func writeSigned(
    _ sums: UnsafeMutableBufferPointer<Int32>, to output: UnsafeMutableBufferPointer<Int8>
  ) {
    let (zeroPoint, lowest, highest) = (
      Int(zeroPoint), Int(range.lowerBound), Int(range.upperBound)
    )
    unsafe multipliers.withUnsafeBufferPointer { multipliers in
      for channel in 0..<multipliers.count {
        let value = unsafe multipliers[channel].rescale(sums[channel]) &+ zeroPoint
        unsafe output[channel] = Int8(truncatingIfNeeded: min(max(value, lowest), highest))
      }
    }
  }

  @inline(__always)
  private func writeMagnitudes(
    _ sums: UnsafeMutableBufferPointer<Int32>, to output: UnsafeMutableBufferPointer<Int8>
  ) {
    let (zeroPoint, count) = (zeroPoint, multipliers.count)
    // 16-bit limits, after saturation: narrow comparisons are in every instruction set.
    let lowest = Int16(truncatingIfNeeded: range.lowerBound)
    let highest = Int16(truncatingIfNeeded: range.upperBound)
    unsafe magnitudes.withUnsafeBufferPointer { table in
      let mantissas = unsafe UnsafeBufferPointer(rebasing: table[0..<count])
      let halves = unsafe UnsafeBufferPointer(rebasing: table[count..<2 &* count])
      let powers = unsafe UnsafeBufferPointer(rebasing: table[2 &* count..<3 &* count])
      for channel in 0..<count {
        let sum = unsafe sums[channel]
        let sign = sum &>> 31
        let magnitude = UInt32(bitPattern: (sum ^ sign) &- sign)
        let rounding = UInt32(1 << 30) &+ UInt32(bitPattern: sign)
        let product = unsafe UInt64(magnitude) &* UInt64(mantissas[channel]) &+ UInt64(rounding)
        let high = UInt32(truncatingIfNeeded: product &>> 31)
        let divided = unsafe UInt64(high &+ halves[channel]) &* UInt64(powers[channel])
        let result = Int32(truncatingIfNeeded: divided &>> 31)
        let value = (result ^ sign) &- sign &+ zeroPoint
        let narrow = Int16(truncatingIfNeeded: min(max(value, -32_768), 32_767))
        unsafe output[channel] = Int8(truncatingIfNeeded: min(max(narrow, lowest), highest))
      }
    }
  }
}
