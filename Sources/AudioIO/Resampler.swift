import CSoxr

/// Changes the sample rate of a mono stream, block by block, by soxr in its high quality: flat to
/// 0.01 dB up to 0.9 of the lower Nyquist frequency, and what lies beyond it is weakened by more than
/// 110 dB (`ResamplerTests` holds it to both).
///
/// The accounting is exact: *n* input samples make ⌈*n* · outputRate / inputRate⌉ output samples,
/// output sample *k* lies at input position *k* · inputRate / outputRate (``RateRatio``), and the
/// filter's delay is taken out. Before and after the stream lies silence. The same samples give the
/// same bytes, whatever the sizes of the blocks they come in.
///
/// Between equal rates samples pass through unchanged.
///
/// ```swift
/// var resampler = try Resampler(from: 48_000, to: 16_000)
/// try resampler.process(block.span) { output in … }
/// try resampler.finish { output in … }
/// ```
///
/// Source: R. Sykes, *The SoX Resampler library*, 0.1.3.
@safe public struct Resampler: ~Copyable {
  public let ratio: RateRatio
  /// Input samples taken so far.
  public private(set) var inputCount: Int64 = 0
  /// Output samples given so far.
  public private(set) var outputCount: Int64 = 0

  /// `nil` between equal rates.
  private let handle: soxr_t?
  private var output: [Float]

  /// Input samples given to soxr at once.
  private static let slice = 4096

  /// - Parameters:
  ///   - inputRate: Hz.
  ///   - outputRate: Hz.
  /// - Throws: ``AudioError/cannotResample(from:to:reason:)``.
  public init(from inputRate: Int, to outputRate: Int) throws(AudioError) {
    guard inputRate > 0, outputRate > 0 else {
      throw .cannotResample(from: inputRate, to: outputRate, reason: "a rate must be above 0")
    }
    let created = unsafe try Self.create(from: inputRate, to: outputRate)
    let ratio = RateRatio(from: inputRate, to: outputRate)
    self.ratio = ratio
    unsafe handle = created
    output =
      unsafe created == nil
      ? []
      : [Float](repeating: 0, count: Int(ratio.ceilOutput(ofInput: Int64(Self.slice))) + 1024)
  }

  private static func create(
    from inputRate: Int, to outputRate: Int
  ) throws(AudioError) -> soxr_t? {
    if inputRate == outputRate { return nil }
    var format = unsafe soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I)
    // The precise clock matters only between rates without a small common divisor, which soxr
    // otherwise follows to 32 binary places: half a sample in a day.
    var quality = unsafe soxr_quality_spec(UInt(SOXR_HQ), UInt(SOXR_HI_PREC_CLOCK))
    var runtime = unsafe soxr_runtime_spec(1)
    var failure: soxr_error_t?
    let created = unsafe soxr_create(
      Double(inputRate), Double(outputRate), 1, &failure, &format, &quality, &runtime)
    if let created = unsafe created, unsafe failure == nil { return unsafe created }
    let reason = unsafe failure.map { unsafe String(cString: $0) } ?? "soxr gives no reason"
    throw .cannotResample(from: inputRate, to: outputRate, reason: reason)
  }

  deinit {
    if let handle = unsafe handle { unsafe soxr_delete(handle) }
  }

  /// Takes `input` and hands over the output samples that are ready, in pieces, in order.
  public mutating func process(
    _ input: Span<Float>, _ consume: (Span<Float>) -> Void
  ) throws(AudioError) {
    guard unsafe handle != nil else {
      inputCount += Int64(input.count)
      outputCount += Int64(input.count)
      if !input.isEmpty { consume(input) }
      return
    }
    var start = 0
    while start < input.count {
      let end = min(start + Self.slice, input.count)
      inputCount += Int64(end - start)
      try push(input.extracting(start..<end), consume)
      start = end
    }
  }

  /// Hands over what the filter still holds, up to the exact count. After that the resampler is as
  /// new, ready for the next stream.
  public mutating func finish(_ consume: (Span<Float>) -> Void) throws(AudioError) {
    if unsafe handle != nil {
      // soxr rounds the length of a stream; two output samples of silence more, and every output
      // sample that belongs to the input is there, computed like the others.
      let silence = [Float](repeating: 0, count: 2 * ratio.inputRate / ratio.outputRate + 2)
      let total = ratio.ceilOutput(ofInput: inputCount)
      try push(silence.span, upTo: total, consume)
      let nothing: [Float] = []
      while outputCount < total, try push(nothing.span, upTo: total, consume) > 0 {}
      try unsafe check(soxr_clear(handle))
    }
    inputCount = 0
    outputCount = 0
  }

  /// Gives soxr samples, or the end of the stream if there are none, and hands over its output.
  /// - Returns: Samples soxr gave.
  @discardableResult private mutating func push(
    _ input: Span<Float>, upTo total: Int64 = .max, _ consume: (Span<Float>) -> Void
  ) throws(AudioError) -> Int {
    var taken = 0
    var given = 0
    var isFull = true
    while taken < input.count || isFull {
      var used = 0
      var count = 0
      let failure = unsafe input.withUnsafeBufferPointer { samples in
        unsafe output.withUnsafeMutableBufferPointer { out in
          let rest = unsafe input.isEmpty ? nil : samples.baseAddress.map { unsafe $0 + taken }
          return unsafe soxr_process(
            handle, rest, samples.count - taken, &used, out.baseAddress, out.count, &count)
        }
      }
      try unsafe check(failure)
      taken += used
      given += count
      isFull = count == output.count
      let wanted = Int(min(Int64(count), total - outputCount))
      outputCount += Int64(wanted)
      if wanted > 0 { consume(output.span.extracting(first: wanted)) }
    }
    return given
  }

  private func check(_ failure: soxr_error_t?) throws(AudioError) {
    guard let failure = unsafe failure else { return }
    throw .cannotResample(
      from: ratio.inputRate, to: ratio.outputRate, reason: unsafe String(cString: failure))
  }
}
