import AudioFeatures
import AudioIO
import Embeddings
import EventDetection
import Foundation
import ModelWriting
import NumpyFormat
import QuantizedInference
import SpeciesClassifier
import Survey
import TestSupport
import Testing

@Suite struct EmbedTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (name, seed) in [("a", 4), ("b", 5)] as [(String, UInt64)] {
      try TestScene.busy(seconds: 12, seed: seed).wav()
        .write(to: folder.url.appending(path: "cards/\(name).wav").creatingFolder())
    }
  }

  private func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(arguments + ["--model", TinyBundle.url.path], in: folder.url)
  }

  @Test func `a row is what the network's head reads of the window that the index names`() throws {
    let result = try run(["embed", "cards", "-o", "out"])
    #expect(result.status == 0, "\(result.errors)")
    let values = try NumpyArray(contentsOf: folder.path("out.npy"))
    let lines = try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    #expect(lines[0] == "recording,start_s,end_s")
    #expect(values.shape == [lines.count - 1, 16] && lines.count > 80)
    #expect(lines[1] == "cards/a.wav,0.000,0.512" && lines[2] == "cards/a.wav,0.256,0.768")
    #expect(lines.last?.hasPrefix("cards/b.wav,11.") == true)

    // What the network's pooling gives, seen from outside.
    let bundle = try ModelBundle(path: TinyBundle.url.path)
    let embedding = try Embedder(bundle).backbone.embedding
    var session = try Session(bundle.model)
    var expected: [Float] = []
    var images = try RecordingImages(
      path: folder.path("cards/a.wav"), stream: .channel(0), frontEnd: bundle.frontEnd,
      step: bundle.defaultStep)
    try images.forEachImage { image in
      let input = image.indices.map { UInt8(bitPattern: image[$0]) }
      _ = try session.run(inputs: [input]) { _, tensor, bytes in
        guard tensor.index == embedding.index else { return }
        expected += bytes.map {
          embedding.scale * Float(Int(Int8(bitPattern: $0)) - embedding.zeroPoint)
        }
      }
    }
    #expect(Array(try #require(values.floats)[..<expected.count]) == expected)
  }

  @Test func `any number of jobs gives the same bytes`() throws {
    for jobs in ["1", "3"] {
      let result = try run(["embed", "cards", "-o", "jobs\(jobs).npy", "--jobs", jobs])
      #expect(result.status == 0, "\(result.errors)")
    }
    for ending in ["npy", "csv"] {
      #expect(
        try Data(contentsOf: folder.url.appending(path: "jobs1.\(ending)"))
          == Data(contentsOf: folder.url.appending(path: "jobs3.\(ending)")))
    }
  }

  @Test func `windows that share more are more`() throws {
    #expect(try run(["embed", "cards/a.wav", "-o", "few", "--overlap", "0"]).status == 0)
    #expect(try run(["embed", "cards/a.wav", "-o", "many", "--overlap", "0.4"]).status == 0)
    let (few, many) = (
      try NumpyArray(contentsOf: folder.path("few.npy")),
      try NumpyArray(contentsOf: folder.path("many.npy"))
    )
    #expect(many.shape[0] > 3 * few.shape[0])
  }

  @Test func `a recording that fails is named and costs nothing but itself`() throws {
    try Data("no sound".utf8).write(to: folder.url.appending(path: "cards/c.wav"))
    let result = try run(["embed", "cards", "-o", "out"])
    #expect(result.status == 1)
    #expect(result.errors.contains("earshot: cards/c.wav: is not a sound file: "))
    #expect(try NumpyArray(contentsOf: folder.path("out.npy")).shape[0] > 80)
  }

  @Test func `recordings are not overwritten, and an overlap that cannot be is refused`() throws {
    try FileManager.default.copyItem(
      atPath: folder.path("cards/a.wav"), toPath: folder.path("sound.npy"))
    let over = try run(["embed", "sound.npy", "-o", "sound"])
    #expect(over.status == 2 && over.errors.contains("one of the inputs"), "\(over.errors)")
    let overlap = try run(["embed", "cards", "-o", "out", "--overlap", "0.6"])
    #expect(overlap.status == 2 && overlap.errors.contains("windows that share 0.6 s"))
  }
}

extension URL {
  /// The path itself, after the folder that it is in has been made.
  fileprivate func creatingFolder() throws -> URL {
    try FileManager.default.createDirectory(
      at: deletingLastPathComponent(), withIntermediateDirectories: true)
    return self
  }
}
