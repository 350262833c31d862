/// What turns the accumulators of one output pixel into its bytes: a multiplier for each
/// channel, the output's zero point, the limits of the fused activation.
struct ChannelRescaling: Sendable {
  private let multipliers: [QuantizedMultiplier]
  private let zeroPoint: Int
  private let range: ClosedRange<Int>

  init(multipliers: [QuantizedMultiplier], zeroPoint: Int32, range: ClosedRange<Int32>) {
    self.multipliers = multipliers
    self.zeroPoint = Int(zeroPoint)
    self.range = Int(range.lowerBound)...Int(range.upperBound)
  }

  @inline(__always)
  func write(
    _ sums: UnsafeMutableBufferPointer<Int32>, to output: UnsafeMutableBufferPointer<Int8>
  ) {
    unsafe multipliers.withUnsafeBufferPointer { multipliers in
      for channel in 0..<multipliers.count {
        let value = unsafe multipliers[channel].rescale(sums[channel]) &+ zeroPoint
        unsafe output[channel] = Int8(
          truncatingIfNeeded: min(max(value, range.lowerBound), range.upperBound))
      }
    }
  }
}
