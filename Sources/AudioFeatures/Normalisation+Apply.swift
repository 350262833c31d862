extension Normalisation {
  /// Normalises the compressed spectrogram of one window in place.
  func apply(to spectrogram: inout [Float]) {
    switch self {
    case .fixed(let mean, let deviation):
      Self.standardise(&spectrogram, mean: Float(mean), deviation: Float(deviation))
    case .standard(let smallestDeviation):
      let count = Double(spectrogram.count)
      var sum = 0.0
      for value in spectrogram { sum += Double(value) }
      let mean = sum / count
      var squares = 0.0
      for value in spectrogram { squares += (Double(value) - mean) * (Double(value) - mean) }
      let deviation = max(smallestDeviation, (squares / count).squareRoot())
      Self.standardise(&spectrogram, mean: Float(mean), deviation: Float(deviation))
    case .peak(let range):
      let maximum = spectrogram.span.maximum
      let half = Float(range / 2)
      for i in spectrogram.indices {
        spectrogram[i] = max(-1, 1 + (spectrogram[i] - maximum) / half)
      }
    }
  }

  private static func standardise(_ spectrogram: inout [Float], mean: Float, deviation: Float) {
    for i in spectrogram.indices { spectrogram[i] = (spectrogram[i] - mean) / deviation }
  }
}
