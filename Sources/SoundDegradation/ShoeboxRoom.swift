import Foundation

/// A room with six plane walls, and a way from a source to a microphone in it: an impulse response.
///
/// Every sequence of reflections is an image of the source behind the walls. An image at distance *d* that
/// was reflected *n* times arrives after *d / c* with the amplitude *βⁿ / d*; β, the same for all walls and
/// frequencies, follows from the time in which the room decays by 60 dB. The response is told relative
/// to the direct sound: it begins with 1 at time 0. So a clip keeps its beginning and its loudness, and
/// what is added is the room.
///
/// Source: J. Allen, D. Berkley, *Image method for efficiently simulating small-room acoustics*, 1979; images
/// between two samples as P. Peterson, *Simulating the response of multiple microphones*, 1986, does, by a
/// windowed sinc; β after C. Eyring, *Reverberation time in "dead" rooms*, 1930.
public struct ShoeboxRoom: Sendable, Hashable {
  /// Length, width, height, metres.
  public var size: [Double]
  /// From one corner, metres.
  public var source: [Double]
  public var microphone: [Double]
  /// Seconds in which it decays by 60 dB.
  public var reverberation: Double

  /// A room of 7 × 5 × 3 m that decays in 0.4 s, the microphone 3 m from the source.
  public static let threeMetres = ShoeboxRoom(
    size: [7, 5, 3], source: [1.7, 2.2, 1.5], microphone: [4.6, 2.85, 1.1], reverberation: 0.4)

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

  private static let speedOfSound = 343.0

  /// What the walls leave of an amplitude.
  var reflection: Double {
    let volume = size[0] * size[1] * size[2]
    let surface = 2 * (size[0] * size[1] + size[1] * size[2] + size[0] * size[2])
    let decay = 24 * log(10.0) * volume / (Self.speedOfSound * surface * reverberation)
    return exp(-decay / 2)
  }

  /// - Parameter sampleRate: Hz.
  /// - Returns: The response from the direct sound on, as long as the reverberation.
  public func response(sampleRate: Int) -> [Float] {
    let rate = Double(sampleRate)
    let count = max(1, Int(reverberation * rate))
    var response = [Double](repeating: 0, count: count)
    let direct = distance
    let reach = direct + Self.speedOfSound * reverberation
    let limits = size.map { Int((reach / (2 * $0)).rounded(.up)) }
    let reflection = reflection
    for x in Self.images(source[0], microphone[0], size[0], limits[0]) {
      for y in Self.images(source[1], microphone[1], size[1], limits[1]) {
        for z in Self.images(source[2], microphone[2], size[2], limits[2]) {
          let distance = Self.length([x.offset, y.offset, z.offset])
          guard distance < reach else { continue }
          let order = x.reflections + y.reflections + z.reflections
          Self.add(
            pow(reflection, Double(order)) * direct / distance,
            at: (distance - direct) / Self.speedOfSound * rate, to: &response)
        }
      }
    }
    return response.map(Float.init)
  }

  private static func length(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// The images along one axis: how far each is from the microphone, and how often it was reflected.
  private static func images(
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
