/// How positions at one sample rate and at another belong together: as exact rationals, so that no
/// length of time makes them drift.
///
/// Output sample *n* lies at input position *n · inputRate / outputRate*.
public struct RateRatio: Sendable, Hashable {
  /// Hz.
  public let inputRate: Int
  /// Hz.
  public let outputRate: Int

  /// - Precondition: Both rates are above 0.
  public init(from inputRate: Int, to outputRate: Int) {
    precondition(
      inputRate > 0 && outputRate > 0, "no sound has a rate of \(inputRate) or \(outputRate) Hz")
    self.inputRate = inputRate
    self.outputRate = outputRate
  }

  /// The input sample at or before output sample `output`.
  public func floorInput(ofOutput output: Int64) -> Int64 {
    Self.floor(output, times: inputRate, over: outputRate)
  }

  /// The input sample at or after output sample `output`.
  public func ceilInput(ofOutput output: Int64) -> Int64 {
    Self.ceil(output, times: inputRate, over: outputRate)
  }

  /// The output sample at or before input sample `input`.
  public func floorOutput(ofInput input: Int64) -> Int64 {
    Self.floor(input, times: outputRate, over: inputRate)
  }

  /// The output sample at or after input sample `input`.
  ///
  /// This is also how many output samples `input` input samples make: those whose position lies
  /// before the end of the input.
  public func ceilOutput(ofInput input: Int64) -> Int64 {
    Self.ceil(input, times: outputRate, over: inputRate)
  }

  // Products have up to 63 + 63 bits. A year at 384 kHz is 1.2e13 samples.
  private static func floor(_ value: Int64, times factor: Int, over divisor: Int) -> Int64 {
    let (quotient, rest) = (Int128(value) * Int128(factor))
      .quotientAndRemainder(dividingBy: Int128(divisor))
    return Int64(rest < 0 ? quotient - 1 : quotient)
  }

  private static func ceil(_ value: Int64, times factor: Int, over divisor: Int) -> Int64 {
    let (quotient, rest) = (Int128(value) * Int128(factor))
      .quotientAndRemainder(dividingBy: Int128(divisor))
    return Int64(rest > 0 ? quotient + 1 : quotient)
  }
}
