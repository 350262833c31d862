import Foundation
import TestSupport
import Testing

@testable import AudioFeatures

/// Against `Double`'s functions, over the whole domain.
@Suite struct ElementaryFunctionsTests {
  /// The worst error of 200,000 values, in units in the last place of the true value.
  private func worstError(
    seed: UInt64, _ ours: (Float) -> Float, _ exact: (Double) -> Double,
    of value: (inout SplitMix64) -> Float
  ) -> Double {
    var random = SplitMix64(seed: seed)
    var worst = 0.0
    for _ in 0..<200_000 {
      let x = value(&random)
      let expected = exact(Double(x))
      let unit = Double(Float(expected).ulp)
      worst = max(worst, abs(Double(ours(x)) - expected) / unit)
    }
    return worst
  }

  @Test func `logarithm of every positive normal number`() {
    let worst = worstError(seed: 1, { naturalLogarithm($0) }, log) { random in
      Float(
        bitPattern: .random(
          in: Float.leastNormalMagnitude.bitPattern..<Float.infinity.bitPattern,
          using: &random))
    }
    #expect(worst < 2)
    #expect(naturalLogarithm(1) == 0)
  }

  /// Near 1 the exponent is 0 on both sides, so that nothing cancels.
  @Test func `logarithm near one`() {
    let worst = worstError(seed: 2, { naturalLogarithm($0) }, log) {
      .random(in: 0.71...1.41, using: &$0)
    }
    #expect(worst < 3)
  }

  @Test func `logarithm of one plus any number from zero up`() {
    let worst = worstError(seed: 3, { naturalLogarithm(onePlus: $0) }, log1p) { random in
      Float(bitPattern: .random(in: 0...Float(1e30).bitPattern, using: &random))
    }
    #expect(worst < 4)
  }

  @Test func `exponential between its bounds`() {
    let worst = worstError(seed: 4, exponential, exp) { .random(in: -87...88, using: &$0) }
    #expect(worst < 1.5)
    #expect(exponential(0) == 1)
    #expect(exponential(1000) == exponential(88))
    #expect(exponential(-1000) == exponential(-87))
  }

  @Test func `exponential minus one, down to the smallest`() {
    let worst = worstError(seed: 5, exponentialMinusOne, expm1) { random in
      let magnitude = Float(bitPattern: .random(in: 0...Float(80).bitPattern, using: &random))
      return Bool.random(using: &random) ? magnitude : -magnitude
    }
    #expect(worst < 4)
  }
}
