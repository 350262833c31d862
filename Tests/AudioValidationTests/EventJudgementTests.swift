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
    let found = try #require(finding.found[.int8]?.events)
    #expect(finding.truth.map(\.classIndex) == [0, 0] && found.map(\.classIndex) == [0, 0])
    #expect(zip(found, finding.truth).allSatisfy { $0.span.overlaps($1.span) })
    #expect(problem == nil && outcome.damaged.isEmpty)
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
