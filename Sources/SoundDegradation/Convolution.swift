import AudioFeatures

/// A sound through an impulse response, by Fourier transforms.
enum Convolution {
  /// - Returns: As many samples as `sound` has: what rings on behind its end is cut.
  static func apply(_ response: [Float], to sound: [Float]) -> [Float] {
    guard !sound.isEmpty, !response.isEmpty else { return sound }
    var length = 2
    while length < sound.count + response.count { length *= 2 }
    let transform = RealFourierTransform(length: length)
    let back = InverseFourierTransform(length: length)
    let samples = AlignedFloats(count: length)
    let spectrum = AlignedFloats(count: length + 2)
    let filter = AlignedFloats(count: length + 2)
    for index in response.indices { unsafe samples.base[index] = response[index] }
    transform.execute(samples, into: filter)
    for index in 0..<length {
      unsafe samples.base[index] = index < sound.count ? sound[index] : 0
    }
    transform.execute(samples, into: spectrum)
    let scale = 1 / Float(length)
    for bin in 0...length / 2 {
      let (a, b) = unsafe (spectrum.base[2 * bin], spectrum.base[2 * bin + 1])
      let (c, d) = unsafe (filter.base[2 * bin], filter.base[2 * bin + 1])
      unsafe spectrum.base[2 * bin] = (a * c - b * d) * scale
      unsafe spectrum.base[2 * bin + 1] = (a * d + b * c) * scale
    }
    back.execute(spectrum, into: samples)
    return sound.indices.map { unsafe samples.base[$0] }
  }
}
