import Foundation

/// A room with six plane walls, and a way from a source to a microphone in it: an impulse response.
///
/// Every sequence of reflections is an image of the source behind the walls. An image at distance *d* that
/// was reflected *n* times arrives after *d / c* with the amplitude *βⁿ / d*; β, the same for all walls and
/// frequencies, is sought such that the room decays by 60 dB in the time that is asked for. (The formulas of
/// Sabine and Eyring assume sound that comes from everywhere; in a box they miss it by half.) Walls that turn
/// no sign let low frequencies pile up as no room does, so what they send back goes through a high pass
/// of 100 Hz. The response is told relative to the direct sound: it begins with 1 at time 0. So a clip keeps
/// its beginning and its loudness, and what is added is the room.
///
/// Source: J. Allen, D. Berkley, *Image method for efficiently simulating small-room acoustics*, 1979, the
/// high pass too; images between two samples as P. Peterson, *Simulating the response of multiple microphones*, 1986, does, by a
/// windowed sinc; the decay as M. Schroeder, *New method of measuring reverberation time*, 1965, takes it.
public struct ShoeboxRoom: Sendable, Hashable {
  /// Length, width, height, metres.
  public var size: [Double]
  /// From one corner, metres.
  public var source: [Double]
  /// From the same corner, metres.
  public var microphone: [Double]
  /// Seconds in which it decays by 60 dB.
  public var reverberation: Double

  /// A room of 7 × 5 × 3 m that decays in 0.4 s, the microphone 3 m from the source.
  public static let threeMetres = ShoeboxRoom(
    size: [7, 5, 3], source: [1.7, 2.2, 1.5], microphone: [4.6, 2.85, 1.1], reverberation: 0.4)

  /// A hall of 20 × 12 × 5 m that decays in 0.8 s.
  /// - Parameter distance: Metres from the source to the microphone.
  /// - Precondition: The microphone lies in the hall: at most 16 metres away.
  public static func hall(distance: Double) -> ShoeboxRoom {
    // Not along a wall: what comes back from two walls at once is no hall.
    let direction = [0.98, 0.19, -0.06]
    let length = length(direction)
    let source = [3, 4.5, 1.7]
    return ShoeboxRoom(
      size: [20, 12, 5], source: source,
      microphone: zip(source, direction).map { $0 + distance * $1 / length }, reverberation: 0.8)
  }

  /// - Precondition: Source and microphone lie in the room and apart; all lengths are positive.
  public init(
    size: [Double], source: [Double], microphone: [Double], reverberation: Double
  ) {
    precondition(size.count == 3 && source.count == 3 && microphone.count == 3, "three dimensions")
    precondition(
      (0..<3).allSatisfy {
        source[$0] > 0 && source[$0] < size[$0] && microphone[$0] > 0 && microphone[$0] < size[$0]
      } && source != microphone && reverberation > 0, "places in the room")
    self.size = size
    self.source = source
    self.microphone = microphone
    self.reverberation = reverberation
  }

  /// Metres from the source to the microphone.
  public var distance: Double { Self.length(zip(source, microphone).map { $0 - $1 }) }

  static let speedOfSound = 343.0

  /// - Parameter sampleRate: Hz.
  /// - Returns: The response from the direct sound on, as long as the reverberation.
  public func response(sampleRate: Int) -> [Float] {
    let rate = Double(sampleRate)
    let count = max(1, Int(reverberation * rate))
    var response = [Double](repeating: 0, count: count)
    let images = images(within: reverberation)
    let reflection = Self.reflection(of: images, decayingIn: reverberation)
    for image in images where image.reflections > 0 {
      Self.add(
        pow(reflection, Double(image.reflections)) * image.amplitude, at: image.delay * rate,
        to: &response)
    }
    Self.highPass(&response, sampleRate: rate)
    response[0] += 1
    return response.map(Float.init)
  }

  private static func highPass(_ samples: inout [Double], sampleRate: Double) {
    let turn = 2 * Double.pi * 100 / sampleRate
    let radius = exp(-turn)
    var (one, two) = (0.0, 0.0)
    for index in samples.indices {
      let state = 2 * radius * cos(turn) * one - radius * radius * two + samples[index]
      samples[index] = state - (1 + radius) * one + radius * two
      (one, two) = (state, one)
    }
  }

  static func length(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// An impulse between two samples, as a sinc of 81 samples under a Hann window.
  private static func add(_ amplitude: Double, at position: Double, to response: inout [Double]) {
    let half = 40
    let centre = Int(position.rounded())
    for index in max(0, centre - half)...max(0, min(response.count - 1, centre + half))
    where index < response.count {
      let x = Double(index) - position
      guard abs(x) < Double(half) + 1 else { continue }
      let sinc = x == 0 ? 1 : sin(.pi * x) / (.pi * x)
      response[index] += amplitude * sinc * (0.5 + 0.5 * cos(.pi * x / Double(half + 1)))
    }
  }
}
