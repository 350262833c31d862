import Embeddings
import Evaluation
import EventDetection
import Foundation
import LabelledSound
import ModelWriting
import QuantizedInference
import SpeciesClassifier
import TestSupport
import Testing

@testable import HeadTraining

@Suite struct HeadTrainingTests {
  let ground: LabelledGround
  let backbone: Embedder

  init() throws {
    ground = try LabelledGround()
    backbone = try Embedder(ModelBundle(path: TinyBundle.url.path))
  }

  private func addUsual() throws {
    try ground.add("Bombus fictus_Hummer", .hum, count: 12, seed: 1)
    try ground.add("whistler", .whistle, count: 12, seed: 2)
    try ground.add("background", nil, count: 10, seed: 3)
  }

  private func train(
    hidden: Int? = nil, jobs: Int = 2, change: (inout TrainingSettings) -> Void = { _ in }
  ) throws -> TrainedHead {
    var settings = TrainingSettings()
    settings.jobs = jobs
    settings.copies = 1
    settings.hiddenUnits = hidden
    change(&settings)
    let set = try LabelledSet(path: ground.path, key: RecordingKey(pattern: LabelledGround.pattern))
    return try HeadTraining(set, backbone: backbone, settings: settings).run()
  }

  @Test(arguments: [nil, 8])
  func `what differs plainly is told apart, and the bundle loads and hears it`(hidden: Int?) throws
  {
    try addUsual()
    let trained = try train(hidden: hidden)
    let names = trained.judgement.classes.map(\.taxon.commonName)
    #expect(names == ["Hummer", "Whistler", "Background"])
    #expect(trained.judgement.classes[0].taxon.scientificName == "Bombus fictus")
    for judged in trained.judgement.classes {
      #expect(judged.isValidated)
      #expect(try #require(judged.averagePrecision.value) > 0.95, "\(judged)")
      #expect(try #require(judged.recall.value) > 0.8, "\(judged)")
    }
    let path = ground.folder.path("mine")
    let bundle = try trained.write(to: path)
    #expect(bundle.manifest.name == "mine" && bundle.manifest.licence == "GPL-3.0-or-later")
    #expect(bundle.classes.map(\.taxon.kind) == [.species, .species, .background])
    // A clip that nobody has heard.
    let sound = TestScene(
      rate: 8000, seconds: 4, calls: [.init(.whistle, at: 1, lasting: 2)], seed: 77
    ).samples().map { Float($0) / 32768 }
    var classifier = try SegmentClassifier(bundle, step: bundle.defaultStep)
    classifier.process(sound.span)
    let scores = classifier.finish()
    let peaks = (0..<3).map { index in
      scores.windows.indices.map {
        bundle.scoreTable.score(scores.logits[$0 * 3 + index], classIndex: index)
      }.max() ?? 0
    }
    #expect(peaks[1] >= bundle.classes[1].threshold && peaks[0] < bundle.classes[0].threshold)
    let card = try String(contentsOfFile: path + "/card.md", encoding: .utf8)
    #expect(
      card.hasPrefix("# mine 1.0.0\n") && card.contains("| Hummer | *Bombus fictus* | species |"))
    // What is claimed of the figures is what was done.
    #expect(
      card.contains(
        "every clip is judged by a head that was fitted without its fold, and by a calibration and a "
          + "threshold that were fitted to the clips of the other folds. The heads that had scored those "
          + "knew this fold: "))
    #expect(card.contains("Intervals are of \(ClusterBootstrap.standardCount) resamplings"))
  }

  @Test func `pieces of recordings teach what is heard in them`() throws {
    var lines = ["file,class,start,end"]
    for number in 0..<6 {
      let night = TestScene(
        seconds: 12, calls: [.init(.hum, at: 1, lasting: 2), .init(.whistle, at: 5, lasting: 2)],
        seed: UInt64(300 + number))
      try ground.write(night.wav(), "night\(number).wav")
      lines += ["hummer,0.5,3.5", "whistler,4.5,7.5", "background,8.5,11.5"].map {
        "night\(number).wav,\($0)"
      }
    }
    var settings = TrainingSettings()
    settings.copies = 1
    let trained = try HeadTraining(
      ground.listing(lines), backbone: backbone, settings: settings
    ).run()
    let classes = trained.judgement.classes
    #expect(classes.map(\.taxon.commonName) == ["Hummer", "Whistler", "Background"])
    #expect(classes.allSatisfy { $0.clips == 6 && $0.recordings == 6 && $0.isValidated })
    for judged in classes.prefix(2) {
      #expect(try #require(judged.averagePrecision.value) > 0.9, "\(judged)")
    }
  }

  @Test(arguments: [nil, 4])
  func `the same clips and seed give the same bytes with any number of threads`(
    hidden: Int?
  ) throws {
    try addUsual()
    let one = try train(hidden: hidden, jobs: 1)
    let three = try train(hidden: hidden, jobs: 3)
    #expect(one.network == three.network)
    #expect(one.manifest(name: "x") == three.manifest(name: "x"))
    let other = try train(hidden: hidden) { $0.seed = 2 }
    #expect(other.network != one.network)
  }

  @Test func `the backbone's bits are those that it had`() throws {
    try addUsual()
    let whole = try Model(bytes: train().network)
    let cut = try Model(bytes: backbone.backbone.file)
    var (random, images) = (SplitMix64(seed: 1), [[UInt8]]())
    for _ in 0..<5 {
      images.append((0..<256).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }
    var session = try Session(whole)
    var cutSession = try Session(cut)
    for image in images {
      var embedding: [UInt8] = []
      _ = try session.run(inputs: [image]) { operation, _, bytes in
        if operation.position == cut.operators.count - 1 { embedding = bytes }
      }
      #expect(try cutSession.run(inputs: [image]) == [embedding])
    }
  }

  @Test func `a clip in the wrong folder is doubted, and its neighbours are not`() throws {
    try addUsual()
    let wrong = TestScene(seconds: 3, calls: [.init(.hum, at: 0.4, lasting: 2)], seed: 99)
    try ground.write(wrong.wav(), "whistler/wrong.wav")
    let doubts = try train().notes.compactMap { note -> [String]? in
      if case .doubtful(let clip, let label, _, let other, _) = note {
        return [clip, label, other]
      }
      return nil
    }
    #expect(doubts == [["whistler/wrong.wav", "Whistler", "Hummer"]])
  }

  @Test func `too few clips, one recording, repeated and silent files are told by name`() throws {
    try addUsual()
    try ground.add("voice", .voice, count: 4, seed: 4, recordings: 1)
    try ground.add("rare", .voice, count: 1, seed: 5)
    let copy = TestScene(seconds: 3, calls: [.init(.hum, at: 0.4, lasting: 2)], seed: 1003)
    try ground.write(copy.wav(), "whistler/same-as-a-hummer.wav")
    try ground.write(
      TestScene.wav([Int16](repeating: 0, count: 48_000), rate: 16_000), "whistler/silent.wav")
    try ground.write(
      TestScene(seconds: 0.15, calls: [.init(.whistle, at: 0, lasting: 0.15)], seed: 6).wav(),
      "whistler/short.wav")
    try ground.write(Data("no sound".utf8), "whistler/text.wav")
    let trained = try train()
    let notes = trained.notes.map(\.description)
    func expects(_ words: String...) {
      #expect(notes.contains { note in words.allSatisfy(note.contains) }, "\(words) in \(notes)")
    }
    expects("Rare: has 1 usable clip and is not trained")
    expects("Voice (4): few clips")
    expects("Voice: all clips come from one recording")
    expects("same-as-a-hummer.wav", "the same content with different labels")
    expects("silent.wav: is digital silence")
    expects("short.wav: 0.15 s are less than half a window")
    expects("text.wav: is not a sound file")
    let voice = try #require(trained.judgement.classes.first { $0.taxon.commonName == "Voice" })
    #expect(voice.taxon.kind == .human && !voice.isValidated)
    #expect([voice.averagePrecision, voice.precision, voice.recall].allSatisfy { $0.value == nil })
    #expect(trained.judgement.classes.count == 4)
  }

  @Test func `without a background generated noise is learned, and that is said`() throws {
    try ground.add("hummer", .hum, count: 10, seed: 1)
    try ground.add("whistler", .whistle, count: 10, seed: 2)
    let trained = try train()
    #expect(trained.notes.contains(.noBackground(generated: 10)))
    #expect(try #require(trained.judgement.classes[2].averagePrecision.value) > 0.9)
  }

  @Test func `clips with two labels, and known absences, count for what they say`() throws {
    try addUsual()
    let both = TestScene(
      seconds: 3,
      calls: [.init(.hum, at: 0.2, lasting: 2.5), .init(.whistle, at: 0.3, lasting: 2.5)], seed: 50)
    try ground.write(both.wav(), "Hummer,whistler/both.wav")
    try ground.add("-whistler", .voice, count: 3, seed: 7)
    let set = try LabelledSet(path: ground.path)
    let plan = try TrainingPlan(set, settings: TrainingSettings())
    let byName = Dictionary(uniqueKeysWithValues: plan.clips.map { ($0.name, $0) })
    #expect(byName["Hummer,whistler/both.wav"]?.truths == [.present, .present, .absent])
    let absent = plan.clips.filter { $0.name.hasPrefix("-whistler") }
    #expect(absent.count == 3)
    #expect(absent.allSatisfy { $0.truths == [.unknown, .absent, .unknown] })
  }

  @Test func `a set without species, and a name that is taken, are refused`() throws {
    try ground.add("background", nil, count: 3, seed: 3)
    #expect(throws: TrainingError.noClasses(path: ground.path, found: [])) { try train() }
    try addUsual()
    let trained = try train()
    let path = ground.folder.path("mine")
    try trained.write(to: path)
    #expect(throws: TrainingError.alreadyThere(path: path)) { try trained.write(to: path) }
    try trained.write(to: path, replaces: true)
    // What is no bundle is never replaced.
    #expect(throws: TrainingError.alreadyThere(path: ground.path)) {
      try trained.write(to: ground.path, replaces: true)
    }
  }
}
