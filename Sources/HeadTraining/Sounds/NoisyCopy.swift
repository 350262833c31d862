import Foundation
import SeededRandom
import SoundDegradation

/// A copy of a clip as it might have been recorded: elsewhere in its window, nearer or farther, with noise.
///
/// What is drawn depends on the seed, the clip's name and the copy's number alone.
struct NoisyCopy {
  /// Decibels of the signal above the noise, between which is drawn.
  static let signalToNoise = 0.0...20.0
  /// Decibels by which the whole is louder.
  static let gain = -20.0...6.0

  private var random: SeededGenerator

  init(seed: UInt64, clip: String, number: Int) {
    random = SeededGenerator(seed: seed, "\(clip) copy \(number)")
  }

  /// - Parameters:
  ///   - samples: The clip's.
  ///   - step: Samples between windows: the most by which it is shifted.
  ///   - windowLength: Samples of a window; a copy is at least as long.
  ///   - background: Picks a recording of noise, of any length; nil for generated noise.
  /// - Returns: The copy, and what of it is the clip's own sound, before noise and gain; both are as long.
  mutating func made(
    of samples: [Float], step: Int, windowLength: Int,
    background: (inout SeededGenerator) -> [Float]?
  ) -> (samples: [Float], ownSound: [Float]) {
    let shifted = Self.shifted(samples, by: random.index(below: step + 1), windowLength)
    let noise =
      background(&random).map { SoundMixing.piece(of: $0, count: shifted.count, &random) }
      ?? GeneratedNoise.colour(&random).samples(count: shifted.count, &random)
    let mixed = SoundMixing.mix(
      shifted, with: noise, decibels: random.uniform(in: Self.signalToNoise))
    return (SoundMixing.gain(mixed, decibels: random.uniform(in: Self.gain)), shifted)
  }

  /// A long clip begins later, a short one has silence before it.
  private static func shifted(
    _ samples: [Float], by shift: Int, _ windowLength: Int
  ) -> [Float] {
    samples.count >= windowLength + shift
      ? Array(samples[shift...]) : [Float](repeating: 0, count: shift) + samples
  }
}

/// Noise in the place of recordings that nobody gave.
enum GeneratedNoise {
  static func colour(_ random: inout SeededGenerator) -> NoiseColour {
    NoiseColour.allCases[random.index(below: NoiseColour.allCases.count)]
  }

  /// A clip of it, at a level from a silent room to rain on the microphone.
  /// - Parameters:
  ///   - name: Decides what is drawn, with the seed.
  ///   - rate: Hz.
  static func clip(seed: UInt64, name: String, rate: Int, seconds: Double) -> [Float] {
    var random = SeededGenerator(seed: seed, name)
    let noise = colour(&random).samples(count: Int(seconds * Double(rate)), &random)
    let level = Float(pow(10, random.uniform(in: -80.0 ... -15.0) / 20))
    return noise.map { $0 * level }
  }
}
