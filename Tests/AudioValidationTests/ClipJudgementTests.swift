import AudioIO
import EventDetection
import Foundation
import LabelledSound
import SoundDegradation
import SpeciesClassifier
import TestSupport
import Testing

@testable import AudioValidation

@Suite struct ClipJudgementTests {
  let folder: TemporaryFolder
  let bundle: ModelBundle

  init() throws {
    folder = try TemporaryFolder()
    bundle = try ModelBundle(path: TinyBundle.url.path)
  }

  private func clip(
    _ name: String, _ scene: TestScene, silence: (before: Int, behind: Int) = (0, 0),
    span: Range<Double>? = nil
  ) throws -> LabelledClip {
    // Digital silence beside the scene's noise.
    let samples =
      [Int16](repeating: 0, count: silence.before) + scene.samples()
      + [Int16](repeating: 1, count: silence.behind)
    let path = folder.path(name)
    try TestScene.wav(samples, rate: scene.rate).write(to: URL(filePath: path))
    return LabelledClip(
      path: path, name: name, labels: [], recording: name, span: span,
      seconds: Double(samples.count) / Double(scene.rate), digest: "")
  }

  private func model(_ name: String, formats: [NumberFormat] = [.int8]) throws -> JudgedModel {
    let judged = try JudgedBundle(bundle, weights: nil, formats: formats)
    return try JudgedModel(name: name, folds: []) { _ in judged }
  }

  private func scores(
    of clips: [LabelledClip], pooling: Pooling = .mean, isTrimmed: Bool = false,
    overlap: Double? = nil, stream: ChannelStream = .channel(0),
    formats: [NumberFormat] = [.int8]
  ) throws -> [ClipJudgement.Scores] {
    let outcome = try ClipJudgement(
      models: [model("tiny", formats: formats)], clips: clips,
      settings: .init(
        pooling: pooling, overlap: overlap, stream: stream, isTrimmed: isTrimmed, jobs: 2)
    ).run()
    #expect(outcome.failures.isEmpty)
    return outcome.scores[0][0].compactMap { $0 }
  }

  private let scene = TestScene(
    rate: 8000, seconds: 1.6, calls: [.init(.hum, at: 0.3, lasting: 0.9)], seed: 5)

  @Test func `windows and scores are those of a segment's classifier`() throws {
    let own = try scores(of: [clip("a.wav", scene)], pooling: .max)[0]
    var classifier = try SegmentClassifier(bundle, step: bundle.defaultStep)
    let samples = scene.samples().map { Float($0) / 32768 }
    classifier.process(samples.span)
    let expected = classifier.finish()
    #expect(own.windows == expected.windowCount)
    let highest = bundle.scoreTable.classCount
    let scores = (0..<highest).map { index in
      stride(from: index, to: expected.logits.count, by: highest).map {
        Double(bundle.scoreTable.score(expected.logits[$0], classIndex: index))
      }.max() ?? 0
    }
    // A window below the floor cannot hold the highest of a class that is heard.
    #expect(own.scores[.int8]?[0] == scores[0] && scores[0] > 0.7)
    #expect(own.thresholds.map(Float.init) == bundle.classes.map(\.threshold))
  }

  @Test func `trimming gives what the sound alone gives, and nothing else does`() throws {
    let clips = [
      try clip("bare.wav", scene), try clip("padded.wav", scene, silence: (5000, 9001)),
    ]
    let trimmed = try scores(of: clips, isTrimmed: true)
    #expect(trimmed[0].scores == trimmed[1].scores && trimmed[0].windows == trimmed[1].windows)
    let whole = try scores(of: clips)
    #expect(whole[0].scores == trimmed[0].scores)
    #expect(whole[1].windows > trimmed[1].windows)
  }

  @Test func `a clip that is too short for a window has one, and silence is judged as it is`()
    throws
  {
    let short = TestScene(rate: 8000, seconds: 0.05, calls: [], seed: 1)
    let silence = try clip(
      "silence.wav", TestScene(rate: 8000, seconds: 0, calls: []), silence: (6000, 0))
    let found = try scores(of: [clip("short.wav", short), silence], isTrimmed: true)
    #expect(found[0].windows == 1 && found[1].windows > 1)
  }

  @Test func `a piece of a file is judged as if it were a file`() throws {
    let samples = scene.samples()
    let piece = Array(samples[4000..<10_000])
    let path = folder.path("piece.wav")
    try TestScene.wav(piece, rate: 8000).write(to: URL(filePath: path))
    let alone = LabelledClip(
      path: path, name: "piece", labels: [], recording: "", seconds: 0.75, digest: "")
    var within = try clip("whole.wav", scene, span: 0.5..<1.25)
    within.seconds = 0.75
    let found = try scores(of: [alone, within])
    #expect(found[0].scores == found[1].scores && found[0].windows == found[1].windows)
  }

  @Test func `poolings are ordered, and denser windows are more`() throws {
    let clips = [try clip("a.wav", scene)]
    let mean = try scores(of: clips)[0]
    let highest = try scores(of: clips, pooling: .max)[0]
    let logits = try scores(of: clips, pooling: .logits)[0]
    for index in bundle.classes.indices {
      let values = try [mean, logits, highest].map { try #require($0.scores[.int8])[index] }
      #expect(values[0] <= values[2] && values[1] <= values[2])
    }
    #expect(try scores(of: clips, overlap: 0.45)[0].windows > mean.windows)
  }

  @Test func `float32 stays near the integers that it stands for`() throws {
    let found = try scores(of: [clip("a.wav", scene)], formats: NumberFormat.allCases)[0]
    let (int8, fp32) = (try #require(found.scores[.int8]), try #require(found.scores[.fp32]))
    #expect(zip(int8, fp32).allSatisfy { abs($0 - $1) < 0.05 } && int8 != fp32)
  }

  @Test func `the channel that is asked for is judged`() throws {
    let quiet = TestScene(rate: 8000, seconds: 1.6, calls: [], seed: 6).samples()
    let path = folder.path("stereo.wav")
    try TestScene.wav(zip(quiet, scene.samples()).flatMap { [$0, $1] }, rate: 8000, channels: 2)
      .write(to: URL(filePath: path))
    let stereo = LabelledClip(
      path: path, name: "stereo.wav", labels: [], recording: "", seconds: 1.6, digest: "")
    let alone = try scores(of: [clip("mono.wav", scene)])[0].scores
    #expect(try scores(of: [stereo], stream: .channel(1))[0].scores == alone)
    #expect(try scores(of: [stereo])[0].scores != alone)
  }

  @Test func `what is done to the sound is judged by the first model alone`() throws {
    let outcome = try ClipJudgement(
      models: [model("one"), model("other")], clips: [clip("a.wav", scene)], settings: .init()
    ).run(conditions: [nil, .gain(decibels: -20)])
    let isJudged = outcome.scores.map { models in models.map { clips in clips[0] != nil } }
    #expect(isJudged == [[true, true], [true, false]])
  }

  /// A clip, and what was said of it.
  private func told(
    of clips: [LabelledClip]
  ) throws -> (outcome: ClipJudgement.Outcome, problems: [String?]) {
    var problems: [String?] = []
    let outcome = try ClipJudgement(
      models: [model("tiny")], clips: clips, settings: .init()
    ).run(tell: { _, problem in problems.append(problem) })
    return (outcome, problems)
  }

  @Test func `a clip that breaks off is judged by what is left, and named`() throws {
    let samples = scene.samples()
    let left = Array(samples[..<8000])
    for (name, promised) in [("left.wav", left.count), ("cut.wav", samples.count)] {
      try TestScene.wav(left, rate: 8000, promised: 2 * promised)
        .write(to: URL(filePath: folder.path(name)))
    }
    let clips = ["left.wav", "cut.wav"].map { name in
      LabelledClip(
        path: folder.path(name), name: name, labels: [], recording: name, seconds: 1, digest: "")
    }
    let (outcome, problems) = try told(of: clips)
    #expect(outcome.damaged == ["cut.wav"] && outcome.failures.isEmpty)
    #expect(problems[0] == nil)
    #expect(
      problems[1]?.hasPrefix(
        "\(clips[1].path): is damaged or breaks off: 0.6 s of it were not heard. ") == true)
    #expect(outcome.scores[0][0][0]?.scores == outcome.scores[0][0][1]?.scores)

    // The half of it that is there is a piece like others.
    var piece = clips[1]
    piece.span = 0..<0.5
    piece.seconds = 0.5
    #expect(try told(of: [piece]).problems == [nil])
  }

  @Test func `a clip whose sound is damaged from its beginning on is no silence`() throws {
    let path = try folder.damagedRecording(from: 100)
    let clip = LabelledClip(
      path: path, name: "a", labels: [], recording: "a", seconds: 21, digest: "")
    let (outcome, problems) = try told(of: [clip])
    #expect(outcome.failures.map(\.clip) == ["a"] && outcome.scores[0][0][0] == nil)
    #expect(problems[0]?.hasPrefix("\(path): nothing of it can be decoded: ") == true)
  }
}
