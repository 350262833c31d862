import AudioIO
import Embeddings
import Foundation
import LabelledSound
import SeededRandom
import SpeciesClassifier
import TestSupport
import Testing

@testable import HeadTraining

/// Clips that are damaged or break off, and the noise that is mixed under others.
@Suite struct TrainingSoundTests {
  let ground: LabelledGround

  init() throws { ground = try LabelledGround() }

  private func scene(_ seed: UInt64) -> TestScene {
    TestScene(seconds: 3, calls: [.init(.hum, at: 0.4, lasting: 2)], seed: seed)
  }

  /// Writes three seconds as FLAC, with bytes that are wrong.
  /// - Parameter place: Which of how many bytes, the first of the first frame being at `first`.
  private func writeDamaged(
    _ name: String, seed: UInt64, _ place: (_ first: Int, _ count: Int) -> Range<Int>
  ) throws {
    let path = ground.folder.path("whole-\(seed).flac")
    var text = GuanoText()
    text["Note"] = "a test"
    try ClipFile.write(
      .integer16(scene(seed).samples()), sampleRate: 16_000, metadata: text, to: path)
    var bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    // Behind the description of the stream, whose digest may be any bytes: a frame's mark.
    let mark = (42..<bytes.count - 1).first { bytes[$0] == 0xFF && bytes[$0 + 1] & 0xFE == 0xF8 }
    let first = try #require(mark)
    for index in place(first, bytes.count) { bytes[index] ^= 0x5A }
    try ground.write(Data(bytes), name)
  }

  private func settings(jobs: Int = 2) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.jobs = jobs
    settings.copies = 2
    settings.folds = 2
    return settings
  }

  private func train(_ settings: TrainingSettings) throws -> TrainedHead {
    let set = try LabelledSet(path: ground.path, key: RecordingKey(pattern: LabelledGround.pattern))
    let backbone = try Embedder(ModelBundle(path: TinyBundle.url.path))
    return try HeadTraining(set, backbone: backbone, settings: settings).run()
  }

  @Test func `a part that breaks off says how much of it is missing`() throws {
    let samples = scene(1).samples()
    try ground.write(
      TestScene.wav(Array(samples[..<24_000]), rate: 16_000, promised: 2 * samples.count), "cut.wav"
    )
    func excerpt(_ seconds: Range<Double>?) throws -> SoundExcerpt {
      try SoundExcerpt(
        path: ground.path + "/cut.wav", stream: .channel(0), seconds: seconds, rate: 8000)
    }
    let whole = try excerpt(nil)
    #expect(whole.samples.count == 12_000 && whole.isIncomplete && whole.lostSeconds == 1.5)
    let across = try excerpt(1..<2)
    #expect(across.samples.count == 4000 && across.isIncomplete && across.lostSeconds == 0.5)
    let before = try excerpt(0.25..<1)
    #expect(!before.isIncomplete && before.lostSeconds == 0)
    // As much as a listing has left of a piece: that it was longer is not known, but that it is cut is.
    let rest = try excerpt(1..<1.5)
    #expect(rest.isIncomplete && rest.lostSeconds == 0)
  }

  @Test func `of a damaged clip what is before the damage is used, and the loss is told`() throws {
    try ground.add("hummer", .hum, count: 3, seed: 1)
    try ground.add("whistler", .whistle, count: 4, seed: 2)
    try ground.add("background", nil, count: 4, seed: 3)
    try writeDamaged("hummer/middle.flac", seed: 71) { _, count in count / 2..<count / 8 * 5 }
    try writeDamaged("hummer/beginning.flac", seed: 72) { first, count in first + 100..<count / 4 }
    let middle = try SoundExcerpt(
      path: ground.path + "/hummer/middle.flac", stream: .channel(0), rate: 16_000)
    #expect(middle.isIncomplete && (0.5...2.5).contains(middle.lostSeconds))
    #expect(abs(Double(middle.samples.count) / 16_000 + middle.lostSeconds - 3) < 1e-9)
    let notes = try train(settings()).notes
    let damaged = notes.filter { note in
      guard case .damaged = note else { return false }
      return true
    }
    #expect(
      damaged == [.damaged(clip: "hummer/middle.flac", lostSeconds: middle.lostSeconds)])
    #expect(
      damaged.first?.description.hasPrefix("hummer/middle.flac: breaks off or is damaged: ") == true
    )
    // It is no silence.
    let others = notes.map(\.description).filter { $0.contains("beginning.flac") }
    #expect(
      others.count == 1
        && others[0].contains("beginning.flac: is damaged: nothing can be decoded from 0.0 s on: "))
  }

  @Test func `a sound in two kinds of files teaches once, and under two labels nothing`() throws {
    for (seed, wav, flac) in [
      (71, "hummer/a.wav", "hummer/b.flac"), (72, "hummer/c.wav", "whistler/d.flac"),
      (73, "hummer/e.wav", "whistler/f.flac"),
    ] as [(UInt64, String, String)] {
      let path = ground.folder.path("\(seed).flac")
      // The last two differ in one sample.
      var samples = scene(seed).samples()
      try ground.write(TestScene.wav(samples, rate: 16_000), wav)
      if seed == 73 { samples[20_000] += 1 }
      try ClipFile.write(
        .integer16(samples), sampleRate: 16_000, metadata: GuanoText(), to: path)
      try ground.write(Data(contentsOf: URL(filePath: path)), flac)
    }
    let settings = settings()
    let plan = try TrainingPlan(LabelledSet(path: ground.path), settings: settings)
    let backbone = try Embedder(ModelBundle(path: TinyBundle.url.path))
    let outcomes = try ClipEmbedding(plan, backbone, settings).run { _ in }
    let unused = zip(plan.clips, outcomes).filter { $1.clip == nil }.map(\.0.name)
    #expect(unused == ["hummer/b.flac", "hummer/c.wav", "whistler/d.flac"])
    #expect(
      outcomes.flatMap(\.notes).map(\.description) == [
        "hummer/a.wav, hummer/b.flac: the same content. Keep one.",
        "hummer/c.wav, whistler/d.flac: the same content with different labels (hummer, whistler). Keep "
          + "the right one; if all are heard, name the folder hummer,whistler. Neither is used until then.",
      ])
  }

  @Test func `a background that cannot be read is none, however often it is drawn`() throws {
    try ground.add("hummer", .hum, count: 2, seed: 1)
    try ground.add("background", nil, count: 1, seed: 2)
    var settings = settings()
    settings.folds = 5
    // Which no clip has.
    settings.stream = .channel(1)
    let plan = try TrainingPlan(LabelledSet(path: ground.path), settings: settings)
    let fold = try #require(plan.clips.first { $0.truths.last == .present }).fold
    let sounds = BackgroundSounds(plan, settings, rate: 8000)
    for number in 0..<40 {
      var random = SeededGenerator(seed: 1, "clip \(number)")
      let drawn = sounds.drawn(fold: fold, for: "clip \(number)", using: &random)
      #expect(drawn == nil, "clip \(number)")
    }
  }

  @Test func `nor does the number of threads decide what is mixed in its place`() throws {
    for (label, sound) in [("hummer", .hum), ("whistler", .whistle), ("background", nil)]
      as [(String, TestScene.Sound?)]
    {
      for number in 0..<4 {
        let calls = sound.map { [TestScene.Call($0, at: 0.4, lasting: 2)] } ?? []
        let scene = TestScene(
          seconds: 3, calls: calls, seed: UInt64(10 * number + label.count))
        // Of two backgrounds there is no second channel.
        try ground.write(
          scene.wav(channels: sound == nil && number < 2 ? 1 : 2), "\(label)/\(number).wav")
      }
    }
    func trained(jobs: Int) throws -> TrainedHead {
      var settings = settings(jobs: jobs)
      settings.stream = .channel(1)
      return try train(settings)
    }
    let one = try trained(jobs: 1)
    let three = try trained(jobs: 3)
    #expect(one.network == three.network && one.notes == three.notes)
    let unreadable = one.notes.filter { note in
      guard case .unreadable = note else { return false }
      return true
    }
    #expect(unreadable.count == 2)
  }

  @Test func `of a long background a minute is kept, from where its piece begins`() throws {
    for number in 0..<2 {
      try ground.write(scene(UInt64(number)).wav(), "o\(number).wav")
    }
    try ground.write(TestScene(rate: 8000, seconds: 100, calls: [], seed: 9).wav(), "night.wav")
    let set = try ground.listing([
      "file,class,start,end", "o0.wav,owl,,", "o1.wav,owl,,", "night.wav,background,30,",
    ])
    let plan = try TrainingPlan(set, settings: settings())
    let fold = try #require(plan.clips.first { $0.truths.last == .present }).fold
    let sounds = BackgroundSounds(plan, settings(), rate: 8000)
    var random = SeededGenerator(seed: 1)
    var found: [Float]?
    while found == nil { found = sounds.drawn(fold: fold, for: "o0.wav", using: &random) }
    let minute = try SoundExcerpt(
      path: ground.path + "/night.wav", stream: .channel(0), seconds: 30..<90, rate: 8000)
    #expect(found == minute.samples && found?.count == 480_000)
  }
}
