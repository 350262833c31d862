/// From the mel power of one window to its image, with the buffers for it; one a thread.
///
/// Whatever looks along time happens here, on one window alone.
struct WindowImage: Sendable {
  private let settings: FrontEndSettings
  private let layout: ImageLayout
  private let quantizer: ImageQuantizer
  private var compressor: Compressor
  /// `[columns, bands]`: the window's power, and then what becomes of it.
  private var spectrogram: [Float]
  /// `[height, width]`
  private var plane: [Float]
  /// `[height, width, channels]`
  private(set) var bytes: [Int8]

  init(_ frontEnd: FrontEnd) {
    settings = frontEnd.settings
    layout = frontEnd.layout
    quantizer = frontEnd.quantizer
    compressor = Compressor(settings)
    spectrogram = [Float](repeating: 0, count: settings.image.columns * settings.mel.bands)
    plane = [Float](repeating: 0, count: layout.count)
    bytes = [Int8](repeating: 0, count: layout.count * settings.image.channels)
  }

  /// Makes ``bytes``.
  /// - Parameters:
  ///   - power: `[columns, bands]`, the columns in a ring.
  ///   - oldest: Where in `power` the window's first column begins.
  mutating func make(fromRing power: [Float], oldest: Int) {
    precondition(power.count == spectrogram.count, "window of another size")
    let early = power.count - oldest
    for i in 0..<early { spectrogram[i] = power[oldest + i] }
    for i in 0..<oldest { spectrogram[early + i] = power[i] }
    compressor.apply(to: &spectrogram)
    settings.normalisation.apply(to: &spectrogram)
    layout.apply(spectrogram, into: &plane)
    quantizer.apply(plane, channels: settings.image.channels, into: &bytes)
  }
}
