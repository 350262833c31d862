/// Compresses the spectrogram of one window in place; one a thread. `[columns, bands]` throughout.
struct Compressor: Sendable {
  private let compression: Compression
  private let bands: Int
  /// PCEN's weight of a new column.
  private let smoothing: Float
  /// PCEN's smoothed power of each band.
  private var smoothed: [Float]

  init(_ settings: FrontEndSettings) {
    compression = settings.compression
    bands = settings.mel.bands
    if case .pcen(let pcen) = settings.compression {
      smoothing = Float(
        pcen.smoothing(columnsPerSecond: Double(settings.sampleRate) / Double(settings.hop)))
    } else {
      smoothing = 1
    }
    smoothed = [Float](repeating: 0, count: bands)
  }

  /// - Parameter spectrogram: Power, none negative.
  mutating func apply(to spectrogram: inout [Float]) {
    switch compression {
    case .log(let offset): Self.log(&spectrogram, offset: Float(offset))
    case .decibel(let decibel): Self.decibel(&spectrogram, decibel)
    case .pcen(let constants): pcen(&spectrogram, constants)
    }
  }

  private static func log(_ spectrogram: inout [Float], offset: Float) {
    for i in spectrogram.indices { spectrogram[i] = naturalLogarithm(spectrogram[i] + offset) }
  }

  private static func decibel(_ spectrogram: inout [Float], _ decibel: Compression.Decibel) {
    let amin = Float(decibel.amin)
    let reference =
      switch decibel.reference {
      case .power(let power): Float(power)
      case .maximum: spectrogram.span.maximum
      }
    let perNeper: Float = 4.342_944_8  // 10 / ln 10
    let zero = perNeper * naturalLogarithm(max(amin, reference))
    for i in spectrogram.indices {
      spectrogram[i] = perNeper * naturalLogarithm(max(amin, spectrogram[i])) - zero
    }
    guard let topRange = decibel.topRange else { return }
    let floor = spectrogram.span.maximum - Float(topRange)
    for i in spectrogram.indices { spectrogram[i] = max(floor, spectrogram[i]) }
  }

  private mutating func pcen(_ spectrogram: inout [Float], _ constants: Compression.PCEN) {
    let gain = Float(constants.gain)
    let bias = Float(constants.bias)
    let power = Float(constants.power)
    let eps = Float(constants.eps)
    let scale = Float(constants.inputScale)
    let biasPower = exponential(power * naturalLogarithm(bias))
    let smoothing = smoothing
    var values = spectrogram.mutableSpan
    var smoothed = smoothed.mutableSpan
    for band in smoothed.indices {
      smoothed[band] =
        switch constants.start {
        case .unit: 1
        case .firstColumn: scale * values[band]
        }
    }
    for start in stride(from: 0, to: values.count, by: smoothed.count) {
      for band in smoothed.indices {
        let energy = unsafe scale * values[unchecked: start &+ band]
        let past = unsafe (1 - smoothing) * smoothed[unchecked: band] + smoothing * energy
        unsafe smoothed[unchecked: band] = past
        let level = energy * exponential(-gain * naturalLogarithm(eps + past))
        // (level + bias)^power − bias^power, without the difference of two near numbers.
        unsafe values[unchecked: start &+ band] =
          biasPower * exponentialMinusOne(power * naturalLogarithm(onePlus: level / bias))
      }
    }
  }
}

extension Span<Float> {
  /// The greatest of at least one number, all finite.
  var maximum: Float {
    precondition(count > 0, "no maximum")
    var lanes = SIMD8<Float>(repeating: self[0])
    var i = 0
    while i + 8 <= count {
      for lane in 0..<8 { lanes[lane] = Swift.max(lanes[lane], self[i + lane]) }
      i += 8
    }
    var maximum = lanes.max()
    for rest in i..<count { maximum = Swift.max(maximum, self[rest]) }
    return maximum
  }
}
