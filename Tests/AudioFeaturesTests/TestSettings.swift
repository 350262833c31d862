import AudioFeatures

/// Settings for the tests, small enough to try many.
enum TestSettings {
  static let pcen = Compression.pcen(
    Compression.PCEN(
      gain: 0.98, bias: 2, power: 0.5, timeConstant: 0.05, eps: 1e-6, inputScale: 2_147_483_648,
      start: .firstColumn))

  static let decibel = Compression.decibel(
    Compression.Decibel(reference: .maximum, amin: 1e-10, topRange: 60))

  /// 12 columns of 256 samples, 100 apart.
  static func small(
    compression: Compression = .log(offset: 1e-6),
    normalisation: Normalisation = .fixed(mean: -8, deviation: 4)
  ) -> FrontEndSettings {
    FrontEndSettings(
      sampleRate: 8000, frameLength: 256, fftLength: 256, hop: 100, window: .hann,
      mel: FrontEndSettings.Mel(
        bands: 20, lowest: 50, highest: 4000, scale: .slaney, norm: .slaney),
      compression: compression, normalisation: normalisation,
      image: FrontEndSettings.Image(
        columns: 12, height: 20, width: 12, channels: 1, fit: .crop, lowestBand: .last))
  }

  /// Every kind of compression and normalisation once.
  static let kinds = [
    small(),
    small(compression: decibel, normalisation: .peak(range: 60)),
    small(compression: pcen, normalisation: .standard(smallestDeviation: 1e-3)),
  ]

  static func frontEnd(_ settings: FrontEndSettings) throws -> FrontEnd {
    try FrontEnd(settings: settings, scale: 0.02, zeroPoint: -5)
  }
}
