import Foundation
import ModelWriting

/// The fixed-point arithmetic of LiteRT's reference kernels, one value at a time and in 64 bits:
/// what the engine's kernels are held against.
///
/// Source: `shared/reference/README.md`, "Primitives".
struct NaiveMultiplier: Equatable {
  var mantissa: Int
  var shift: Int

  init(_ real: Double) {
    mantissa = 0
    shift = 0
    guard real != 0 else { return }
    // frexp's convention: a fraction in 0.5..<1, so one more than Swift's exponent.
    let exponent = Int(real.exponent) + 1
    let fraction = scalbn(real, -exponent)
    var rounded = Int((fraction * 2_147_483_648).rounded(.toNearestOrAwayFromZero))
    var power = exponent
    if rounded == 1 << 31 {
      rounded /= 2
      power += 1
    }
    guard power >= -31 else { return }
    mantissa = rounded
    shift = power
  }

  init(mantissa: Int, shift: Int) {
    self.mantissa = mantissa
    self.shift = shift
  }

  /// `value` times the multiplier, with the two roundings of the reference kernels.
  func apply(_ value: Int) -> Int {
    let left = max(shift, 0)
    let shifted = Int(Int32(truncatingIfNeeded: value << left))
    return roundingShift(roundingHighProduct(shifted, mantissa), by: max(-shift, 0))
  }
}

/// The product's upper 32 bits, doubled and rounded.
func roundingHighProduct(_ a: Int, _ b: Int) -> Int {
  let product = a * b
  return (product + (product >= 0 ? 1 << 30 : 1 - (1 << 30))) / (1 << 31)
}

/// Division by 2^exponent to nearest, halves away from zero.
func roundingShift(_ value: Int, by exponent: Int) -> Int {
  let mask = (1 << exponent) - 1
  let threshold = (mask >> 1) + (value < 0 ? 1 : 0)
  return (value >> exponent) + ((value & mask) > threshold ? 1 : 0)
}

/// The stored values that a fused activation leaves.
func activationLimits(
  _ activation: TFLiteActivation, scale: Float, zeroPoint: Int
) -> ClosedRange<Int> {
  func stored(_ real: Float) -> Int {
    zeroPoint + Int((real / scale).rounded(.toNearestOrAwayFromZero))
  }
  return switch activation {
  case .none: -128...127
  case .relu: max(-128, stored(0))...127
  case .relu6: max(-128, stored(0))...min(127, stored(6))
  case .reluMinusOneToOne: max(-128, stored(-1))...min(127, stored(1))
  }
}

func clamp(_ value: Int, to limits: ClosedRange<Int>) -> Int {
  min(max(value, limits.lowerBound), limits.upperBound)
}

/// Where a window's outputs lie along one axis.
struct NaiveAxis {
  let outputs: Int
  /// Input position of the first window's first tap; negative where padding leads.
  let start: Int
  let stride: Int
  let dilation: Int

  init(_ size: Int, kernel: Int, stride: Int, dilation: Int, padding: TFLiteWindow.Padding) {
    let span = (kernel - 1) * dilation + 1
    self.stride = stride
    self.dilation = dilation
    switch padding {
    case .same:
      outputs = (size + stride - 1) / stride
      start = -(max((outputs - 1) * stride + span - size, 0) / 2)
    case .valid:
      outputs = (size + stride - span) / stride
      start = 0
    }
  }

  func input(output: Int, tap: Int) -> Int { start + output * stride + tap * dilation }
}

extension TFLiteWindow {
  func rows(of image: [Int]) -> NaiveAxis {
    NaiveAxis(
      image[1], kernel: height, stride: strideHeight, dilation: dilationHeight, padding: padding)
  }

  func columns(of image: [Int]) -> NaiveAxis {
    NaiveAxis(
      image[2], kernel: width, stride: strideWidth, dilation: dilationWidth, padding: padding)
  }
}
