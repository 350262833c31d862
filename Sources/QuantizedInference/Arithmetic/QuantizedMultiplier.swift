/// A real factor as mantissa · 2^(shift − 31), and the rescaling of integers by it with two
/// roundings, as all reference kernels do.
///
/// The definition rounds the doubled high half of a 32 × 32 bit product, halves away from zero
/// by a division that truncates, then divides by a power of two, again to nearest with halves
/// away from zero. Both steps are floors in disguise:
///
/// 1. For a product p of any sign the first is h = ⌊(p + 2³⁰) / 2³¹⌋, because for p < 0
///    truncating (p + 1 − 2³⁰) / 2³¹ is its ceiling, and ⌈a/b⌉ = ⌊(a + b − 1)/b⌋.
/// 2. The second adds 1 to h >> r exactly if h mod 2^r ≥ 2^(r−1) + [h < 0], so it is
///    ⌊(h + 2^(r−1) − [h < 0]) / 2^r⌋ for r ≥ 1.
///
/// A rounded product would differ: 1 · 1/4 becomes 1 here.
///
/// Source: gemmlowp's `SaturatingRoundingDoublingHighMul` and `RoundingDivideByPOT` and
/// TensorFlow Lite's `MultiplyByQuantizedMultiplier`, as measured on LiteRT 2.3.0.
struct QuantizedMultiplier: Sendable, Hashable {
  /// 0, or of magnitude 2³⁰ up to 2³¹; negative for a negative factor.
  let mantissa: Int32
  /// −31…31; positive shifts the value left before the product.
  let shift: Int32

  /// Nil if the factor is not finite or is 2³¹ or more, which no sane scales give.
  init?(_ factor: Double) {
    guard factor.isFinite else { return nil }
    guard factor != 0 else {
      self.init(mantissa: 0, shift: 0)
      return
    }
    // A significand has no sign and lies in 1..<2. Foundation's frexp drops the sign, too.
    let fraction = Double(signOf: factor, magnitudeOf: factor.significand / 2)
    var mantissa = Int64((fraction * 0x1p31).rounded(.toNearestOrAwayFromZero))
    var shift = Int32(factor.exponent) + 1
    if mantissa == 1 << 31 {
      mantissa /= 2
      shift += 1
    }
    guard shift <= 31 else { return nil }
    // Smaller factors vanish: the channel then writes its zero point and nothing else.
    self.init(
      mantissa: shift < -31 ? 0 : Int32(mantissa), shift: shift < -31 ? 0 : shift)
  }

  init(mantissa: Int32, shift: Int32) {
    self.mantissa = mantissa
    self.shift = shift
  }

  /// `value` times the factor. A left shift wraps around, as in the reference.
  @inline(__always)
  func rescale(_ value: Int32) -> Int {
    let shifted = value &<< max(shift, 0)
    let high = (Int(shifted) &* Int(mantissa) &+ 1 << 30) &>> 31
    let right = Int(max(-shift, 0))
    guard right > 0 else { return high }
    return (high &+ 1 &<< (right &- 1) &+ high &>> 63) &>> right
  }
}

extension OperatorSite {
  func multiplier(_ factor: Double) throws(ModelError) -> QuantizedMultiplier {
    guard let multiplier = QuantizedMultiplier(factor) else {
      throw inconsistent("its scales give the factor \(factor)")
    }
    return multiplier
  }
}
