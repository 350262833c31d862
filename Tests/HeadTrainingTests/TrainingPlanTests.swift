import Embeddings
import Foundation
import LabelledSound
import SpeciesClassifier
import TestSupport
import Testing

@testable import HeadTraining

/// Which clips of sets and of backgrounds beside them are used, and in which folds.
@Suite struct TrainingPlanTests {
  let ground: LabelledGround

  init() throws { ground = try LabelledGround() }

  /// Three seconds that no other seed has.
  private func sound(_ seed: UInt64) -> Data {
    TestScene(seconds: 3, calls: [.init(.hum, at: 0.4, lasting: 2)], seed: seed).wav()
  }

  private func plan(_ set: LabelledSet, beside: LabelledSet? = nil) throws -> TrainingPlan {
    try TrainingPlan(set, backgrounds: beside, settings: TrainingSettings())
  }

  private func repetitions(_ plan: TrainingPlan) -> [String] {
    plan.notes.compactMap { note -> String? in
      guard case .repeated(let content) = note else { return nil }
      return content.description
    }
  }

  /// Clips of owls, with folds as given.
  private func owls(folds: [String]) throws -> LabelledSet {
    for number in folds.indices { try ground.write(sound(UInt64(number) + 1), "o\(number).wav") }
    return try ground.listing(
      ["file,class,fold"] + folds.enumerated().map { "o\($0).wav,owl,\($1)" })
  }

  private func training(
    _ set: LabelledSet, beside: LabelledSet? = nil, backbones: [String]
  ) throws -> HeadTraining {
    let backbone = try Embedder(ModelBundle(path: TinyBundle.url.path))
    var training = HeadTraining(set, backbone: backbone)
    training.backgrounds = beside
    for fold in backbones { training.foldBackbones[fold] = backbone }
    return training
  }

  @Test func `of a piece that is listed twice one is used, and its file's other pieces`() throws {
    for (name, seed) in [("a.wav", 1), ("b.wav", 1), ("c.wav", 2)] as [(String, UInt64)] {
      try ground.write(sound(seed), name)
    }
    let plan = try plan(
      ground.listing([
        "file,class,start,end", "a.wav,owl,0,2", "b.wav,owl,0,2", "b.wav,cat,2,3",
        // Both end with the file.
        "c.wav,owl,0,", "c.wav,owl,0,9", "c.wav,cat,1,2",
      ]))
    #expect(
      plan.clips.filter { $0.source != nil }.map(\.name) == [
        "a.wav (0.0–2.0 s)", "b.wav (2.0–3.0 s)", "c.wav (0.0–3.0 s)", "c.wav (1.0–2.0 s)",
      ])
    #expect(
      repetitions(plan) == [
        "a.wav (0.0–2.0 s), b.wav (0.0–2.0 s): the same content. Keep one.",
        "c.wav (0.0–3.0 s), c.wav (0.0–3.0 s): the same content. Keep one.",
      ])
  }

  @Test func `a background that is in the set too is told of, and a species' is used as neither`()
    throws
  {
    for (name, seed) in [
      ("owl/x.wav", 1), ("owl/y.wav", 2), ("owl/z.wav", 3), ("background/w.wav", 4),
    ] as [(String, UInt64)] {
      try ground.write(sound(seed), name)
    }
    for (name, seed) in [
      ("rain/copy.wav", 1), ("rain/own.wav", 5), ("rain/same.wav", 4), ("wind/own.wav", 5),
    ] as [(String, UInt64)] {
      try ground.write(sound(seed), name, in: "beside")
    }
    let plan = try plan(
      LabelledSet(path: ground.path), beside: LabelledSet(path: ground.folder.path("beside")))
    #expect(
      plan.clips.map(\.name) == [
        "background/w.wav", "owl/y.wav", "owl/z.wav", "background: rain/own.wav",
      ])
    #expect(
      repetitions(plan) == [
        "background/w.wav, background: rain/same.wav: the same content. Keep one.",
        "background: rain/copy.wav, owl/x.wav: the same content as background and as owl. Keep the "
          + "right one.",
        "background: rain/own.wav, background: wind/own.wav: the same content. Keep one.",
      ])
  }

  @Test func `a piece of a recording that other clips are of is background, and stays with them`()
    throws
  {
    for (name, seed) in [("a.wav", 1), ("b.wav", 2), ("c.wav", 3)] as [(String, UInt64)] {
      try ground.write(sound(seed), name)
    }
    let set = try ground.listing([
      "file,class,start,end", "a.wav,owl,0,1", "b.wav,owl,0,1", "c.wav,background,0,1",
    ])
    try ground.write(sound(2), "night.wav", in: "beside")
    let beside = try ground.listing(
      ["file,class,start,end", "night.wav,rain,2,3"], in: "beside")
    let clips = try plan(set, beside: beside).clips
    let piece = try #require(clips.first { $0.name == "background: night.wav (2.0–3.0 s)" })
    let owl = try #require(clips.first { $0.name == "b.wav (0.0–1.0 s)" })
    #expect(piece.truths == [.absent, .present] && piece.recording == owl.recording)
    #expect(piece.fold == owl.fold)
  }

  @Test func `backgrounds without folds are spread over the listing's, recording by recording`()
    throws
  {
    let set = try owls(folds: ["1", "2", "1", "2", "1", "2"])
    for number in 0..<6 {
      try ground.write(
        sound(UInt64(100 + number)), "rain/R1x\(number / 2)_take\(number).wav", in: "beside")
    }
    let beside = try LabelledSet(
      path: ground.folder.path("beside"), key: RecordingKey(pattern: LabelledGround.pattern))
    let plan = try plan(set, beside: beside)
    #expect(plan.hasListedFolds && plan.foldNames == ["1", "2"])
    #expect(plan.clips.filter { !$0.isBeside }.map(\.fold) == [0, 1, 0, 1, 0, 1])
    let rain = plan.clips.filter(\.isBeside)
    #expect(rain.count == 6 && Set(rain.map(\.fold)) == [0, 1])
    for same in Dictionary(grouping: rain, by: \.recording).values {
      #expect(same.count == 2 && Set(same.map(\.fold)).count == 1)
    }
  }

  @Test func `folds that cannot be used are told of, with the clip that lacks one`() throws {
    let set = try owls(folds: ["1", "2", "", "2"])
    let plan = try plan(set)
    #expect(!plan.hasListedFolds && plan.foldNames == ["1", "2", "3", "4", "5"])
    #expect(plan.notes.contains(.foldsUnused(clip: "o2.wav")))
    let mixed = try training(set, backbones: ["1", "2"])
    let error = TrainingError.noFolds(path: set.path, clip: "o2.wav")
    #expect(throws: error) { try mixed.run() }
    #expect(
      error.description
        == "\(set.path): o2.wav has no fold, and other clips have. So that {fold} has a meaning, give each "
        + "clip one.")

    let alone = try owls(folds: ["1", "1"])
    #expect(try self.plan(alone).notes.contains(.foldsUnused(clip: nil)))
    let one = try training(alone, backbones: ["1"])
    #expect(throws: TrainingError.noFolds(path: alone.path, clip: nil)) { try one.run() }
  }

  @Test func `a fold that backgrounds alone have needs its network too`() throws {
    let set = try owls(folds: ["1", "2", "1", "2"])
    try ground.write(sound(100), "rain.wav", in: "beside")
    let beside = try ground.listing(["file,class,fold", "rain.wav,rain,6"], in: "beside")
    let training = try training(set, beside: beside, backbones: ["1", "2"])
    #expect(throws: TrainingError.fold(name: "6")) { try training.run() }
  }
}
