/// Exponential, reciprocal and logistic function on 32-bit fixed-point numbers: with b integer
/// bits the raw value r stands for r · 2^(b − 31).
///
/// Source: gemmlowp's `fixedpoint.h`, as measured on LiteRT 2.3.0 and TensorFlow Lite Micro.
enum FixedPoint {
  /// The doubled high half of a product, to nearest, halves away from zero.
  static func highProduct(_ a: Int32, _ b: Int32) -> Int32 {
    // Only −1 · −1 does not fit.
    Int32(clamping: (Int(a) * Int(b) + 1 << 30) >> 31)
  }

  /// `value` / 2^exponent to nearest, halves away from zero.
  static func divide(_ value: Int32, byPowerOfTwo exponent: Int) -> Int32 {
    guard exponent > 0 else { return value }
    return Int32((Int(value) + 1 << (exponent - 1) - (value < 0 ? 1 : 0)) >> exponent)
  }

  /// `value` · 2^exponent, saturating.
  private static func multiply(_ value: Int32, byPowerOfTwo exponent: Int) -> Int32 {
    Int32(clamping: Int(value) << exponent)
  }

  /// e^value for value ≤ 0 with `integerBits` integer bits; the result has none.
  ///
  /// The part in [−1/4, 0) goes through a polynomial of fourth order around −1/8; each bit of the
  /// rest multiplies by e^(−2^k).
  static func exponential(_ value: Int32, integerBits: Int) -> Int32 {
    guard value < 0 else { return .max }
    let fractionBits = 31 - integerBits
    let quarter = Int32(1) << Int32(fractionBits - 2)
    let low = (value & (quarter - 1)) - quarter
    let x = multiply(low, byPowerOfTwo: integerBits) + 1 << 28
    let x2 = highProduct(x, x)
    let x3 = highProduct(x2, x)
    let x4 = highProduct(x2, x2)
    let third: Int32 = 715_827_883  // 1/3
    let tail = divide(
      highProduct(divide(x4, byPowerOfTwo: 2) + x3, third) + x2, byPowerOfTwo: 1)
    let atMinusEighth: Int32 = 1_895_147_668  // e^(−1/8)
    var result = Int32(clamping: Int(atMinusEighth) + Int(highProduct(atMinusEighth, x + tail)))
    let rest = low &- value
    for (power, factor) in powers where power < integerBits {
      if rest & Int32(1) << Int32(fractionBits + power) != 0 {
        result = highProduct(result, factor)
      }
    }
    return result
  }

  /// e^(−2^k).
  private static let powers: [(Int, Int32)] = [
    (-2, 1_672_461_947), (-1, 1_302_514_674), (0, 790_015_084), (1, 290_630_308),
    (2, 39_332_535), (3, 720_401), (4, 242),
  ]

  /// 1 / (1 + value) for value in [0, 1]; no integer bits. Newton's iteration, three steps from
  /// 48/17 − 32/17 · (1 + value) / 2, with two integer bits.
  static func reciprocalOfOnePlus(_ value: Int32) -> Int32 {
    let half = Int32((Int(value) + 1 << 31) / 2)
    var x = 1_515_870_810 + highProduct(half, -1_010_580_540)
    for _ in 0..<3 {
      let error = Int32(1) << 29 - highProduct(half, x)
      x += multiply(highProduct(x, error), byPowerOfTwo: 2)
    }
    return multiply(x, byPowerOfTwo: 1)
  }

  /// 1 / (1 + e^−value) for a value with `integerBits` integer bits; the result has none.
  static func logistic(_ value: Int32, integerBits: Int) -> Int32 {
    guard value != 0 else { return 1 << 30 }
    let positive = reciprocalOfOnePlus(exponential(-abs(value), integerBits: integerBits))
    return value > 0 ? positive : Int32.max - positive
  }
}
