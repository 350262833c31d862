import Foundation

/// Random numbers that are the same on every machine and in every version: a resampling, noise or a
/// split that can be repeated from its seed.
///
/// Source: G. Steele, D. Lea, C. Flood, *Fast splittable pseudorandom number generators*, 2014
/// (SplitMix64); normal numbers by G. Box and M. Muller, 1958.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64
  private var spareNormal: Double?

  /// Any seed is as good as another.
  public init(seed: UInt64) { state = seed }

  /// Numbers of its own for one of many things, so that what is drawn for one does not depend on how many
  /// came before: each clip's noise, each class's split.
  ///
  /// Source of the mixing: G. Fowler, L. C. Noll, P. Vo, *FNV-1a*, 64 bits.
  /// - Parameter purpose: What the numbers are for; other texts have other numbers.
  public init(seed: UInt64, _ purpose: String) {
    let hash = purpose.utf8.reduce(0xCBF2_9CE4_8422_2325) { (hash: UInt64, byte) in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    // Two texts whose hashes differ by a seed would else draw alike.
    var mixed = SeededGenerator(seed: hash)
    state = seed ^ mixed.next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [0, 1), with 53 binary places.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform between two bounds.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Uniform in 0 ..< `bound`, without a preference.
  /// - Precondition: `bound` is positive.
  ///
  /// Source: D. Lemire, *Fast random integer generation in an interval*, 2019.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "there is nothing to draw from")
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let least = (0 &- bound) % bound
      while product.low < least { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Normal, of mean 0 and deviation 1.
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    // Above 0, so that its logarithm is finite.
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let turn = 2 * Double.pi * uniform()
    spareNormal = radius * sin(turn)
    return radius * cos(turn)
  }

  /// The numbers 0 ..< `count` in random order.
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, index(below: last + 1))
    }
    return order
  }
}
