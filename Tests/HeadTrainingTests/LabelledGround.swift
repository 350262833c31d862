import Foundation
import LabelledSound
import TestSupport

/// A folder of synthetic clips that the tiny bundle's backbone can tell apart.
struct LabelledGround {
  let folder: TemporaryFolder
  var path: String { folder.path("clips") }

  init() throws { folder = try TemporaryFolder() }

  /// Adds clips of 3 s, each of a recording of its own, with one call.
  /// - Parameter sound: Nil for a clip without a call.
  func add(
    _ label: String, _ sound: TestScene.Sound?, count: Int, seed: UInt64, recordings: Int? = nil
  ) throws {
    for number in 0..<count {
      let calls = sound.map { [TestScene.Call($0, at: 0.4, lasting: 2)] } ?? []
      let scene = TestScene(seconds: 3, calls: calls, seed: seed &* 1000 + UInt64(number))
      let recording = recordings.map { number % $0 } ?? number
      try write(scene.wav(), "\(label)/R\(seed)x\(recording)_take\(number).wav")
    }
  }

  /// - Parameter set: A folder beside that of the clips, if not this.
  func write(_ data: Data, _ name: String, in set: String = "clips") throws {
    let url = folder.url.appending(path: set).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// A listing with these lines.
  func listing(_ lines: [String], in set: String = "clips") throws -> LabelledSet {
    try write(Data(lines.joined(separator: "\n").utf8), "list.csv", in: set)
    return try LabelledSet(path: folder.path(set + "/list.csv"), meaning: .clips)
  }

  /// What parts the names of ``add(_:_:count:seed:recordings:)``.
  static let pattern = "^(R[0-9]+x[0-9]+)_"
}
