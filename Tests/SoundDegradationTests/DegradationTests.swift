import Foundation
import SeededRandom
import SoundDegradation
import Testing

@Suite struct DegradationTests {
  private static let rate = 44_100
  /// Half a second of a tone of 1 kHz between quarters of silence, with a little noise.
  private static let sound: [Float] = {
    var generator = SeededGenerator(seed: 11)
    return (0..<rate).map { index in
      guard (rate / 4..<3 * rate / 4).contains(index) else { return 0 }
      let tone = 0.3 * sin(2 * .pi * 1000 * Double(index) / Double(rate))
      return Float(tone + 0.01 * generator.normal())
    }
  }()

  private static let all: [Degradation] = [
    .noise(.white, decibels: 10), .noise(.pink, decibels: 0), .background(decibels: 5),
    .gain(decibels: -20), .gain(decibels: 6), .resampled(rate: 8000), .resampled(rate: 22_050),
    .mp3(bitRate: 64_000), .reverberation(.threeMetres), .distance(metres: 3),
    .shift(seconds: 0.0125),
  ]

  private func degrader(seed: UInt64 = 1) -> Degrader {
    var generator = SeededGenerator(seed: 5)
    let hiss = (0..<20_000).map { _ in Float(0.1 * generator.normal()) }
    return Degrader(
      seed: seed,
      backgrounds: [
        .init(samples: [0, 0], sampleRate: 8000), .init(samples: hiss, sampleRate: 16_000),
      ])
  }

  private func likeness(_ one: [Float], _ other: [Float]) -> Double {
    func product(_ a: [Float], _ b: [Float]) -> Double {
      zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    return product(one, other) / (product(one, one) * product(other, other)).squareRoot()
  }

  @Test(arguments: all)
  func `the length stays, and the same clip gets the same bytes whatever came before`(
    degradation: Degradation
  ) throws {
    var one = degrader()
    let first = try one.apply(degradation, to: Self.sound, sampleRate: Self.rate, name: "a")
    var other = degrader()
    for name in ["b", "c"] {
      _ = try other.apply(degradation, to: Self.sound, sampleRate: Self.rate, name: name)
    }
    #expect(first.count == Self.sound.count && first.allSatisfy(\.isFinite))
    #expect(try other.apply(degradation, to: Self.sound, sampleRate: Self.rate, name: "a") == first)
    #expect(first != Self.sound)
  }

  @Test func `noise is another for another clip and another seed`() throws {
    var one = degrader()
    var other = degrader(seed: 2)
    let noise = Degradation.noise(.white, decibels: 10)
    let first = try one.apply(noise, to: Self.sound, sampleRate: Self.rate, name: "a")
    #expect(try one.apply(noise, to: Self.sound, sampleRate: Self.rate, name: "b") != first)
    #expect(try other.apply(noise, to: Self.sound, sampleRate: Self.rate, name: "a") != first)
  }

  @Test func `MP3 keeps a tone in its place and is no copy`() throws {
    try #require(Degrader.codesMP3)
    for rate in [8000, 16_000, 24_000, 44_100, 48_000, 96_000] {
      let tone = (0..<rate).map { Float(0.3 * sin(2 * .pi * 700 * Double($0) / Double(rate))) }
      var degrader = degrader()
      let coded = try degrader.apply(.mp3(bitRate: 64_000), to: tone, sampleRate: rate, name: "a")
      #expect(likeness(coded, tone) > 0.98, "\(rate) Hz")
      #expect(coded != tone)
    }
  }

  @Test func `a low rate takes what lies above it and leaves the rest`() throws {
    var degrader = degrader()
    for (pitch, stays) in [(1000.0, true), (6000, false)] {
      let tone = (0..<Self.rate).map {
        Float(0.3 * sin(2 * .pi * pitch * Double($0) / Double(Self.rate)))
      }
      let low = try degrader.apply(
        .resampled(rate: 8000), to: tone, sampleRate: Self.rate, name: "a")
      let kept = SoundMixing.power(low) / SoundMixing.power(tone)
      #expect(stays ? abs(kept - 1) < 0.01 && likeness(low, tone) > 0.999 : kept < 1e-3)
    }
  }

  @Test func `without background recordings there is no background, and it is said`() {
    var degrader = Degrader(seed: 1)
    #expect(throws: DegradationError.noBackground) {
      try degrader.apply(.background(decibels: 5), to: [0.1], sampleRate: 8000, name: "a")
    }
  }

  @Test func `names say what is done`() {
    #expect(
      Self.all.map(\.description) == [
        "white noise, 10 dB SNR", "pink noise, 0 dB SNR", "background, 5 dB SNR", "gain -20 dB",
        "gain +6 dB", "resampled, 8 kHz", "resampled, 22.05 kHz", "MP3, 64 kbit/s",
        "room, 3 m, T60 0.4 s", "hall, 3 m away", "shifted by 12.5 ms",
      ])
  }
}
