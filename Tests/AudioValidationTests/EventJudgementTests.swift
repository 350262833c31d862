import Evaluation
import EventDetection
import Foundation
import LabelledSound
import SpeciesClassifier
import Survey
import TestSupport
import Testing

@testable import AudioValidation

@Suite struct EventJudgementTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func outcome(
    of recording: AnnotatedRecording, by bundle: ModelBundle
  ) throws -> (outcome: EventJudgement.Outcome, problem: String?) {
    let judgement = try EventJudgement(
      plan: AnalysisPlan(bundle, rule: DetectionRule()),
      judged: JudgedBundle(bundle, weights: nil, formats: [.int8]), recordings: [recording],
      map: LabelMap(classes: bundle.classes.map(\.taxon)))
    var problem: String?
    let outcome = try judgement.run(jobs: 1, tell: { problem = $1 })
    return (outcome, problem)
  }

  private func recording(
    _ path: String, seconds: Double, _ events: [AnnotatedRecording.Event] = []
  ) -> AnnotatedRecording {
    .init(
      path: path, name: "a", events: events, recording: "a", seconds: seconds, digest: "")
  }

  @Test func `where a model tells calls of one species apart, either is the species`() throws {
    let copy = try TinyBundle.copy(to: folder, replacing: "Avis ficta", with: "Bombus fictus")
    let path = folder.path("a.wav")
    try TestScene(
      seconds: 12,
      calls: [.init(.hum, at: 2, lasting: 2), .init(.whistle, at: 8, lasting: 1.5)], seed: 3
    ).wav().write(to: URL(filePath: path))
    let label = SoundLabel(commonName: "Both of them", scientificName: "Bombus fictus")
    let events: [AnnotatedRecording.Event] = [
      .init(label: label, span: 2..<4), .init(label: label, span: 8..<9.5),
    ]
    let (outcome, problem) = try outcome(
      of: recording(path, seconds: 12, events), by: ModelBundle(path: copy.path))
    let finding = try #require(outcome.findings.first)
    let found = try #require(finding.found[.int8]?.first)
    #expect(finding.truth.map(\.classIndex) == [0, 0] && found.map(\.classIndex) == [0, 0])
    #expect(zip(found, finding.truth).allSatisfy { $0.span.overlaps($1.span) })
    #expect(problem == nil && outcome.damaged.isEmpty)
  }

  @Test func `what several classes of one species hear at the same time is one event`() {
    let found: [EventEvaluation.Event] = [
      .init(classIndex: 0, span: 0..<3), .init(classIndex: 1, span: 1..<2),
      .init(classIndex: 2, span: 2..<4), .init(classIndex: 1, span: 2.5..<5),
      .init(classIndex: 2, span: 3..<6), .init(classIndex: 0, span: 5..<6),
    ]
    #expect(
      EventJudgement.united(found, stands: [0, 0, 2]) == [
        .init(classIndex: 0, span: 0..<5), .init(classIndex: 2, span: 2..<4),
        .init(classIndex: 2, span: 3..<6), .init(classIndex: 0, span: 5..<6),
      ])
    #expect(EventJudgement.united(found, stands: [0, 1, 2]) == found)
  }

  @Test func `labels of a class that touch or overlap are one true event`() throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let path = folder.path("a.wav")
    try TestScene(seconds: 20, calls: [], seed: 3).wav().write(to: URL(filePath: path))
    let labels = bundle.classes.map { SoundLabel(commonName: $0.taxon.commonName) }
    let events: [AnnotatedRecording.Event] = [
      .init(label: labels[0], span: 0..<5), .init(label: labels[1], span: 4..<6),
      .init(label: labels[0], span: 5..<10), .init(label: labels[0], span: 9..<9.5),
      .init(label: labels[0], span: 10.5..<12), .init(label: labels[1], span: 11..<12),
    ]
    let (outcome, _) = try outcome(of: recording(path, seconds: 20, events), by: bundle)
    let finding = try #require(outcome.findings.first)
    #expect(finding.labels == 6)
    #expect(
      finding.truth == [
        .init(classIndex: 0, span: 0..<10), .init(classIndex: 1, span: 4..<6),
        .init(classIndex: 0, span: 10.5..<12), .init(classIndex: 1, span: 11..<12),
      ])
  }

  @Test func `a threshold of the sweep finds what the rule finds at it`() throws {
    let classes = [("Owl", Taxon.Kind.species), ("Voice", .human)].map { name, kind in
      DetectableClass(taxon: Taxon(commonName: name, kind: kind), threshold: 0.5, highestScore: 1)
    }
    let grid = EventDetection.WindowGrid(
      nativeRate: 24_000, modelRate: 24_000, windowLength: 48_000, step: 24_000)
    func resolved(_ rule: DetectionRule) throws -> ResolvedRule {
      try rule.resolved(for: classes, grid: grid)
    }
    func findings(_ windows: [WindowScores], _ rule: ResolvedRule, at place: Int) -> [EventDetection
      .Finding]
    {
      var sweep = RuleSweep(rule, formats: [.int8])
      for window in windows { sweep.process(window, .int8) }
      sweep.finish()
      return sweep.findings[.int8]?[place] ?? []
    }
    var random = SplitMix64(seed: 5)
    let windows = (0..<200).map { index in
      WindowScores(
        range: SampleRange(start: Int64(index) * 24_000, end: Int64(index) * 24_000 + 48_000),
        scores: classes.map { _ in Float.random(in: 0...1, using: &random) })
    }
    let plain = try resolved(DetectionRule())
    for (place, threshold) in RuleSweep.thresholds.enumerated() {
      // People keep the bundle's threshold unless they are named.
      let own = DetectionRule(
        species: ["Owl": .init(enter: Float(threshold)), "Voice": .init(enter: Float(threshold))])
      let found = findings(windows, plain, at: place + 1)
      let byRule = findings(windows, try resolved(own), at: 0)
      #expect(!found.isEmpty && found == byRule)
    }
  }

  @Test func `a recording that is damaged is judged as far as it goes, and named`() throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let path = try folder.damagedRecording(from: 200_000)
    let (outcome, problem) = try outcome(of: recording(path, seconds: 21), by: bundle)
    #expect(outcome.damaged == ["a"] && outcome.findings.count == 1 && outcome.failures.isEmpty)
    #expect(problem?.hasPrefix("\(path): is damaged or breaks off: 10.8 s of it were not") == true)
  }

  @Test func `a recording of which nothing can be decoded has no result`() throws {
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let path = try folder.damagedRecording(from: 100)
    let (outcome, problem) = try outcome(of: recording(path, seconds: 21), by: bundle)
    #expect(outcome.failures.map(\.recording) == ["a"] && outcome.findings.isEmpty)
    #expect(problem?.hasPrefix("\(path): nothing of it can be decoded: ") == true)
  }
}
