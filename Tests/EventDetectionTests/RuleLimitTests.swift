import EventDetection
import Foundation
import TestSupport
import Testing

/// What the rule accepts, some sound can satisfy: there is no setting that silently finds nothing.
@Suite struct RuleLimitTests {
  /// A window's range at the native rate, as the classifier's grid has it: both ends rounded down.
  static func range(_ window: Int, _ grid: WindowGrid) -> SampleRange {
    let start = window * grid.step
    return SampleRange(
      start: Int64(start * grid.nativeRate / grid.modelRate),
      end: Int64((start + grid.windowLength) * grid.nativeRate / grid.modelRate))
  }

  /// Events of so many windows in a row that all have the highest score.
  static func events(_ rule: ResolvedRule, _ grid: WindowGrid, windows: Int, score: Float)
    -> [Event]
  {
    let stream = (1000..<1000 + windows).map {
      WindowScores(range: range($0, grid), scores: [score])
    }
    return EventDetector.detections(in: stream, rule: rule, timeline: nil).events
  }

  @Test func `as many confirmations as are accepted can be had, and one more is refused`() throws {
    var tried = 0
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let rates = [8000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000, 250_000, 384_000]
      let grid = WindowGrid(
        nativeRate: rates.randomElement(using: &random) ?? 8000,
        modelRate: rates.randomElement(using: &random) ?? 8000,
        windowLength: Int.random(in: 1000...100_000, using: &random),
        step: Int.random(in: 100...100_000, using: &random))
      let required = Int.random(in: 1...12, using: &random)
      // The span of just so many windows, as people write it: with a few decimals.
      let exact =
        Double((required - 1) * grid.step + grid.windowLength) / Double(grid.modelRate)
      let decimals: Double = [10, 1000, 100_000, 1e9].randomElement(using: &random) ?? 10
      var span = (exact * decimals).rounded() / decimals
      // The shortest that is still taken for it.
      if seed.isMultiple(of: 4) { span = exact - 0.499 / Double(grid.modelRate) }
      guard span > 0 else { continue }
      let described = DetectableClass(
        taxon: Taxon(commonName: "Wren"), threshold: 0.5,
        highestScore: Float.random(in: 0.5...1, using: &random))
      func rule(_ count: Int) throws -> ResolvedRule {
        try DetectionRule(
          general: .init(
            enter: described.highestScore, confirmations: count, confirmationSpan: span)
        ).resolved(for: [described], grid: grid)
      }
      guard let accepted = try? rule(required) else { continue }
      tried += 1
      let events = Self.events(accepted, grid, windows: required, score: described.highestScore)
      #expect(events.map(\.windows).reduce(0, +) == required, "seed \(seed): \(grid), \(span) s")
      if required > 1 {
        let fewer = Self.events(accepted, grid, windows: required - 1, score: 1)
        #expect(fewer.isEmpty, "seed \(seed)")
      }
      // What the span does not hold is refused.
      let most = accepted.classes[0].windowsInSpan
      if required > 1 {
        #expect(throws: DetectionError.self, "seed \(seed)") { try rule(most + 1) }
      }
    }
    #expect(tried > 500)
  }

  @Test func `the outermost values that are accepted work`() throws {
    let grid = WindowGrid(nativeRate: 100, modelRate: 100, windowLength: 100, step: 100)
    let described = DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.5)
    let extremes: [DetectionRule.Settings] = [
      .init(enter: 1, stay: 1, bridgedGap: 0), .init(enter: .leastNonzeroMagnitude),
      .init(enter: 1, stay: .leastNonzeroMagnitude, bridgedGap: 3600),
      .init(confirmations: 3600, confirmationSpan: 3600),
      .init(confirmations: 1, confirmationSpan: .leastNonzeroMagnitude),
    ]
    for settings in extremes {
      let rule = try DetectionRule(general: settings).resolved(for: [described], grid: grid)
      #expect(Self.events(rule, grid, windows: 3600, score: 1).map(\.windows) == [3600])
    }
  }

  @Test(arguments: [0.0, 0.25, 1, 3600])
  func `a gap is bridged up to its last sample`(seconds: Double) throws {
    let grid = WindowGrid(nativeRate: 48_000, modelRate: 16_000, windowLength: 48_000, step: 16_000)
    let rule = try DetectionRule(general: .init(enter: 0.5, bridgedGap: seconds)).resolved(
      for: [DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.5)], grid: grid)
    func events(gap: Int64) -> [SampleRange] {
      let windows = [
        WindowScores(range: SampleRange(start: 0, end: 144_000), scores: [0.5]),
        WindowScores(range: SampleRange(start: 144_000 + gap, end: 288_000 + gap), scores: [0.5]),
      ]
      return EventDetector.detections(in: windows, rule: rule, timeline: nil).events.map(\.range)
    }
    let gap = Int64(seconds * 48_000)
    #expect(events(gap: gap) == [SampleRange(start: 0, end: 288_000 + gap)])
    #expect(events(gap: gap + 1).count == 2)
  }

  @Test func `people keep the bundle's threshold unless they are named`() throws {
    let classes = [
      DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.5),
      DetectableClass(taxon: Taxon(commonName: "Human voice", kind: .human), threshold: 0.25),
    ]
    let grid = WindowGrid(nativeRate: 100, modelRate: 100, windowLength: 100, step: 50)
    let general = DetectionRule.Settings(
      enter: 0.9, stay: 0.8, bridgedGap: 3, confirmations: 2, confirmationSpan: 4)
    let rule = try DetectionRule(general: general).resolved(for: classes, grid: grid)
    #expect(rule.classes[0].enter == 0.9 && rule.classes[0].confirmations == 2)
    #expect(rule.classes[0].windowsInSpan == 7)
    #expect(rule.classes[1].enter == 0.25 && rule.classes[1].stay == 0.1875)
    #expect(rule.classes[1].bridgedGap == 0 && rule.classes[1].confirmations == 1)
    let named = try DetectionRule(general: general, species: ["Human voice": .init(enter: 0.75)])
      .resolved(for: classes, grid: grid)
    #expect(named.classes[1].enter == 0.75 && named.classes[1].bridgedGap == 0)
  }

  @Test func `a background, which has no rule of its own, refuses no general one`() throws {
    let classes = [
      DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.75),
      DetectableClass(
        taxon: Taxon(commonName: "Wind", kind: .background), threshold: 0.25, highestScore: 0.5),
    ]
    let grid = WindowGrid(nativeRate: 100, modelRate: 100, windowLength: 100, step: 100)
    for settings in [
      DetectionRule.Settings(enter: 0.9), .init(stay: 0.5), .init(enter: 0.9, stay: 0.75),
    ] {
      let rule = try DetectionRule(general: settings).resolved(
        for: classes, grid: grid, floor: 0.375)
      let windows = (0..<5).map {
        WindowScores(
          range: SampleRange(start: $0 * 100, end: $0 * 100 + 100), scores: [1, 0.5])
      }
      let found = EventDetector.detections(in: windows, rule: rule, timeline: nil)
      #expect(found.events.map(\.classIndex) == [0])
      #expect(found.candidates.allSatisfy { $0.cause == .background })
    }
  }

  @Test func `a rule is read from JSON as it was written`() throws {
    for seed in 1...50 as ClosedRange<UInt64> {
      let rule = try RandomStream(seed: seed).rule
      let json = try JSONEncoder().encode(rule)
      #expect(try JSONDecoder().decode(DetectionRule.self, from: json) == rule, "seed \(seed)")
    }
  }
}
