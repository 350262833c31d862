import TestSupport
import Testing

@testable import Pictures

@Suite struct LabelLanesTests {
  @Test func `bars and texts of a lane never touch, and every text is within the picture`() {
    for seed in 1...300 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let width = Double.random(in: 150...2000, using: &random)
      let most = Int.random(in: 1...8, using: &random)
      let count = Int.random(in: 0...60, using: &random)
      let spans = (0..<count).map { _ in
        let start = Double.random(in: 0...width, using: &random)
        let length =
          Double.random(in: 0...width, using: &random) * (Bool.random(using: &random) ? 1 : 0.02)
        return start...min(start + length, width)
      }
      let widths = (0..<count).map { _ in
        Double.random(in: 0...LabelLanes.widestText(within: width), using: &random)
      }
      let lanes = LabelLanes(spans: spans, textWidths: widths, within: width, most: most)

      #expect(lanes.placed.count + lanes.unplaced == count, "seed \(seed)")
      #expect(Set(lanes.placed.map(\.annotation)).count == lanes.placed.count, "seed \(seed)")
      #expect(lanes.laneCount <= most, "seed \(seed)")
      #expect(lanes.laneCount == Set(lanes.placed.map(\.lane)).count, "seed \(seed)")
      for (index, one) in lanes.placed.enumerated() {
        let inside = one.text.lowerBound >= 0 && one.text.upperBound <= width
        #expect(inside, "seed \(seed), \(one)")
        for other in lanes.placed[..<index] where other.lane == one.lane {
          let apart =
            other.span.upperBound + LabelLanes.gap <= one.span.lowerBound
            || one.span.upperBound + LabelLanes.gap <= other.span.lowerBound
          #expect(apart, "seed \(seed), \(one) and \(other)")
        }
      }
    }
  }

  @Test func `a bar stands over its span, at least three points wide`() {
    let lanes = LabelLanes(
      spans: [10...60, 200...200, 300...300], textWidths: [20, 20, 20], within: 300, most: 4)
    #expect(lanes.placed.map(\.bar) == [10...60, 200...203, 297...300])
  }

  @Test func `text stands in its bar, else to its right, else to its left`() {
    let lanes = LabelLanes(
      spans: [0...50, 100...110, 290...300], textWidths: [40, 40, 40], within: 300, most: 1)
    #expect(lanes.placed.map(\.side) == [.inside, .right, .left])
    #expect(lanes.placed.map(\.text) == [5...45, 115...155, 245...285])
  }

  @Test func `what finds no lane is counted`() {
    let lanes = LabelLanes(
      spans: [0...90, 10...90, 20...90], textWidths: [5, 5, 5], within: 100, most: 2)
    #expect(lanes.placed.map(\.lane) == [0, 1])
    #expect(lanes.unplaced == 1)
  }
}
