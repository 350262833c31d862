import Foundation
import SeededRandom
import SoundDegradation
import TestSupport
import Testing

@Suite struct SoundMixingTests {
  private func noise(_ count: Int, seed: UInt64, colour: NoiseColour = .white) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return colour.samples(count: count, &generator)
  }

  @Test(arguments: [20.0, 10, 0, -6], NoiseColour.allCases)
  func `noise is added at the ratio asked for, measured where there is sound`(
    decibels: Double, colour: NoiseColour
  ) {
    // Half of the clip is padding.
    let sound = noise(24_000, seed: 1).map { $0 * 0.05 } + [Float](repeating: 0, count: 24_000)
    let mixed = SoundMixing.mix(
      sound, with: noise(48_000, seed: 2, colour: colour), decibels: decibels)
    let added = zip(mixed, sound).map { $0 - $1 }
    let hiss = added.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(added.count)
    let ratio = SoundMixing.power(sound) / hiss
    #expect(abs(10 * log10(ratio) - decibels) < 0.02)
  }

  @Test func `silence stays silence, and noise that is too short goes on from its beginning`() {
    let silence = [Float](repeating: 0, count: 100)
    #expect(SoundMixing.mix(silence, with: noise(100, seed: 1), decibels: 0) == silence)
    let tone = [Float](repeating: 0.5, count: 6)
    let mixed = SoundMixing.mix(tone, with: [0.5, -0.5], decibels: 0)
    #expect(mixed == [1, 0, 1, 0, 1, 0])
  }

  @Test func `gain is clipped at full scale`() {
    let louder = SoundMixing.gain([0.1, -0.4, 0.7, -0.9], decibels: 20 * log10(2))
    #expect(zip(louder, [0.2, -0.8, 1, -1]).allSatisfy { abs($0 - Float($1)) < 1e-6 })
  }

  @Test(arguments: [
    (2, [0, 0, 1, 2] as [Float]), (-1, [2, 3, 4, 0]), (9, [0, 0, 0, 0]), (0, [1, 2, 3, 4]),
  ])
  func `a shift keeps the length`(samples: Int, expected: [Float]) {
    #expect(SoundMixing.shift([1, 2, 3, 4], by: samples) == expected)
  }

  @Test func `the sound's part is what lies between digital silence`() {
    #expect(SoundMixing.soundPart([0, 1e-4, 0.2, 0, -0.3, 0.0001, 0]) == 2..<5)
    #expect(SoundMixing.soundPart([0, 0]).isEmpty && SoundMixing.soundPart([]).isEmpty)
  }

  /// White noise has the same power in each band, pink the same in each octave.
  @Test func `noise has the colour of its name and mean square 1`() {
    let count = 1 << 17
    for colour in NoiseColour.allCases {
      let samples = noise(count, seed: 7, colour: colour)
      let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
      #expect(abs(power - 1) < (colour == .white ? 0.02 : 0.25), "\(colour)")
      // Differences of neighbours weigh high frequencies: the two lie far apart.
      let rough =
        zip(samples, samples.dropFirst()).reduce(0.0) {
          $0 + Double($1.1 - $1.0) * Double($1.1 - $1.0)
        } / Double(count) / power
      #expect(colour == .white ? abs(rough - 2) < 0.05 : rough < 0.6, "\(colour) \(rough)")
      // Octave bands by halving: the sum of pairs is the lower half of the spectrum.
      var bands: [Double] = []
      var rest = samples.map(Double.init)
      for _ in 0..<8 {
        let pairs = stride(from: 0, to: rest.count - 1, by: 2)
        let high = pairs.reduce(0.0) { $0 + pow2(rest[$1] - rest[$1 + 1]) / 2 }
        bands.append(high / Double(count))
        rest = pairs.map { (rest[$0] + rest[$0 + 1]) / 2.0.squareRoot() }
      }
      for (one, next) in zip(bands.dropFirst(), bands.dropFirst(2)) {
        let step = next / one
        #expect(colour == .white ? abs(step - 0.5) < 0.1 : abs(step - 1) < 0.2, "\(colour) \(step)")
      }
    }
  }

  private func pow2(_ value: Double) -> Double { value * value }
}
