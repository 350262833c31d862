import Foundation
import LabelledSound
import TestSupport

/// A folder that a test fills with sound and tables.
struct TestSet {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var path: String { folder.url.path }

  func path(_ name: String) -> String { folder.path(name) }

  /// A tenth of a second of a tone of its own for each pitch.
  func addSound(_ name: String, pitch: Int = 440) throws {
    let samples = (0..<800).map { Int16(9000 * sin(2 * .pi * Double(pitch * $0) / 8000)) }
    try add(name, TestScene.wav(samples, rate: 8000))
  }

  func add(_ name: String, _ text: String) throws { try add(name, Data(text.utf8)) }

  private func add(_ name: String, _ bytes: Data) throws {
    let url = URL(filePath: folder.path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: url)
  }

  /// The set of a table with this text.
  func read(table text: String, meaning: LabelledSet.Meaning = .automatic) throws -> LabelledSet {
    try add("table.csv", text)
    return try LabelledSet(path: path("table.csv"), meaning: meaning)
  }
}
