import Foundation
import Survey
import TestSupport
import Testing

@Suite struct RecordingFinderTests {
  let folder: TemporaryFolder
  var root: String { folder.url.path }

  init() throws { folder = try TemporaryFolder() }

  func make(_ names: String...) throws {
    for name in names {
      let url = folder.url.appending(path: name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("x".utf8).write(to: url)
    }
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(name), withDestinationPath: target)
  }

  func found(_ inputs: [String], recursive: Bool = true) -> [String] {
    RecordingFinder(recursive: recursive).find(inputs).map {
      $0.path.replacing(root + "/", with: "") + ($0.problem == nil ? "" : " !")
    }
  }

  @Test func `a folder gives its recordings, in any case of letters, sorted`() throws {
    try make("b.WAV", "a.flac", "c.Mp3", "d.txt", "e", ".hidden.wav", "sub/f.wav", ".trash/g.wav")
    #expect(found([root], recursive: false) == ["a.flac", "b.WAV", "c.Mp3"])
    #expect(found([root]) == ["a.flac", "b.WAV", "c.Mp3", "sub/f.wav"])
    #expect(found([root + "/"]) == found([root]))
  }

  @Test func `a name that is not UTF-8 is a finding of its own, which says so`() throws {
    try make("b.wav", "replaced\u{FFFD}.wav")
    let name = Array(folder.path("caf").utf8CString.dropLast()) + [-23] + ".wav".utf8CString
    #expect(unsafe name.withUnsafeBufferPointer { unsafe creat($0.baseAddress!, 0o644) } >= 0)
    let found = RecordingFinder().find([root])
    #expect(
      found.map(\.problem) == [nil, .nameNotText(path: folder.path("caf\u{FFFD}.wav")), nil])
  }

  @Test func `what is named is taken, and taken once`() throws {
    try make("a.wav", "notes.txt", ".hidden.wav")
    let named = ["notes.txt", ".hidden.wav", "a.wav"].map { folder.path($0) }
    #expect(
      found(named + [root, folder.path("missing.wav")]) == [
        ".hidden.wav", "a.wav", "missing.wav", "notes.txt",
      ])
  }

  @Test func `the order of inputs makes no difference`() throws {
    try make("x/b.wav", "y/a.wav", "z/c.wav")
    let inputs = ["x", "y", "z"].map { folder.path($0) }
    #expect(found(inputs) == found(inputs.reversed()))
  }

  @Test func `a folder named like a recording is a finding, not a folder to search`() throws {
    try make("a.wav", "night.wav/b.wav")
    #expect(found([root]) == ["a.wav", "night.wav"])
  }

  @Test func `links are followed; a loop is told once; a folder is read once`() throws {
    try make("real/a.wav", "real/deep/b.wav")
    try link("real/deep/back", to: "..")
    try link("real/deep/self.wav", to: "self.wav")
    try link("again", to: "real")
    try link("c.wav", to: "real/a.wav")
    try link("nowhere.wav", to: "gone.wav")
    #expect(
      found([root]) == [
        "again/a.wav", "again/deep/b.wav", "again/deep/back !", "again/deep/self.wav", "c.wav",
        "nowhere.wav",
      ])
    let problem = RecordingFinder(recursive: true).find([root]).compactMap(\.problem)
    #expect(problem == [.linkLoop(path: folder.path("again/deep/back"))])
  }

  @Test(arguments: [
    ("a.wav\nb c.wav\n\n", ["a.wav", "b c.wav"]), ("a.wav\r\nb.wav", ["a.wav", "b.wav"]),
    ("a\nb.wav\u{0}c.wav\u{0}", ["a\nb.wav", "c.wav"]), ("", []),
  ])
  func `a list has a path a line, or zero bytes between paths`(list: String, paths: [String]) {
    #expect(RecordingFinder.paths(inList: Data(list.utf8)) == paths)
  }
}
