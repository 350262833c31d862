import EventDetection
import TestSupport
import Testing

@Suite struct EventDetectorTests {
  static let seeds: ClosedRange<UInt64> = 1...600

  static func detections(_ stream: RandomStream) throws -> Detections {
    EventDetector.detections(
      in: stream.windows, rule: try stream.resolved(), timeline: stream.timeline)
  }

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
    #expect(
      found.events == [
        Event(
          classIndex: 0, range: SampleRange(start: 50, end: 250), peakScore: 0.7,
          meanScore: Float((Double(Float(0.4)) + Double(Float(0.7)) + 0.5) / 3), windows: 3)
      ])
    #expect(
      found.candidates == [
        Candidate(
          classIndex: 0, range: SampleRange(start: 350, end: 450), peakScore: 0.5, meanScore: 0.5,
          windows: 1, cause: .belowThreshold)
      ])
  }

  @Test func `three short calls confirm one another, and a lonely fourth is left out`() throws {
    let grid = WindowGrid(nativeRate: 100, modelRate: 100, windowLength: 100, step: 100)
    let rule = try DetectionRule(
      general: .init(enter: 0.6, stay: 0.6, confirmations: 3, confirmationSpan: 5)
    ).resolved(
      for: [DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.5)], grid: grid)
    let windows = (0..<20).map { index in
      WindowScores(
        range: SampleRange(start: Int64(index) * 100, end: Int64(index + 1) * 100),
        scores: [[2, 4, 6, 12].contains(index) ? 0.9 : 0.1])
    }
    let found = EventDetector.detections(in: windows, rule: rule, timeline: nil)
    #expect(found.events.map(\.range.start) == [200, 400, 600])
    #expect(found.candidates.map(\.range.start) == [1200])
    #expect(found.candidates.map(\.cause) == [.tooFewConfirmations])
  }

  @Test func `whatever the rule and the scores, the findings are those of the documented rule`()
    throws
  {
    var causes: [Candidate.Cause: Int] = [:]
    var events = 0
    for seed in Self.seeds {
      let stream = try RandomStream(seed: seed)
      let found = try Self.detections(stream)
      let expected = NaiveRule.detections(
        in: stream.windows, rule: try stream.resolved(), timeline: stream.timeline)
      #expect(found == expected, "seed \(seed)")
      events += found.events.count
      for candidate in found.candidates { causes[candidate.cause, default: 0] += 1 }
    }
    // The streams reach every branch.
    #expect(events > 1000)
    for cause in Candidate.Cause.allCases { #expect(causes[cause, default: 0] > 50, "\(cause)") }
  }

  @Test func `every window at or above the staying threshold lies in exactly one finding`() throws {
    for seed in Self.seeds {
      let stream = try RandomStream(seed: seed)
      let rule = try stream.resolved()
      let found = try Self.detections(stream)
      for (index, classRule) in rule.classes.enumerated() {
        let ranges =
          found.events.filter { $0.classIndex == index }.map { ($0.range, $0.windows) }
          + found.candidates.filter { $0.classIndex == index }.map { ($0.range, $0.windows) }
        var counted = [Int](repeating: 0, count: ranges.count)
        for window in stream.windows where window.scores[index] >= classRule.stay {
          let holding = ranges.indices.filter {
            ranges[$0].0.start <= window.range.start && window.range.end <= ranges[$0].0.end
          }
          #expect(holding.count == 1, "seed \(seed)")
          for range in holding { counted[range] += 1 }
        }
        #expect(counted == ranges.map(\.1), "seed \(seed)")
      }
    }
  }

  @Test func `window by window gives what the whole stream gives, each class in order`() throws {
    for seed in Self.seeds {
      let stream = try RandomStream(seed: seed)
      let rule = try stream.resolved()
      var detector = EventDetector(rule: rule, timeline: stream.timeline)
      // The second time after an end: nothing of the first is left.
      for _ in 1...2 {
        var findings: [Finding] = []
        for window in stream.windows {
          let decided = detector.process(window)
          #expect(decided.allSatisfy { $0.range.end <= window.range.start }, "seed \(seed)")
          findings += decided
        }
        findings += detector.finish()
        #expect(try Detections(findings) == Self.detections(stream), "seed \(seed)")
        for index in rule.classes.indices {
          let starts = findings.filter { $0.classIndex == index }.map(\.range.start)
          #expect(starts == starts.sorted(), "seed \(seed)")
        }
      }
    }
  }

  @Test func `windows below every staying threshold may be missing`() throws {
    for seed in Self.seeds {
      let stream = try RandomStream(seed: seed)
      let rule = try stream.resolved()
      var random = SplitMix64(seed: seed)
      let kept = stream.windows.filter { window in
        zip(window.scores, rule.classes).contains { $0 >= $1.stay }
          || Bool.random(using: &random)
      }
      #expect(
        try EventDetector.detections(in: kept, rule: rule, timeline: stream.timeline)
          == Self.detections(stream), "seed \(seed)")
    }
  }

  @Test func `people are never hidden and backgrounds never heard, whatever the rule`() throws {
    var voices = 0
    for seed in Self.seeds {
      let stream = try RandomStream(seed: seed)
      let found = try Self.detections(stream)
      #expect(!found.events.contains { $0.classIndex == 1 }, "seed \(seed)")
      let causes = Set(found.candidates.filter { $0.classIndex == 2 }.map(\.cause))
      #expect(causes.isSubset(of: [.belowThreshold, .tooFewConfirmations]), "seed \(seed)")
      voices += found.events.count { $0.classIndex == 2 }
    }
    #expect(voices > 500)
  }

  /// What makes a rule stricter.
  enum Tightening: CaseIterable {
    case enter, stay, gap, confirmations, span, exclusion
  }

  @Test(arguments: Tightening.allCases)
  func `a stricter rule finds nothing where the milder one found nothing`(how: Tightening) throws {
    var isStricter = false
    for seed in Self.seeds {
      var mild = try RandomStream(seed: seed)
      // A run that splits may begin in another week, which is the lists' business.
      (mild.rule.allowed, mild.rule.ignored, mild.rule.species) = (nil, nil, [:])
      var strict = mild
      var settings = strict.rule.general
      let (enter, stay) = (settings.enter ?? 0, settings.stay ?? 0)
      switch how {
      case .enter: settings.enter = min(1, enter + 0.25)
      case .stay: settings.stay = min(enter, stay + 0.25)
      case .gap: settings.bridgedGap = (settings.bridgedGap ?? 0) / 2
      case .confirmations:
        settings.confirmations = (settings.confirmations ?? 1) + 1
        settings.confirmationSpan = max(settings.confirmationSpan ?? 9, 1)
        if mild.rule.general.confirmationSpan != nil {
          mild.rule.general.confirmationSpan = settings.confirmationSpan
        }
      case .span:
        settings.confirmationSpan = settings.confirmationSpan.map { max($0 / 2, 0.875) }
        mild.rule.general.confirmationSpan = mild.rule.general.confirmationSpan.map {
          max($0, 0.875)
        }
      case .exclusion: strict.rule.excluded = ["Tree frog"]
      }
      strict.rule.general = settings
      let (before, after) = (try Self.detections(mild), try Self.detections(strict))
      for event in after.events {
        let isCovered = before.events.contains {
          $0.classIndex == event.classIndex && $0.range.start <= event.range.start
            && event.range.end <= $0.range.end
        }
        #expect(isCovered, "seed \(seed)")
      }
      if after.events != before.events { isStricter = true }
    }
    #expect(isStricter)
  }
}
