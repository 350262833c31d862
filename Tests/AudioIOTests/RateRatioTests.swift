import AudioIO
import TestSupport
import Testing

@Suite struct RateRatioTests {
  private static let rates = [
    8000, 11_025, 16_000, 22_050, 44_056, 44_100, 47_999, 48_000, 96_000, 250_000, 312_500, 384_000,
  ]

  @Test(arguments: rates, rates)
  func `positions are rounded to the sample before or after, exactly`(input: Int, output: Int) {
    let ratio = RateRatio(from: input, to: output)
    var random = SplitMix64(seed: UInt64(input * 7 + output))
    // A year at 384 kHz, and both signs.
    for _ in 0..<200 {
      let n = Int64.random(in: -12_200_000_000_000...12_200_000_000_000, using: &random)
      // f = ⌊n·input/output⌋ is the one integer with f·output ≤ n·input < (f + 1)·output.
      let place = Int128(n) * Int128(input)
      let floor = ratio.floorInput(ofOutput: n)
      #expect(Int128(floor) * Int128(output) <= place)
      #expect(place < (Int128(floor) + 1) * Int128(output))
      let ceil = ratio.ceilInput(ofOutput: n)
      #expect(Int128(ceil) * Int128(output) >= place)
      #expect(place > (Int128(ceil) - 1) * Int128(output))
      let mirrored = RateRatio(from: output, to: input)
      #expect(mirrored.floorOutput(ofInput: n) == floor && mirrored.ceilOutput(ofInput: n) == ceil)
    }
  }

  @Test(arguments: rates, rates)
  func `there and back stays within the sample`(input: Int, output: Int) {
    let ratio = RateRatio(from: input, to: output)
    var random = SplitMix64(seed: UInt64(input + output * 3))
    for _ in 0..<200 {
      let n = Int64.random(in: 0...12_200_000_000_000, using: &random)
      // The first output sample at or after input sample n does not lie before it, but its
      // neighbour does.
      let k = ratio.ceilOutput(ofInput: n)
      #expect(ratio.ceilInput(ofOutput: k) >= n)
      #expect(ratio.floorInput(ofOutput: k - 1) < n)
    }
  }

  @Test func `a second is a second after a year`() {
    let ratio = RateRatio(from: 312_500, to: 48_000)
    let seconds: Int64 = 366 * 86_400
    #expect(ratio.floorOutput(ofInput: seconds * 312_500) == seconds * 48_000)
    #expect(ratio.ceilInput(ofOutput: seconds * 48_000) == seconds * 312_500)
  }
}
