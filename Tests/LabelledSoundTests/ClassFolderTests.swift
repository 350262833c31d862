import LabelledSound
import TestSupport
import Testing

@Suite struct ClassFolderTests {
  @Test func `a folder's name says what is heard, what is not, and what is background`() throws {
    let folder = try TestSet()
    try folder.addSound("Corvus corax_Common raven/a.wav", pitch: 300)
    try folder.addSound("dog,chirping_birds/b.wav", pitch: 400)
    try folder.addSound("-dog/deep/er/c.wav", pitch: 500)
    try folder.addSound("Noise/d.wav", pitch: 600)
    try folder.addSound("background/e.wav", pitch: 700)
    try folder.addSound("dog,background/f.wav", pitch: 800)
    try folder.addSound(".hidden/g.wav", pitch: 900)
    try folder.addSound("dog/.h.wav", pitch: 1000)
    let set = try LabelledSet(path: folder.path)
    #expect(
      set.clips.map(\.name) == [
        "-dog/deep/er/c.wav", "Corvus corax_Common raven/a.wav", "Noise/d.wav",
        "background/e.wav", "dog,background/f.wav", "dog,chirping_birds/b.wav",
      ])
    #expect(
      set.clips.map { $0.labels.map(\.commonName) } == [
        [], ["Common raven"], [], [], ["dog"], ["chirping_birds", "dog"],
      ])
    #expect(set.clips.map(\.isBackground) == [false, false, true, true, false, false])
    #expect(set.clips[0].absent.map(\.commonName) == ["dog"])
    #expect(set.clips[1].labels[0].scientificName == "Corvus corax")
    #expect(set.labels.map(\.displayName) == ["Chirping birds", "Common raven", "Dog"])
    #expect(set.clips.allSatisfy { $0.seconds == 0.1 && $0.digest.count == 64 && $0.span == nil })
    #expect(set.leftOut.isEmpty && set.repetitions.isEmpty)
  }

  @Test func `what is no sound is named and the rest is read`() throws {
    let folder = try TestSet()
    try folder.addSound("dog/a.wav")
    try folder.add("dog/b.wav", "no sound")
    try folder.add("dog/empty.flac", "")
    try folder.add("dog/notes.txt", "nothing that is called a sound")
    try folder.addSound("stray.wav")
    let set = try LabelledSet(path: folder.path)
    #expect(set.clips.map(\.name) == ["dog/a.wav"])
    #expect(set.leftOut.map(\.name) == ["dog/b.wav", "dog/empty.flac", "stray.wav"])
    #expect(set.leftOut[0].description.hasPrefix("\(folder.path)/dog/b.wav: "))
    #expect(set.leftOut[2].description.contains("lies in no class's folder"))
  }

  @Test func `the same content is one recording, and in two classes a contradiction`() throws {
    let folder = try TestSet()
    for (name, pitch) in [
      ("dog/a.wav", 300), ("cat/b.wav", 300), ("dog/c.wav", 400), ("dog/d.wav", 400),
      ("dog/e.wav", 500),
    ] {
      try folder.addSound(name, pitch: pitch)
    }
    let set = try LabelledSet(path: folder.path)
    #expect(
      set.repetitions.map(\.description) == [
        "cat/b.wav, dog/a.wav: the same content with different labels (cat, dog). Keep the right one; if "
          + "all are heard, name the folder cat,dog.",
        "dog/c.wav, dog/d.wav: the same content. Keep one.",
      ])
    #expect(set.clips.map(\.recording) == ["cat/b", "cat/b", "dog/c", "dog/c", "dog/e"])
  }

  @Test func `what no folder's name could say of one content is not proposed`() throws {
    let folder = try TestSet()
    for (name, pitch) in [
      ("dog/a.wav", 300), ("background/b.wav", 300), ("dog/c.wav", 400), ("-cat/d.wav", 400),
    ] {
      try folder.addSound(name, pitch: pitch)
    }
    #expect(
      try LabelledSet(path: folder.path).repetitions.map(\.description) == [
        "-cat/d.wav, dog/c.wav: the same content as dog and as what only says what it is not. Keep one.",
        "background/b.wav, dog/a.wav: the same content as background and as dog. Keep the right one.",
      ])
  }

  @Test func `a content that two sets share makes its recordings one`() throws {
    let (folder, other) = (try TestSet(), try TestSet())
    try folder.addSound("dog/XC1.wav", pitch: 300)
    try folder.addSound("dog/XC2.wav", pitch: 400)
    try other.addSound("rain/a.wav", pitch: 400)
    let clips = try [folder, other].flatMap { try LabelledSet(path: $0.path).clips }
    #expect(clips.map(\.recording) == ["XC1", "XC2", "rain/a"])
    #expect(
      LabelledClip.joiningRecordings(of: clips).map(\.recording) == ["XC1", "XC2", "XC2"])
  }

  @Test func `a content that two recordings share makes them one, with all their clips`() throws {
    let folder = try TestSet()
    // The same sound lies in Xeno-canto's 2 and 7, and in 7 and 1.
    for (name, pitch) in [
      ("dog/XC2_a.wav", 300), ("dog/XC7_a.wav", 300), ("dog/XC7_b.wav", 400),
      ("dog/XC1_a.wav", 400), ("dog/XC1_b.wav", 500), ("dog/XC3_a.wav", 600),
    ] {
      try folder.addSound(name, pitch: pitch)
    }
    let set = try LabelledSet(path: folder.path)
    #expect(set.clips.map(\.recording) == ["XC1", "XC1", "XC1", "XC3", "XC1", "XC1"])
  }

  @Test func `a folder without labelled sound says what is wanted`() throws {
    let folder = try TestSet()
    try folder.addSound("loose.wav")
    #expect(throws: LabelledSoundError.nothing(path: folder.path)) {
      try LabelledSet(path: folder.path)
    }
    #expect(throws: LabelledSoundError.self) { try LabelledSet(path: folder.path("none")) }
  }

  @Test func `a class cannot be there and not be there`() throws {
    let folder = try TestSet()
    try folder.addSound("dog,-Dog/a.wav")
    #expect(
      throws: LabelledSoundError.presentAndAbsent(
        place: folder.path + "/dog,-Dog", label: "dog")
    ) { try LabelledSet(path: folder.path) }
  }

  @Test(arguments: [
    ("Corvus corax_Common raven", "Common raven", "Corvus corax"),
    ("Gallus gallus domesticus_Hen", "Hen", "Gallus gallus domesticus"),
    ("chirping_birds", "chirping_birds", nil), ("Common raven", "Common raven", nil),
    ("Engine_Engine", "Engine_Engine", nil), ("  cat ", "cat", nil),
    ("Corvus corax_", "Corvus corax_", nil), ("a b_c", "a b_c", nil),
  ])
  func `a label is read as BirdNET writes it, or as a plain name`(
    text: String, common: String, scientific: String?
  ) throws {
    let label = try #require(SoundLabel(text))
    #expect(label.commonName == common && label.scientificName == scientific)
  }

  @Test(arguments: ["", "  ", "_", " _ \t"])
  func `a label has a letter at least`(text: String) { #expect(SoundLabel(text) == nil) }
}
