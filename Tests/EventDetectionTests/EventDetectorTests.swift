import EventDetection
import TestSupport
import Testing

@Suite struct EventDetectorTests {
  @Test func `a run that reaches the threshold is an event from its first to its last window`()
    throws
  {
    let grid = WindowGrid(nativeRate: 100, modelRate: 100, windowLength: 100, step: 50)
    let rule = try DetectionRule(general: .init(enter: 0.6, stay: 0.4)).resolved(
      for: [DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.5)], grid: grid)
    let scores: [Float] = [0.1, 0.4, 0.7, 0.5, 0.1, 0.1, 0.1, 0.5]
    let windows = scores.enumerated().map {
      WindowScores(
        range: SampleRange(start: Int64($0.offset) * 50, end: Int64($0.offset) * 50 + 100),
        scores: [$0.element])
    }
    let found = EventDetector.detections(in: windows, rule: rule, timeline: nil)
    #expect(found.events.map(\.range) == [SampleRange(start: 50, end: 250)])
    #expect(found.events.map(\.windows) == [3])
    #expect(found.candidates.map(\.cause) == [.belowThreshold])
  }
}
