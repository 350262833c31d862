import AudioFeatures

/// How fast one core turns sound into images; `Benchmarks/features_peer.py` runs this beside librosa
/// on the same sound and compares the images.
struct FrontEndBenchmark: Encodable {
  let name: String
  let settings: FrontEndSettings
  /// The input tensor's.
  let scale: Float
  let zeroPoint: Int
  /// From one window to the next, samples.
  let step: Int
  let samples: Int
  /// Wall time, with all set-up done before.
  let seconds: Double
  let windows: Int
  /// Of all bytes of all images: what the peer's images must have too.
  let meanLevel: Double
}

/// Ten minutes of sound through each of the front end's parameter sets; some seconds in all.
func benchmarkFrontEnd() throws(FrontEndError) -> [FrontEndBenchmark] {
  let pcen = Compression.pcen(
    Compression.PCEN(
      gain: 0.98, bias: 2, power: 0.5, timeConstant: 0.06, eps: 1e-6, inputScale: 2_147_483_648,
      start: .firstColumn))
  return [
    try benchmark("24 kHz, log", rate: 24_000, frame: 1024, hop: 600, bands: 80, columns: 80),
    try benchmark(
      "24 kHz, PCEN", rate: 24_000, frame: 1024, hop: 600, bands: 80, columns: 80,
      compression: pcen),
    try benchmark("16 kHz, log", rate: 16_000, frame: 512, hop: 160, bands: 64, columns: 96),
    try benchmark("48 kHz, log", rate: 48_000, frame: 2048, hop: 278, bands: 96, columns: 96),
  ]
}

private func benchmark(
  _ name: String, rate: Int, frame: Int, hop: Int, bands: Int, columns: Int,
  compression: Compression = .log(offset: 1e-6)
) throws(FrontEndError) -> FrontEndBenchmark {
  let settings = FrontEndSettings(
    sampleRate: rate, frameLength: frame, fftLength: frame, hop: hop, window: .hann,
    mel: FrontEndSettings.Mel(
      bands: bands, lowest: 60, highest: 0.46 * Double(rate), scale: .slaney, norm: .slaney),
    compression: compression, normalisation: .standard(smallestDeviation: 1e-3),
    image: FrontEndSettings.Image(
      columns: columns, height: bands, width: columns, channels: 1, fit: .crop, lowestBand: .last))
  let frontEnd = try FrontEnd(settings: settings, scale: 0.02, zeroPoint: 0)
  let step = columns / 2 * hop
  var stream = try WindowStream(frontEnd, step: step)
  let sound = foldedChirp(count: 600 * rate)
  // A first window fetches code and tables from memory.
  stream.process(sound.span.extracting(first: frontEnd.windowLength)) { _, _ in }
  stream.reset()

  var windows = 0
  var sum = 0
  let took = ContinuousClock().measure {
    for start in stride(from: 0, to: sound.count, by: 65_536) {
      let block = sound.span.extracting(start..<min(start + 65_536, sound.count))
      stream.process(block) { _, image in
        windows += 1
        for i in image.indices { sum += Int(image[i]) }
      }
    }
  }
  let pixels = windows * settings.image.height * settings.image.width
  return FrontEndBenchmark(
    name: name, settings: settings, scale: 0.02, zeroPoint: 0, step: step, samples: sound.count,
    seconds: took / .seconds(1), windows: windows, meanLevel: Double(sum) / Double(pixels))
}

/// A chirp so steep that it folds over and over, as flat as noise, made from integers: the same in
/// Swift and numpy. Full scale is 1/4.
private func foldedChirp(count: Int) -> [Float] {
  (0..<UInt64(count)).map { n in
    let bits = n &* n &* 0x9E37_79B9_7F4A_7C15
    return (Float(bits >> 40) / Float(1 << 23) - 1) / 4
  }
}
