import Foundation
import TestSupport
import Testing

@testable import Survey

@Suite struct LevelMeterTests {
  @Test(arguments: [0, 1, 7, 8, 9, 31, 1000, 65_536])
  func `every sample counts once, whatever the number of samples`(count: Int) {
    for seed in 1...20 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let sound = (0..<count).map { _ -> Float in
        let special: [Float] = [
          0, 1, -1, LevelMeter.clippingLevel, -LevelMeter.clippingLevel,
          LevelMeter.clippingLevel.nextDown,
        ]
        return Bool.random(using: &random)
          ? special.randomElement(using: &random) ?? 0
          : Float(Int.random(in: -32768...32767, using: &random)) / 32768
      }
      var meter = LevelMeter()
      meter.measure(sound.span)
      #expect(meter.samples == Int64(count))
      #expect(meter.zeros == Int64(sound.count { $0 == 0 }), "seed \(seed)")
      #expect(
        meter.clipped == Int64(sound.count { abs($0) >= LevelMeter.clippingLevel }),
        "seed \(seed)")
      let power = sound.reduce(0) { $0 + Double($1) * Double($1) }
      guard power > 0 else {
        #expect(meter.decibels == nil)
        continue
      }
      let expected = 10 * log10(power / Double(count))
      #expect(abs((meter.decibels ?? 0) - expected) < 1e-9, "seed \(seed)")
    }
  }
}
