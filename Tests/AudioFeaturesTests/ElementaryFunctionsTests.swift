import Foundation
import TestSupport
import Testing

@testable import AudioFeatures

/// Against `Double`'s functions, over the whole domain.
@Suite struct ElementaryFunctionsTests {
  private func numbers(seed: UInt64, _ one: (inout SplitMix64) -> Float) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<200_000).map { _ in one(&random) }
  }

  /// Each bit pattern as likely as any other: as many small numbers as large ones.
  private func numbers(seed: UInt64, from lowest: Float, to highest: Float) -> [Float] {
    numbers(seed: seed) { random in
      Float(bitPattern: .random(in: lowest.bitPattern...highest.bitPattern, using: &random))
    }
  }

  /// In units in the last place of the true value.
  private func worstError(
    of numbers: [Float], _ ours: (Float) -> Float, _ exact: (Double) -> Double
  ) -> Double {
    var worst = 0.0
    for x in numbers {
      let expected = exact(Double(x))
      worst = max(worst, abs(Double(ours(x)) - expected) / Double(Float(expected).ulp))
    }
    return worst
  }

  @Test func `logarithm of every positive normal number`() {
    let all = numbers(seed: 1, from: .leastNormalMagnitude, to: .greatestFiniteMagnitude)
    #expect(worstError(of: all, { naturalLogarithm($0) }, log) < 2)
    // Here the exponent is 0, and nothing is added to the series.
    let nearOne = numbers(seed: 2, from: 0.71, to: 1.41)
    #expect(worstError(of: nearOne, { naturalLogarithm($0) }, log) < 3)
    #expect(naturalLogarithm(1) == 0)
  }

  @Test func `logarithm of one plus any number from zero up`() {
    let all = numbers(seed: 3, from: 0, to: 1e30)
    #expect(worstError(of: all, { naturalLogarithm(onePlus: $0) }, log1p) < 4)
  }

  @Test func `exponential between its bounds`() {
    let all = numbers(seed: 4) { .random(in: -87...88, using: &$0) }
    #expect(worstError(of: all, exponential, exp) < 1.5)
    #expect(exponential(0) == 1)
    #expect(exponential(1000) == exponential(88))
    #expect(exponential(-1000) == exponential(-87))
  }

  @Test func `exponential minus one, down to the smallest`() {
    let positive = numbers(seed: 5, from: 0, to: 80)
    #expect(worstError(of: positive, exponentialMinusOne, expm1) < 4)
    #expect(worstError(of: positive.map { -$0 }, exponentialMinusOne, expm1) < 4)
  }
}
