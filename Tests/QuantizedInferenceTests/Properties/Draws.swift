import Foundation
import ModelWriting
import TestSupport

/// What the property tests draw: every range has its ends in it more often than chance has.
extension SplitMix64 {
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  mutating func flag() -> Bool { Bool.random(using: &self) }

  mutating func element<Value>(of values: [Value]) -> Value {
    values[integer(0...values.count - 1)]
  }

  /// Its logarithm uniform.
  mutating func scale(_ low: Float = 0.003, _ high: Float = 0.3) -> Float {
    exp(Float.random(in: log(low)...log(high), using: &self))
  }

  mutating func zeroPoint() -> Int {
    integer(0...2) == 0 ? element(of: [-128, 0, 127]) : integer(-128...127)
  }

  /// Stored values: all over the range, or its two ends alone.
  mutating func values(_ count: Int, in range: ClosedRange<Int> = -128...127) -> [Int] {
    let onlyEnds = integer(0...4) == 0
    return (0..<count).map { _ in
      onlyEnds ? element(of: [range.lowerBound, range.upperBound]) : integer(range)
    }
  }

  mutating func tensor(_ shape: [Int]) -> QuantizedValues {
    QuantizedValues(
      shape: shape, values: values(shape.reduce(1, *)), scale: scale(), zeroPoint: zeroPoint())
  }

  mutating func activation() -> TFLiteActivation { element(of: TFLiteActivation.allCases) }

  /// A weight scale with which sums of `taps` products fill the output's range, now and then much
  /// more or much less of it.
  mutating func weightScale(input: Float, output: Float, taps: Int) -> Float {
    let unit = output * 40 / (input * 74 * 74 * Float(taps).squareRoot())
    let gain: Float = element(of: [0.001, 0.3, 1, 1, 1, 3, 100])
    return unit * gain * Float.random(in: 0.5...2, using: &self)
  }
}
