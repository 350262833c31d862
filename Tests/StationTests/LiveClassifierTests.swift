import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Station
@testable import Survey

/// A live stream against a survey of the same sound.
@Suite struct LiveClassifierTests {
  private static let rates = [8000, 11_025, 16_000, 44_100, 48_000]

  private let folder: TemporaryFolder
  private let bundle: ModelBundle

  init() throws {
    folder = try TemporaryFolder()
    bundle = try ModelBundle(path: TinyBundle.url.path)
  }

  /// Calls in noise, as samples and as a recording.
  private func sound(seconds: Double, rate: Int, seed: UInt64) throws -> (
    samples: [Float], path: String
  ) {
    let scene = TestScene.busy(rate: rate, seconds: seconds, seed: seed)
    let path = folder.path("\(seed).wav")
    try scene.wav().write(to: URL(filePath: path))
    return (scene.samples().map { Float($0) / 0x1p15 }, path)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `blocks of any size give the windows that a survey of the recording gives`(seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    let rate = try #require(Self.rates.randomElement(using: &random))
    let (samples, path) = try sound(
      seconds: Double.random(in: 9...20, using: &random), rate: rate, seed: seed)
    let segmentSeconds = Int.random(in: 4...7, using: &random)
    let plan = try AnalysisPlan(
      bundle, step: nil, rule: DetectionRule(), segmentSeconds: segmentSeconds)
    let survey = try RecordingAnalysis(path: path, stream: .channel(0), plan: plan)

    var live = try LiveClassifier(
      bundle, step: plan.step, nativeRate: rate, segmentSeconds: segmentSeconds)
    var windows: [StoredWindow] = []
    var gaps: [Gap] = []
    var position = 0
    while position < samples.count {
      let count = min(Int.random(in: 1...9000, using: &random), samples.count - position)
      let result = try live.process(samples.span.extracting(position..<position + count))
      windows += result.windows
      gaps += result.gaps
      position += count
    }
    let rest = try live.finish()
    windows += rest.windows
    gaps += rest.gaps
    #expect(windows == Array(survey.windows) && windows.count > 10)
    #expect(rest.doneThrough == Int64(samples.count))
    #expect(gaps.allSatisfy { $0.cause == .tail && $0.range.end == Int64(samples.count) })
    #expect(gaps.count <= 1)
  }

  @Test(arguments: 21...32 as ClosedRange<UInt64>)
  func `every sample lies in a window or in one gap, whatever is lost`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let rate = try #require(Self.rates.randomElement(using: &random))
    let (samples, path) = try sound(seconds: 18, rate: rate, seed: seed)
    let plan = try AnalysisPlan(bundle, step: nil, rule: DetectionRule(), segmentSeconds: 5)
    let survey = try RecordingAnalysis(path: path, stream: .channel(0), plan: plan)
    var live = try LiveClassifier(
      bundle, step: plan.step, nativeRate: rate, segmentSeconds: 5)
    var windows: [StoredWindow] = []
    var gaps: [Gap] = []
    var lost: [Range<Int>] = []
    var position = 0
    var done: Int64 = 0
    while position < samples.count {
      let isLost = Int.random(in: 0...8, using: &random) == 0
      let count = min(
        Int.random(in: 1...(isLost ? 2 * rate : rate), using: &random), samples.count - position)
      let result =
        isLost
        ? try live.lose(Int64(count), cause: Bool.random(using: &random) ? .overrun : .backlog)
        : try live.process(samples.span.extracting(position..<position + count))
      if isLost { lost.append(position..<position + count) }
      windows += result.windows
      gaps += result.gaps
      #expect(result.doneThrough >= done)
      done = result.doneThrough
      position += count
    }
    let rest = try live.finish()
    windows += rest.windows
    gaps += rest.gaps

    // The bundle stores every window, so what no window covers is in a gap.
    var covered = [Int](repeating: 0, count: samples.count)
    for window in windows {
      for sample in window.range.start..<window.range.end { covered[Int(sample)] |= 1 }
    }
    for gap in gaps {
      for sample in gap.range.start..<gap.range.end { covered[Int(sample)] += 2 }
    }
    #expect(covered.allSatisfy { $0 == 1 || $0 == 2 })
    for range in lost { #expect(range.allSatisfy { covered[$0] == 2 }) }
    // Windows away from what was lost are the survey's.
    let known = Dictionary(uniqueKeysWithValues: survey.windows.map { ($0.range, $0.outputs) })
    let far = windows.filter { window in
      lost.allSatisfy {
        Int64($0.upperBound + rate) < window.range.start
          || Int64($0.lowerBound) >= window.range.end + Int64(rate)
      }
    }
    for window in far { #expect(known[window.range] == window.outputs) }
    #expect(!lost.isEmpty)
  }

  @Test
  func `where something is lost in every window the gap is told, and nothing counts as analysed`()
    throws
  {
    let rate = 8000
    let plan = try AnalysisPlan(bundle, step: nil, rule: DetectionRule())
    var live = try LiveClassifier(bundle, step: plan.step, nativeRate: rate)
    let sound = [Float](repeating: 0.1, count: rate / 2)
    var gaps: [Gap] = []
    var judged = 0
    for second in 1...1500 {
      for result in [try live.lose(Int64(rate / 2), cause: .overrun), try live.process(sound.span)]
      {
        gaps += result.gaps
        judged += result.judged.count
      }
      // Never is more untold than the longest part and a window or two.
      #expect(live.position - live.doneThrough <= Int64(605 * rate), "\(second) s")
    }
    #expect(judged == 0 && live.analysed == 0)
    let minutes: [Int] = gaps.map { (gap: Gap) in (Int(gap.range.count) + rate) / (60 * rate) }
    #expect(minutes == [1, 2, 4, 8])
    gaps += try live.finish().gaps
    #expect(gaps.allSatisfy { $0.cause == .overrun })
    let total: Int = gaps.reduce(0) { $0 + Int($1.range.count) }
    // The last window may lie in what came last.
    #expect(total + Int(live.analysed) == 1500 * rate && live.analysed < Int64(rate))
    #expect(zip(gaps, gaps.dropFirst()).allSatisfy { $0.range.end == $1.range.start })
  }
}
