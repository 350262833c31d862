public import SeededRandom

/// Powers and mixtures of mono sound, full scale ±1.
public enum SoundMixing {
  /// Below this a sample is digital silence: 3 steps of 16 bits, after a lossy codec.
  public static let silence: Float = 1e-4

  /// The samples from the first to the last that is not ``silence``; empty if all are.
  public static func soundPart(_ samples: some RandomAccessCollection<Float>) -> Range<Int> {
    let samples = Array(samples)
    guard let first = samples.firstIndex(where: { abs($0) > silence }),
      let last = samples.lastIndex(where: { abs($0) > silence })
    else { return 0..<0 }
    return first..<last + 1
  }

  /// The mean square of all samples that are not ``silence``, so that a call in a padded clip counts as
  /// loud as it is; 0 if all are.
  public static func power(_ samples: [Float]) -> Double {
    var sum = 0.0
    var count = 0
    for sample in samples where abs(sample) > silence {
      sum += Double(sample) * Double(sample)
      count += 1
    }
    return count > 0 ? sum / Double(count) : 0
  }

  /// Adds noise at a signal-to-noise ratio: the power of the sound (``power(_:)``) over the noise's.
  ///
  /// - Parameters:
  ///   - noise: At least one sample; repeated if it is shorter, and only its beginning used if it is
  ///     longer.
  ///   - decibels: Of the ratio.
  /// - Returns: The sum, which may exceed ±1. Silence stays silence: it has no ratio.
  public static func mix(_ sound: [Float], with noise: [Float], decibels: Double) -> [Float] {
    let (own, other) = (power(sound), power(noise))
    guard own > 0, other > 0 else { return sound }
    let gain = Float((own / other / decibelsToPower(decibels)).squareRoot())
    return sound.indices.map { sound[$0] + gain * noise[$0 % noise.count] }
  }

  /// A piece of `noise`, from a random place on; from its beginning again where it ends.
  public static func piece(
    of noise: [Float], count: Int, _ generator: inout SeededGenerator
  ) -> [Float] {
    guard !noise.isEmpty else { return [] }
    let start = generator.index(below: noise.count)
    return (0..<count).map { noise[(start + $0) % noise.count] }
  }

  /// Makes louder or, for negative `decibels`, softer; what exceeds full scale is clipped, as a
  /// recorder does.
  public static func gain(_ sound: [Float], decibels: Double) -> [Float] {
    let factor = Float(decibelsToPower(decibels).squareRoot())
    return sound.map { min(max($0 * factor, -1), 1) }
  }

  /// Delays by whole samples, or for negative ones begins later; the length stays.
  public static func shift(_ sound: [Float], by samples: Int) -> [Float] {
    if samples >= 0 {
      let count = min(samples, sound.count)
      return [Float](repeating: 0, count: count) + sound.dropLast(count)
    }
    let count = min(-samples, sound.count)
    return sound.dropFirst(count) + [Float](repeating: 0, count: count)
  }
}
