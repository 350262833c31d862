import AudioFeatures
import AudioIO
import EventDetection
import EventLog
import Foundation
import TestSupport
import Testing

@testable import SpeciesClassifier
@testable import Survey

@Suite struct StreamAnalysisTests {
  /// A recording of some length at some rate, any of whose segments is damaged from anywhere on.
  private static func analysis(seed: UInt64) throws -> StreamAnalysis {
    var random = SplitMix64(seed: seed)
    let rate = [8000, 11_025, 12_345].randomElement(using: &random) ?? 8000
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let plan = try AnalysisPlan(
      bundle, step: bundle.step(overlap: Bool.random(using: &random) ? 0 : 0.25),
      rule: DetectionRule(), segmentSeconds: Int.random(in: 1...4, using: &random))
    let frames = Int64.random(in: 1...Int64(12 * rate), using: &random)
    var analysis = try StreamAnalysis(.channel(0), frames: frames, sampleRate: rate, plan: plan)
    for index in 0..<analysis.segmentCount {
      let segment = analysis.grid.segment(index)
      // What lies before the segment is read too, and may be what cannot be decoded.
      let damage =
        Int.random(in: 0..<3, using: &random) == 0
        ? Int64.random(in: segment.readingStart...segment.range.end, using: &random) : nil
      let damagedFrom = damage.flatMap { $0 < frames ? $0 : nil }
      var scores = SegmentScores()
      scores.windowCount = analysis.grid.windows.windowCount(
        sound: analysis.grid.soundLength(of: segment, frames: damagedFrom ?? frames))
      scores.windows = Array(0..<scores.windowCount)
      scores.logits = [Int8](repeating: 0, count: 4 * scores.windowCount)
      analysis.add(
        SegmentResult(scores: scores, level: LevelMeter(), damagedFrom: damagedFrom),
        segment: index)
    }
    return analysis
  }

  @Test func `every sample lies in a window or in one gap, whatever is damaged`() throws {
    var damaged = 0
    var tails = 0
    for seed in 1...400 as ClosedRange<UInt64> {
      let analysis = try Self.analysis(seed: seed)
      let gaps = analysis.damage + (analysis.tail.map { [$0] } ?? [])
      damaged += analysis.damage.count
      tails += analysis.tail == nil ? 0 : 1
      var heard = [Bool](repeating: false, count: Int(analysis.frames))
      for window in analysis.windows {
        for sample in window.range.start..<window.range.end { heard[Int(sample)] = true }
      }
      var missed = [Int](repeating: 0, count: heard.count)
      for gap in gaps {
        for sample in gap.range.start..<gap.range.end { missed[Int(sample)] += 1 }
      }
      #expect(zip(heard, missed).allSatisfy { ($0 ? 0 : 1) == $1 }, "seed \(seed)")
    }
    #expect(damaged > 200 && tails > 50)
  }

  @Test func `neighbouring windows keep their order where damage cuts them short`() throws {
    for seed in 1...100 as ClosedRange<UInt64> {
      let windows = try Self.analysis(seed: seed).windows
      for (one, next) in zip(windows, windows.dropFirst()) {
        #expect(one.range.start < next.range.start, "seed \(seed)")
        #expect(one.range.end <= next.range.end, "seed \(seed)")
      }
    }
  }
}
