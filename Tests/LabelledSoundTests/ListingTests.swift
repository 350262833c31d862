import Foundation
import LabelledSound
import TestSupport
import Testing

@Suite struct ListingTests {
  @Test func `columns are found by their names, in any case and place`() throws {
    let folder = try TestSet()
    try folder.addSound("sub/a.wav", pitch: 300)
    try folder.addSound("b.wav", pitch: 400)
    let set = try folder.read(
      table: "\u{FEFF}Fold,SPECIES,scientific_name,Path,note,Source\r\n"
        + "2,Common raven,Corvus corax,sub/a.wav,\"a \"\"quoted\"\",\r\nnote\",tape 1\r\n"
        + "\r\n3,dog;cat,,b.wav,,\r\n3,-sheep,,b.wav,,")
    #expect(set.clips.map(\.name) == ["b.wav", "sub/a.wav"])
    #expect(set.clips.map(\.path) == [folder.path("b.wav"), folder.path("sub/a.wav")])
    #expect(set.clips[0].labels.map(\.commonName) == ["cat", "dog"])
    #expect(set.clips[0].absent.map(\.commonName) == ["sheep"])
    #expect(set.clips[1].labels[0].scientificName == "Corvus corax")
    #expect(set.clips.map(\.fold) == ["3", "2"])
    #expect(set.clips.map(\.recording) == ["b", "tape 1"])
  }

  @Test func `pieces of a file are clips of one recording`() throws {
    let folder = try TestSet()
    try folder.addSound("a.wav")
    let set = try folder.read(
      table: "file;class;start;end\na.wav;dog;0.05;9\na.wav;cat;0;0.02\na.wav;hen;0.3;0.4\n")
    #expect(set.clips.map { $0.labels[0].commonName } == ["cat", "dog"])
    #expect(set.clips.map(\.span) == [0..<0.02, 0.05..<0.1])
    #expect(set.clips.map(\.seconds) == [0.02, 0.05])
    #expect(Set(set.clips.map(\.recording)) == ["a"] && set.repetitions.isEmpty)
    #expect(set.leftOut.map(\.name) == ["a.wav"])
  }

  @Test func `a piece that is the whole file is the same content`() throws {
    let folder = try TestSet()
    try folder.addSound("a.wav")
    let set = try folder.read(table: "file,class,start,end\na.wav,dog,,\na.wav,cat,0,9\n")
    #expect(set.clips.count == 2)
    #expect(
      set.repetitions.map(\.description) == [
        "a.wav, a.wav (0.0–0.1 s): the same content with different labels (cat, dog). Keep the right one; "
          + "if all are heard, name the folder cat,dog."
      ])
  }

  @Test func `files that are not there are named, and the rest is read`() throws {
    let folder = try TestSet()
    try folder.addSound("a.wav")
    let set = try folder.read(table: "file,label\na.wav,dog\nb.wav,dog\nb.wav,cat\n")
    #expect(set.clips.map(\.name) == ["a.wav"] && set.leftOut.map(\.name) == ["b.wav"])
  }

  @Test(arguments: [
    ("", "table.csv: is empty. A listing has a head, such as file,class, and a row for each clip."),
    (
      "file,class\na.wav",
      "table.csv:2: 1 cells, and the head has 2. Quote a cell with a separator in it, and end a row with a "
        + "separator for each cell that is left empty."
    ),
    (
      "file,class\n\n\"a.wav,dog\n",
      "table.csv:3: the quote that begins here is not closed. Close it, or double a quote that is meant."
    ),
    (
      "file,class\n\"a\nb\"x,dog\n",
      "table.csv:3: something stands between a closing quote and the next separator. Double a quote that is meant."
    ),
    (
      "name,class\n",
      "table.csv: has no column filename, or file, or path. Its head is: name, class."
    ),
    (
      "file,class,Class\n",
      "table.csv: has the column class twice, and which is meant is not said. Rename one."
    ),
    (
      "file,class\na.wav, ;\n",
      "table.csv:2: class is empty. Fill it in, or remove the row; a clip without any species has the class background."
    ),
    (
      "file,class\n,dog\n",
      "table.csv:2: file is empty. Fill it in, or remove the row; a clip without any species has the class background."
    ),
    (
      "file,class,start,end\na.wav,dog,x,2\n",
      "table.csv:2: start \"x\" is no time: give seconds from the file's beginning, 0 or more."
    ),
    (
      "file,class,start,end\na.wav,dog,0,nan\n",
      "table.csv:2: end \"nan\" is no time: give seconds from the file's beginning, 0 or more."
    ),
    (
      "file,class,start,end\na.wav,dog,2,2\n",
      "table.csv:2: from \"2\" to \"2\" is no span: give a start and a later end, in seconds."
    ),
    (
      "file,class,start,end\na.wav,dog,,2\n",
      "table.csv:2: from \"\" to \"2\" is no span: give a start and a later end, in seconds."
    ),
    (
      "file,class,fold\na.wav,dog,1\na.wav,cat,2\n",
      "table.csv:3: fold is \"2\" here and \"1\" in a row above of the same clip. Keep one."
    ),
    (
      "file,class\na.wav,dog;-dog\n",
      "table.csv:2: \"dog\" is said to be there and not to be there. Remove one of the two."
    ),
    (
      "file,class\na\u{0}.wav,dog\n",
      "table.csv: is not UTF-8 text. Save the table as CSV in UTF-8."
    ),
  ])
  func `a table that cannot be read says where and why`(text: String, message: String) throws {
    let folder = try TestSet()
    try folder.addSound("a.wav")
    let error = #expect(throws: LabelledSoundError.self) { try folder.read(table: text) }
    #expect(error?.description == folder.path + "/" + message)
  }

  @Test func `whatever happens to a listing, it is read or refused with its path`() throws {
    let folder = try TestSet()
    for (name, pitch) in [("a.wav", 300), ("b.wav", 400)] {
      try folder.addSound(name, pitch: pitch)
    }
    let text =
      "file,class,start,end,fold\na.wav,\"dog;cat\",0,0.05,1\nb.wav,hen,,,2\r\n\"b.wav\",-dog,,,2\n"
    let bytes = Array(text.utf8)
    var refused = 0
    for seed in 1...1500 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let damaged = random.damaged(bytes, splicing: Array("\"\"\r\n;\t,,-,nan,1e999".utf8))
      try Data(damaged).write(to: URL(filePath: folder.path("table.csv")))
      do throws(LabelledSoundError) {
        let set = try LabelledSet(path: folder.path("table.csv"))
        for clip in set.clips {
          #expect(clip.seconds > 0 && !clip.recording.isEmpty, "seed \(seed)")
          #expect(Set(clip.labels).isDisjoint(with: clip.absent), "seed \(seed)")
        }
      } catch {
        refused += 1
        #expect(error.description.hasPrefix(folder.path), "seed \(seed)")
      }
    }
    #expect((1..<1500).contains(refused))
  }

  @Test(.needsShared("audio/esc10/meta.csv"))
  func `ESC-10 is read as it is: 400 clips, ten classes, five folds, sources apart`() throws {
    let set = try LabelledSet(path: SharedData.url("audio/esc10/meta.csv").path)
    #expect(set.clips.count == 400 && set.leftOut.isEmpty)
    #expect(set.labels.count == 10)
    let perClass = Dictionary(grouping: set.clips) { $0.labels[0] }.mapValues(\.count)
    #expect(perClass.values.allSatisfy { $0 == 40 })
    let perFold = Dictionary(grouping: set.clips) { $0.fold }.mapValues(\.count)
    #expect(perFold == ["1": 80, "2": 80, "3": 80, "4": 80, "5": 80])
    // The column and the name say the same.
    for clip in set.clips { #expect(RecordingKey.byName.key(ofFile: clip.name) == clip.recording) }
    #expect(set.clips.allSatisfy { abs($0.seconds - 5) < 0.01 })
  }

  @Test(.needsShared("audio/species/meta.csv"))
  func `a folder with a listing alone is read by it`() throws {
    let animals = try LabelledSet(path: SharedData.url("audio/species").path)
    #expect(animals.clips.count == 480 && animals.labels.count == 12)
    let rest = try LabelledSet(path: SharedData.url("audio/background").path)
    #expect(rest.clips.count == 669 && rest.leftOut.isEmpty)
  }
}
