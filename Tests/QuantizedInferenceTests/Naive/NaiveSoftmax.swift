/// SOFTMAX of one row in fixed point, written from the formulas with saturating 32-bit steps.
///
/// Source: `shared/reference/README.md`, "Operators"; the polynomial and its constants are those of
/// gemmlowp's fixed-point exponential as `int8_reference.py` restates them.
enum NaiveSoftmax {
  private static let most = (1 << 31) - 1

  static func apply(_ row: [Int], scale: Float, beta: Float) -> [Int] {
    let real = min(Double(beta) * Double(scale) * Double(1 << 26), Double(most))
    let multiplier = NaiveMultiplier(real)
    let radius = 31 * (1 << 26) / (1 << multiplier.shift)
    let largest = row.reduce(-128) { max($0, $1) }
    let exponentials = row.map { value -> Int? in
      let difference = value - largest
      return difference < -radius ? nil : exponential(multiplier.apply(difference))
    }
    let sum = exponentials.reduce(0) { $0 + ($1.map { roundingShift($0, by: 12) } ?? 0) }
    let zeros = 32 - (Int.bitWidth - sum.leadingZeroBitCount)
    let over = 12 - zeros
    let inverse = reciprocalOfOnePlus((sum << zeros) - (1 << 31))
    return exponentials.map { exponential in
      guard let exponential else { return -128 }
      let share = roundingShift(roundingHighProduct(inverse, exponential), by: over + 23)
      return clamp(share - 128, to: -128...127)
    }
  }

  /// exp(a / 2^26) for a <= 0, times 2^31.
  static func exponential(_ a: Int) -> Int {
    guard a != 0 else { return most }
    let quarter = 1 << 24
    let low = (a & (quarter - 1)) - quarter
    let x = saturate(low << 5) + (1 << 28)
    let x2 = roundingHighProduct(x, x)
    let x3 = roundingHighProduct(x2, x)
    let x4 = roundingHighProduct(x2, x2)
    let third = 715_827_883
    let inner = roundingShift(
      roundingHighProduct(roundingShift(x4, by: 2) + x3, third) + x2, by: 1)
    let atMinusEighth = 1_895_147_668
    var result = saturate(atMinusEighth + roundingHighProduct(atMinusEighth, x + inner))
    // exp(-1/4), exp(-1/2), exp(-1) and so on to exp(-16), times 2^31.
    let powers = [
      1_672_461_947, 1_302_514_674, 790_015_084, 290_630_308, 39_332_535, 720_401, 242,
    ]
    for (bit, power) in powers.enumerated() where (low - a) & (quarter << bit) != 0 {
      result = roundingHighProduct(result, power)
    }
    return result
  }

  /// 1 / (1 + a / 2^31), times 2^31, by three Newton steps.
  static func reciprocalOfOnePlus(_ a: Int) -> Int {
    let half = (a + most + 1) / 2
    var x = 1_515_870_810 + roundingHighProduct(half, -1_010_580_540)
    for _ in 0..<3 {
      let rest = (1 << 29) - roundingHighProduct(half, x)
      x += saturate(roundingHighProduct(x, rest) << 2)
    }
    return saturate(x << 1)
  }

  private static func saturate(_ value: Int) -> Int { clamp(value, to: (-1 << 31)...most) }
}
