import TestSupport
import Testing

@testable import AudioCapture

@Suite struct MissingFramesTests {
  /// What is missed of a card that is observed every 20 ms.
  /// - Parameters:
  ///   - speed: Of the card's clock.
  ///   - stall: Seconds without a frame from second 31 on.
  ///   - isMadeUp: Whether they come afterwards.
  private func missed(
    speed: Double = 1, stall: Double = 0, isMadeUp: Bool = false, seed: UInt64
  ) -> (frames: Int64, found: Double?) {
    var random = SplitMix64(seed: seed)
    let start: Int64 = 5_000_000_000
    var missing = MissingFrames(sampleRate: 48_000, start: start)
    var (total, found): (Int64, Double?) = (0, nil)
    for step in 1...15_000 {
      let seconds = Double(step) / 50
      var sounded = seconds
      if seconds > 31 {
        sounded = isMadeUp && seconds > 31 + stall ? seconds : max(31, seconds - stall)
      }
      if seconds > 31, seconds <= 31 + stall { continue }
      // Seen up to 30 ms too late, as when a thread slept; now and then much later.
      let delay = Double.random(in: 0...(step.isMultiple(of: 50) ? 0.5 : 0.03), using: &random)
      let count = missing.observe(
        Int64(sounded * 48_000 * speed) + total, at: start + Int64((seconds + delay) * 1e9))
      total += count
      if count > 0, found == nil { found = seconds }
    }
    return (total, found)
  }

  @Test(arguments: [0.9995, 1, 1.0005])
  func `a card that gives all it makes misses nothing, however uneven it comes`(speed: Double) {
    for seed in 1...20 as ClosedRange<UInt64> {
      #expect(missed(speed: speed, seed: seed).frames == 0, "seed \(seed)")
      #expect(
        missed(speed: speed, stall: 4, isMadeUp: true, seed: seed).frames == 0, "seed \(seed)")
    }
  }

  @Test(arguments: [0.2, 0.5, 3, 4.9])
  func `what is left out is told to a few milliseconds, within ten seconds`(stall: Double) throws {
    for seed in 1...20 as ClosedRange<UInt64> {
      for speed in [0.9995, 1, 1.0005] {
        let (frames, found) = missed(speed: speed, stall: stall, seed: seed)
        #expect(abs(Double(frames) / 48_000 - stall) < 0.01, "seed \(seed), speed \(speed)")
        #expect(try #require(found) < 31 + stall + 10, "seed \(seed)")
      }
    }
  }
}
