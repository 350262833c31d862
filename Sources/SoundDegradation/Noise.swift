public import SeededRandom

/// How noise is spread over frequencies.
public enum NoiseColour: String, Sendable, Hashable, CaseIterable, Codable {
  /// The same power in each hertz.
  case white
  /// The same power in each octave: nearer to wind, water and traffic.
  case pink

  /// Noise of mean square 1, but for what a finite piece wanders.
  public func samples(count: Int, _ generator: inout SeededGenerator) -> [Float] {
    switch self {
    case .white: return (0..<count).map { _ in Float(generator.normal()) }
    case .pink:
      var filter = PinkFilter()
      // From rest the slowest pole takes this long to fill.
      for _ in 0..<4096 { _ = filter.next(generator.normal()) }
      return (0..<count).map { _ in Float(filter.next(generator.normal())) }
    }
  }
}

/// White noise becomes pink: 3 dB less each octave, to ±0.05 dB from the 2000th part of the sample rate
/// up.
///
/// Source: P. Kellet, *Filter to make pink noise from white*, 1999, in the musicdsp archive, the refined
/// filter.
private struct PinkFilter {
  private static let poles = [0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616]
  private static let gains = [0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980]
  private static let direct = 0.5362
  private static let delayed = 0.115926
  /// What makes its mean square 1.
  private static let scale = 1 / power.squareRoot()

  /// The mean square of its output for white noise of mean square 1: the sum over its impulse response.
  private static let power: Double = {
    var filter = PinkFilter()
    var sum = 0.0
    for index in 0..<20_000 {
      let value = filter.unscaled(index == 0 ? 1 : 0)
      sum += value * value
    }
    return sum
  }()

  private var states = [Double](repeating: 0, count: 6)
  private var before = 0.0

  mutating func next(_ white: Double) -> Double { unscaled(white) * Self.scale }

  private mutating func unscaled(_ white: Double) -> Double {
    var sum = white * Self.direct + before
    for index in states.indices {
      states[index] = Self.poles[index] * states[index] + Self.gains[index] * white
      sum += states[index]
    }
    before = white * Self.delayed
    return sum
  }
}
