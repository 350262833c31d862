/// From a frame of samples to a column of mel band powers: what of the settings comes before any
/// window. Immutable, shared by threads.
struct MelAnalysis: Sendable {
  let frameLength: Int
  let hop: Int
  let window: [Float]
  let transform: RealFourierTransform
  let filterBank: MelFilterBank
}

extension MelAnalysis {
  /// - Throws: ``FrontEndError`` if the settings are impossible.
  init(_ settings: FrontEndSettings) throws(FrontEndError) {
    try settings.validate()
    frameLength = settings.frameLength
    hop = settings.hop
    window = settings.window.weights(count: settings.frameLength)
    filterBank = try MelFilterBank(
      sampleRate: settings.sampleRate, fftLength: settings.fftLength, mel: settings.mel)
    transform = RealFourierTransform(length: settings.fftLength)
  }
}

/// One thread's buffers for an analysis.
struct MelWorkspace: ~Copyable, Sendable {
  /// The windowed frame; behind it zeros, which no one writes.
  private let samples: AlignedFloats
  private let spectrum: AlignedFloats
  /// Behind the last bin zeros, which no one writes.
  private var power: [Float]

  init(_ analysis: MelAnalysis) {
    samples = AlignedFloats(count: analysis.transform.length)
    spectrum = AlignedFloats(count: 2 * analysis.transform.bins)
    power = [Float](repeating: 0, count: analysis.filterBank.spectrumCount)
  }

  /// - Parameters:
  ///   - start: Where in `sound` the frame begins; all its `frameLength` samples are there.
  ///   - columns: Gets the power in each of the analysis' bands, the lowest band's at `offset`.
  mutating func analyse(
    _ sound: [Float], from start: Int, by analysis: MelAnalysis, into columns: inout [Float],
    at offset: Int
  ) {
    let window = analysis.window.span
    let frame = sound.span.extracting(start..<start + window.count)
    let windowed = unsafe samples.base
    for i in frame.indices {
      unsafe windowed[i] = frame[unchecked: i] * window[unchecked: i]
    }
    analysis.transform.execute(samples, into: spectrum)
    let parts = unsafe spectrum.base
    var powers = power.mutableSpan
    for bin in 0..<analysis.transform.bins {
      let real = unsafe parts[2 * bin]
      let imaginary = unsafe parts[2 * bin + 1]
      unsafe powers[unchecked: bin] = real * real + imaginary * imaginary
    }
    analysis.filterBank.apply(power, into: &columns, at: offset)
  }
}
