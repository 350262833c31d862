import Foundation

extension ShoeboxRoom {
  /// The source as it is seen behind the walls.
  struct Image: Sendable {
    /// Seconds after the direct sound.
    let delay: Double
    /// Beside the direct sound's, if the walls took nothing.
    let amplitude: Double
    let reflections: Int
  }

  /// Those whose sound arrives within seconds after the direct sound, which is one of them.
  func images(within seconds: Double) -> [Image] {
    let direct = distance
    let reach = direct + Self.speedOfSound * seconds
    let axes = (0..<3).map { axis in
      Self.mirrored(
        source[axis], microphone[axis], size[axis], Int((reach / (2 * size[axis])).rounded(.up)))
    }
    var images: [Image] = []
    for x in axes[0] {
      for y in axes[1] {
        for z in axes[2] {
          let distance = Self.length([x.offset, y.offset, z.offset])
          guard distance < reach else { continue }
          images.append(
            Image(
              delay: (distance - direct) / Self.speedOfSound, amplitude: direct / distance,
              reflections: x.reflections + y.reflections + z.reflections))
        }
      }
    }
    return images
  }

  /// The images along one axis: how far each is from the microphone, and how often it was reflected.
  private static func mirrored(
    _ source: Double, _ microphone: Double, _ size: Double, _ limit: Int
  ) -> [(offset: Double, reflections: Int)] {
    var images: [(offset: Double, reflections: Int)] = []
    for cell in -limit...limit {
      let shift = 2 * Double(cell) * size - microphone
      images.append((shift + source, abs(2 * cell)))
      images.append((shift - source, abs(2 * cell - 1)))
    }
    return images
  }

  /// What the walls must leave of an amplitude, so that the energy decays by 60 dB in `seconds`.
  static func reflection(of images: [Image], decayingIn seconds: Double) -> Double {
    // Energies by millisecond and number of reflections, so that each trial is quick.
    let bins = Int(seconds * 1000) + 1
    let most = images.map(\.reflections).max() ?? 0
    var energies = [Double](repeating: 0, count: bins * (most + 1))
    for image in images {
      let bin = min(Int(image.delay * 1000), bins - 1)
      energies[bin * (most + 1) + image.reflections] += image.amplitude * image.amplitude
    }
    var (low, high) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      let powers = (0...most).map { pow(middle * middle, Double($0)) }
      let decay = (0..<bins).map { bin in
        (0...most).reduce(0.0) { $0 + powers[$1] * energies[bin * (most + 1) + $1] }
      }
      if decayTime(decay) < seconds { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Twice the time in which what is still to come falls from 5 to 35 dB below all of it, seconds.
  /// - Parameter energies: By millisecond.
  private static func decayTime(_ energies: [Double]) -> Double {
    var rest = energies
    for bin in rest.indices.dropLast().reversed() { rest[bin] += rest[bin + 1] }
    func time(_ share: Double) -> Double {
      Double(rest.firstIndex { $0 < share * rest[0] } ?? rest.count) / 1000
    }
    return 2 * (time(pow(10, -3.5)) - time(pow(10, -0.5)))
  }
}
