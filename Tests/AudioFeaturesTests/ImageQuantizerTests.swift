import TestSupport
import Testing

@testable import AudioFeatures

@Suite struct ImageQuantizerTests {
  @Test func `halves are rounded away from zero, and the ends saturate`() throws {
    let quantizer = try ImageQuantizer(scale: 0.5, zeroPoint: 3)
    let cases: [(Float, Int8)] = [
      (0, 3), (0.24, 3), (0.25, 4), (0.75, 5), (1.25, 6), (-0.24, 3), (-0.25, 2), (-0.75, 1),
      (-1.25, 0), (62, 127), (61.75, 127), (61.7, 126), (1e30, 127), (-65.5, -128), (-65, -127),
      (-1e30, -128), (0.249_999_99, 3), (-0.249_999_99, 3),
    ]
    for (real, expected) in cases {
      #expect(quantizer.quantize(real) == expected, "\(real)")
    }
  }

  @Test func `every number is as the definition has it`() throws {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let scale = Float.random(in: 1e-3...10, using: &random)
      let zeroPoint = Int.random(in: -128...127, using: &random)
      let quantizer = try ImageQuantizer(scale: scale, zeroPoint: zeroPoint)
      for _ in 0..<200 {
        // Half of them at a boundary, or next to one.
        let steps = Float(Int.random(in: -600...600, using: &random)) / 2
        let real =
          Bool.random(using: &random)
          ? steps * scale : Float.random(in: -300...300, using: &random) * scale
        let rounded = (real / scale).rounded(.toNearestOrAwayFromZero)
        let expected = Int8(max(-128, min(127, Int(rounded) + zeroPoint)))
        #expect(quantizer.quantize(real) == expected, "\(real) / \(scale) + \(zeroPoint)")
      }
    }
  }
}
