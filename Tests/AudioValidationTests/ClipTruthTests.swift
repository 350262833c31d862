import EventDetection
import Foundation
import LabelledSound
import TestSupport
import Testing

@testable import AudioValidation

@Suite struct ClipTruthTests {
  private static let classes = [
    Taxon(commonName: "Dog"), Taxon(commonName: "Cat"),
    Taxon(commonName: "Background", kind: .background),
  ]

  /// The truth of a folder of classes, by clip.
  private func truth(isClosed: Bool) throws -> (truth: ClipTruth, rows: [String: [Bool?]]) {
    let folder = try TemporaryFolder()
    for (place, name) in ["dog", "cat,dog", "-dog", "background", "parrot", "cat,parrot"]
      .enumerated()
    {
      try folder.write(
        "\(name)/a.wav",
        TestScene.wav((0..<800).map { Int16($0 % (place + 7)) }, rate: 8000))
    }
    let set = try LabelledSet(path: folder.url.path)
    let truth = try ClipTruth(
      set, map: LabelMap(classes: Self.classes), classCount: 3, isClosed: isClosed)
    var rows: [String: [Bool?]] = [:]
    for (place, clip) in truth.clips.enumerated() {
      rows[clip.name] = Array(truth.truth[place * 3..<place * 3 + 3])
    }
    return (truth, rows)
  }

  @Test
  func `a stranger has no class, and of what only one class is missing nothing else is known`()
    throws
  {
    let (truth, rows) = try truth(isClosed: false)
    #expect(rows["dog/a.wav"] == [true, false, false])
    #expect(rows["cat,dog/a.wav"] == [true, true, false])
    #expect(rows["-dog/a.wav"] == [false, nil, nil])
    #expect(rows["background/a.wav"] == [false, false, true])
    #expect(rows["parrot/a.wav"] == [false, false, nil])
    #expect(rows["cat,parrot/a.wav"] == [false, true, nil])
    #expect(truth.unknownLabels.map(\.label.commonName) == ["parrot"])
    #expect(truth.unknownLabels.map(\.clips) == [2] && truth.leftOut == 0)
  }

  @Test func `a closed set leaves out what has no class`() throws {
    let (truth, rows) = try truth(isClosed: true)
    #expect(Set(rows.keys) == ["dog/a.wav", "cat,dog/a.wav", "background/a.wav"])
    #expect(truth.leftOut == 3 && truth.present == [0, 1, 2])
  }
}

extension TemporaryFolder {
  fileprivate func write(_ name: String, _ data: Data) throws {
    let url = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }
}
