import Foundation
import LabelledSound
import TestSupport
import Testing

@Suite struct EventTruthTests {
  @Test func `a truth in a folder judges all its recordings, a truth alone those it names`() throws
  {
    let folder = try TestSet()
    for (name, pitch) in [("a.wav", 300), ("b.wav", 400), ("c.wav", 500)] {
      try folder.addSound(name, pitch: pitch)
    }
    let text =
      "file,start_s,end_s,class\na.wav,0.02,,dog\na.wav,0.01,0.05,cat\na.wav,7,,cat\nc.wav,,,\n"
    try folder.add("truth.csv", text)
    let all = try LabelledSet(path: folder.path)
    #expect(all.recordings.map(\.name) == ["a.wav", "b.wav", "c.wav"] && all.clips.isEmpty)
    #expect(all.recordings[0].events.map(\.label.commonName) == ["cat", "dog"])
    #expect(all.recordings[0].events.map(\.span) == [0.01..<0.05, 0.02..<0.1])
    #expect(all.recordings[1].events.isEmpty && all.recordings[2].events.isEmpty)

    let named = try LabelledSet(path: folder.path("truth.csv"))
    #expect(named.recordings.map(\.name) == ["a.wav", "c.wav"])
    let pieces = try LabelledSet(path: folder.path("truth.csv"), meaning: .events)
    #expect(pieces.recordings == named.recordings)
    #expect(throws: LabelledSoundError.self) {
      try LabelledSet(path: folder.path("truth.csv"), meaning: .clips)
    }
  }

  @Test func `Raven's tables belong to the recordings beside them`() throws {
    let folder = try TestSet()
    for (name, pitch) in [("one.wav", 300), ("two.wav", 400), ("three.wav", 500)] {
      try folder.addSound(name, pitch: pitch)
    }
    let head = "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tSpecies\n"
    try folder.add(
      "one.Table.1.selections.txt",
      head + "1\tWaveform 1\t1\t0.01\t0.02\t0\tdog\n1\tSpectrogram 1\t1\t0.01\t0.02\t0\tdog\n"
        + "2\tSpectrogram 1\t1\t0.03\t0.04\t0\tcat\n")
    try folder.add("one.Table.2.selections.txt", head + "1\tSpectrogram 1\t1\t0\t0.1\t0\then\n")
    try folder.add("two.Table.1.selections.txt", head)
    let set = try LabelledSet(path: folder.path)
    #expect(set.recordings.map(\.name) == ["one.wav", "two.wav"])
    #expect(set.recordings[0].events.map(\.label.commonName) == ["hen", "dog", "cat"])
    #expect(set.recordings[1].events.isEmpty)
    #expect(set.leftOut.map(\.name) == ["three.wav"])
  }

  @Test func `an event without a time or without a name is refused by its line`() throws {
    let folder = try TestSet()
    try folder.addSound("a.wav")
    for (text, message) in [
      ("file,start_s,end_s,class\na.wav,,,dog\n", "start_s is empty"),
      ("file,start_s,end_s,class\na.wav,0,1,\n", "class is empty"),
    ] {
      let error = #expect(throws: LabelledSoundError.self) { try folder.read(table: text) }
      #expect(error?.description.contains(":2: \(message)") == true)
    }
  }

  @Test func `the truth of this repository's recordings is read`() throws {
    let set = try LabelledSet(path: SharedData.repository.appending(path: "Recordings").path)
    #expect(set.recordings.count == 7 && set.leftOut.isEmpty)
    #expect(set.recordings.filter(\.events.isEmpty).map(\.name) == ["20250608_043000.flac"])
    #expect(
      set.labels.map(\.commonName) == [
        "chirping_birds", "crickets", "crow", "dog", "frog", "human", "insects",
      ])
  }

  @Test(.needsShared("audio/field/annotations.csv"))
  func `field annotations are read as they are`() throws {
    let set = try LabelledSet(path: SharedData.url("audio/field/annotations.csv").path)
    #expect(!set.recordings.isEmpty && set.leftOut.isEmpty)
    #expect(set.recordings.reduce(0) { $0 + $1.events.count } == 55)
    #expect(set.labels.contains { $0.commonName == "Common Cuckoo" })
    // Of the whole file.
    let owl = set.recordings.first { $0.name == "tawny_owl.ogg" }
    #expect(owl?.events.map(\.span) == [0..<(owl?.seconds ?? 0)])
  }

  @Test func `a recording is judged once, however a truth writes where it lies`() throws {
    let folder = try TestSet()
    for (name, pitch) in [("a.wav", 300), ("b.wav", 400)] {
      try folder.addSound(name, pitch: pitch)
    }
    try folder.add(
      "truth.csv",
      "file,start_s,end_s,class\na.wav,0.01,0.02,dog\n./a.wav,0.03,0.04,cat\n"
        + "\(folder.path("b.wav")),0.01,0.02,hen\n")
    let all = try LabelledSet(path: folder.path)
    #expect(all.recordings.map(\.name) == ["a.wav", "b.wav"])
    #expect(all.recordings.map { $0.events.map(\.label.commonName) } == [["dog", "cat"], ["hen"]])
    let named = try LabelledSet(path: folder.path("truth.csv"))
    #expect(named.recordings.map(\.events.count).sorted() == [1, 2])
  }

  @Test func `a selection table without a recording is named, and no other is forgotten`() throws {
    let folder = try TestSet()
    try folder.addSound("one.wav")
    let head = "Begin Time (s)\tEnd Time (s)\tSpecies\n"
    try folder.add("one.Table.1.selections.txt", head + "0.01\t0.02\tdog\n")
    try folder.add("one.wav.Table.1.selections.txt", head + "0.03\t0.04\tcat\n")
    try folder.add("gone.Table.1.selections.txt", head + "0.01\t0.02\then\n")
    let set = try LabelledSet(path: folder.path)
    #expect(set.recordings.map { $0.events.map(\.label.commonName) } == [["dog", "cat"]])
    #expect(set.leftOut.map(\.name) == ["gone.Table.1.selections.txt"])
    #expect(
      set.leftOut[0].description.hasSuffix(
        "/gone.Table.1.selections.txt: there is no recording of its name beside it. Put it there, or "
          + "remove the table."))
  }
}
