import AudioIO
import Foundation
import SeededRandom

/// A way in which sound gets worse between an animal and a model.
///
/// ```swift
/// var degrader = Degrader(seed: 1)
/// let worse = try degrader.apply(.noise(.pink, decibels: 10), to: samples, sampleRate: 48_000, name: "a.wav")
/// ```
public enum Degradation: Sendable, Hashable, CustomStringConvertible {
  /// Noise added at a signal-to-noise ratio, dB (``SoundMixing/mix(_:with:decibels:)``).
  case noise(NoiseColour, decibels: Double)
  /// A piece of one of the background recordings, added alike.
  case background(decibels: Double)
  /// Louder or softer, clipped at full scale.
  case gain(decibels: Double)
  /// To a rate, Hz, and back.
  case resampled(rate: Int)
  /// MP3 at a constant bit rate, bits a second.
  case mp3(bitRate: Int)
  /// Through a room.
  case reverberation(ShoeboxRoom)
  /// From a metre away to some metres, in ``ShoeboxRoom/hall(distance:)``: softer by 6 dB each time the distance
  /// doubles, and with more of the hall in it.
  case distance(metres: Double)
  /// Later by seconds, or for negative ones earlier.
  case shift(seconds: Double)

  /// As a table names it: "pink noise, 10 dB SNR".
  public var description: String {
    switch self {
    case .noise(let colour, let decibels): "\(colour.rawValue) noise, \(Self.text(decibels)) dB SNR"
    case .background(let decibels): "background, \(Self.text(decibels)) dB SNR"
    case .gain(let decibels): "gain \(decibels > 0 ? "+" : "")\(Self.text(decibels)) dB"
    case .resampled(let rate): "resampled, \(Self.text(Double(rate) / 1000)) kHz"
    case .mp3(let bitRate): "MP3, \(Self.text(Double(bitRate) / 1000)) kbit/s"
    case .reverberation(let room):
      "room, \(Self.text(room.distance)) m, T60 \(Self.text(room.reverberation)) s"
    case .distance(let metres): "hall, \(Self.text(metres)) m away"
    case .shift(let seconds): "shifted by \(Self.text(seconds * 1000)) ms"
    }
  }

  /// To hundredths, without needless digits.
  private static func text(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}

/// Makes sound worse, repeatably: what is drawn for a clip follows from the seed, the degradation and the
/// clip's name alone. One for each thread.
public struct Degrader {
  /// Background noise: samples at their own rate.
  public struct Background: Sendable {
    /// Of one channel, full scale ±1.
    public let samples: [Float]
    /// Hz.
    public let sampleRate: Int

    /// - Parameter samples: Full scale ±1.
    public init(samples: [Float], sampleRate: Int) {
      self.samples = samples
      self.sampleRate = sampleRate
    }
  }

  private let seed: UInt64
  private let backgrounds: [Background]
  private var responses: [Way: [Float]] = [:]

  /// A room, as it sounds at one rate.
  private struct Way: Hashable {
    let room: ShoeboxRoom
    let sampleRate: Int
  }

  /// - Parameter backgrounds: For ``Degradation/background(decibels:)``; those without sound are left out.
  public init(seed: UInt64, backgrounds: [Background] = []) {
    self.seed = seed
    self.backgrounds = backgrounds.filter { SoundMixing.power($0.samples) > 0 }
  }

  /// - Parameters:
  ///   - sound: Mono, full scale ±1.
  ///   - sampleRate: Hz.
  ///   - name: Of the clip.
  /// - Returns: As many samples, at the same rate.
  public mutating func apply(
    _ degradation: Degradation, to sound: [Float], sampleRate: Int, name: String
  ) throws(DegradationError) -> [Float] {
    // The same noise at each ratio: what is told apart then is the ratio alone.
    switch degradation {
    case .noise(let colour, let decibels):
      var generator = SeededGenerator(seed: seed, "\(colour.rawValue) \(name)")
      let noise = colour.samples(count: sound.count, &generator)
      return SoundMixing.mix(sound, with: noise, decibels: decibels)
    case .background(let decibels):
      guard !backgrounds.isEmpty else { throw .noBackground }
      var generator = SeededGenerator(seed: seed, "background \(name)")
      let background = backgrounds[generator.index(below: backgrounds.count)]
      let samples = try Self.resample(
        background.samples, from: background.sampleRate, to: sampleRate)
      let piece = SoundMixing.piece(of: samples, count: sound.count, &generator)
      return SoundMixing.mix(sound, with: piece, decibels: decibels)
    case .gain(let decibels):
      return SoundMixing.gain(sound, decibels: decibels)
    case .resampled(let rate):
      let low = try Self.resample(sound, from: sampleRate, to: rate)
      return Self.fitted(try Self.resample(low, from: rate, to: sampleRate), count: sound.count)
    case .mp3(let bitRate):
      return try Self.coded(sound, sampleRate: sampleRate, bitRate: bitRate)
    case .reverberation(let room):
      return Convolution.apply(response(of: room, sampleRate: sampleRate), to: sound)
    case .distance(let metres):
      let room = ShoeboxRoom.hall(distance: metres)
      return SoundMixing.gain(
        Convolution.apply(response(of: room, sampleRate: sampleRate), to: sound),
        decibels: -20 * log10(metres))
    case .shift(let seconds):
      return SoundMixing.shift(sound, by: Int((seconds * Double(sampleRate)).rounded()))
    }
  }

  /// Whether libsndfile writes MP3 here.
  public static var codesMP3: Bool { MP3Coding.isAvailable }

  private mutating func response(of room: ShoeboxRoom, sampleRate: Int) -> [Float] {
    let way = Way(room: room, sampleRate: sampleRate)
    if let known = responses[way] { return known }
    let response = room.response(sampleRate: sampleRate)
    responses[way] = response
    return response
  }

  /// At the nearest rate that MP3 has, if it lacks this one.
  private static func coded(
    _ sound: [Float], sampleRate: Int, bitRate: Int
  ) throws(DegradationError) -> [Float] {
    let rate = MP3Coding.sampleRates.last { $0 <= sampleRate } ?? MP3Coding.sampleRates[0]
    let fit = try resample(sound, from: sampleRate, to: rate)
    let coded = try MP3Coding.roundTrip(fit, sampleRate: rate, bitRate: bitRate)
    return fitted(try resample(coded, from: rate, to: sampleRate), count: sound.count)
  }

  private static func resample(
    _ sound: [Float], from: Int, to: Int
  ) throws(DegradationError) -> [Float] {
    var output: [Float] = []
    do throws(AudioError) {
      var resampler = try Resampler(from: from, to: to)
      try resampler.process(sound.span) { samples in
        for index in samples.indices { output.append(samples[index]) }
      }
      try resampler.finish { samples in
        for index in samples.indices { output.append(samples[index]) }
      }
    } catch {
      throw .resampling(from: from, to: to, reason: error.description)
    }
    return output
  }

  private static func fitted(_ samples: [Float], count: Int) -> [Float] {
    samples.count >= count
      ? Array(samples.prefix(count))
      : samples + [Float](repeating: 0, count: count - samples.count)
  }
}
