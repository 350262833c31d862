// Logarithm and exponential of a `Float`, without calls and branches, so that loops over them
// become vector code: some ten times as fast as the C library's, and the same bits on every
// machine. `ElementaryFunctionsTests` holds them against `Double`'s over their whole domain.

/// Natural logarithm of a positive, normal, finite number.
@inline(__always) func naturalLogarithm(_ x: Float) -> Float {
  // x = 2^exponent · mantissa, with the mantissa between √½ and √2.
  let rootOfHalf: UInt32 = 0x3F35_04F3
  let offset = Int32(bitPattern: x.bitPattern &- rootOfHalf)
  let exponent = Float(offset &>> 23)
  let mantissa = Float(
    bitPattern: (UInt32(bitPattern: offset) & 0x007F_FFFF) &+ rootOfHalf)
  // ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …), s = (m − 1) / (m + 1), |s| < 0.172.
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  let series = square * (2.0 / 3 + square * (2.0 / 5 + square * (2.0 / 7 + square * (2.0 / 9))))
  return exponent * lnTwoHigh + (exponent * lnTwoLow + (s * series + 2 * s))
}

/// *ln(1 + x)* of a number from 0 up, exact to the last bits near 0 too.
@inline(__always) func naturalLogarithm(onePlus x: Float) -> Float {
  let sum = 1 + x
  return naturalLogarithm(sum) + (x - (sum - 1)) / sum
}

/// *eˣ* of a number between −87 and 88; outside, that of the nearer end.
@inline(__always) func exponential(_ x: Float) -> Float {
  let (scale, remainder) = splitExponential(x)
  return scale + scale * remainder
}

/// *eˣ − 1* of a number between −87 and 88, exact to the last bits near 0 too.
@inline(__always) func exponentialMinusOne(_ x: Float) -> Float {
  let (scale, remainder) = splitExponential(x)
  return scale * remainder + (scale - 1)
}

/// ln 2 in two parts: the high one has nine bits, so that its product with an exponent is exact.
private let lnTwoHigh: Float = 0.693_359_375
private let lnTwoLow: Float = -2.121_944_4e-4

/// *eˣ = scale · (1 + remainder)* with a power of two as scale and *|remainder| < 0.42*.
@inline(__always) private func splitExponential(_ x: Float) -> (scale: Float, remainder: Float) {
  let bounded = max(-87, min(88, x))
  // Adding 1.5 · 2²³ rounds to a whole number, which is then in the sum's low bits.
  let rounder: Float = 12_582_912
  let shifted = bounded * 1.442_695_04 + rounder
  let exponent = shifted - rounder
  let r = (bounded - exponent * lnTwoHigh) - exponent * lnTwoLow
  let tail = 1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * (1.0 / 5040))))
  let remainder = r + r * r * (0.5 + r * tail)
  let biased = shifted.bitPattern &- rounder.bitPattern &+ 127
  return (Float(bitPattern: biased &<< 23), remainder)
}
