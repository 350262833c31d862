import TestSupport
import Testing

@testable import Pictures

@Suite struct LevelRangeTests {
  @Test func `the scale spans 40 to 80 dB in fives and holds the loud part of the levels`() {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let floor = Float.random(in: -120...20, using: &random)
      let spread = Float.random(in: 0...150, using: &random)
      let levels = (0..<2000).map { _ in floor + Float.random(in: 0...1, using: &random) * spread }
      let range = LevelRange.fitted(to: levels)
      let span = range.upperBound - range.lowerBound
      #expect(span >= 40 && span <= 90, "seed \(seed)")
      #expect(range.lowerBound.truncatingRemainder(dividingBy: 5) == 0, "seed \(seed)")
      #expect(range.upperBound.truncatingRemainder(dividingBy: 5) == 0, "seed \(seed)")
      let above = levels.count { Double($0) > range.upperBound }
      #expect(above <= levels.count / 1000 + 1, "seed \(seed)")
    }
  }

  @Test func `silence, alone or with sound, has a scale`() {
    #expect(LevelRange.fitted(to: [-.infinity, -.infinity]) == LevelRange.silent)
    #expect(LevelRange.fitted(to: [-.infinity, -30, -30]) == -70 ... -30)
    #expect(LevelRange.fitted(to: [.greatestFiniteMagnitude]) == LevelRange.silent)
  }
}
