import AudioFeatures
import AudioIO
import Foundation
import SpeciesClassifier
import TestSupport
import Testing

@testable import Embeddings

@Suite struct SearchTests {
  struct Found: Decodable {
    let rank: Int
    let similarity: Double
    let startSeconds: Double
    let endSeconds: Double
    let recording: String
    let clip: String?
  }

  let folder: TemporaryFolder
  /// Whistles at 5 s and 14 s, a hum between.
  let scene = TestScene(
    seconds: 20,
    calls: [
      .init(.whistle, at: 5, lasting: 1), .init(.hum, at: 9, lasting: 2),
      .init(.whistle, at: 14, lasting: 1),
    ], seed: 3)

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("card"), withIntermediateDirectories: true)
    try scene.wav().write(to: folder.url.appending(path: "card/20250607_051000.wav"))
    try TestScene(seconds: 12, calls: [.init(.voice, at: 3, lasting: 2)], seed: 8).wav()
      .write(to: folder.url.appending(path: "card/other.wav"))
    try TestScene(seconds: 3, calls: [.init(.whistle, at: 1, lasting: 1)], seed: 9).wav()
      .write(to: folder.url.appending(path: "query.wav"))
  }

  private func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(["search"] + arguments + ["--model", TinyBundle.url.path], in: folder.url)
  }

  private func found(_ arguments: [String]) throws -> [Found] {
    let result = try run(arguments + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode([Found].self, from: Data(result.output.utf8))
  }

  @Test func `the moments that sound like the example come first, each once`() throws {
    let all = try found(["query.wav", "card", "--from", "1.2", "--until", "1.8", "--top", "50"])
    let first = all.prefix(2).sorted { $0.startSeconds < $1.startSeconds }
    #expect(first.allSatisfy { $0.recording == "card/20250607_051000.wav" })
    #expect(abs(first[0].startSeconds - 5.2) < 0.6 && abs(first[1].startSeconds - 14.2) < 0.6)
    #expect(first.allSatisfy { $0.similarity > 0.95 })
    #expect(all.map(\.rank) == Array(1...all.count))
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.similarity >= $1.similarity })
    for one in all {
      for other in all where other.rank > one.rank && other.recording == one.recording {
        #expect(one.endSeconds <= other.startSeconds || other.endSeconds <= one.startSeconds)
      }
    }
  }

  @Test func `the example itself is not among them`() throws {
    let all = try found([
      "card/20250607_051000.wav", "card", "--from", "5.2", "--until", "5.8", "--top", "3",
    ])
    #expect(abs(all[0].startSeconds - 14.2) < 0.7, "\(all[0])")
    #expect(
      !all.contains {
        $0.startSeconds < 5.8 && $0.endSeconds > 5.2 && $0.recording.hasSuffix("00.wav")
      })
  }

  @Test func `a log is searched in the place of a folder`() throws {
    let classified = try Program.run(
      ["classify", "card", "--log", "log.sqlite", "--model", TinyBundle.url.path], in: folder.url)
    #expect(classified.status == 0, "\(classified.errors)")
    let fromFolder = try found(["query.wav", "card", "--from", "1.2", "--until", "1.8"])
    let fromLog = try found(["query.wav", "log.sqlite", "--from", "1.2", "--until", "1.8"])
    #expect(fromLog.map(\.startSeconds) == fromFolder.map(\.startSeconds))
    #expect(fromLog.map(\.similarity) == fromFolder.map(\.similarity))
  }

  @Test func `clips hold the moments, and are called after their recording`() throws {
    let all = try found([
      "query.wav", "card", "--from", "1.2", "--until", "1.8", "--top", "2", "--clips", "found",
      "--margin", "0.25",
    ])
    for one in all {
      let clip = try SoundFile(path: folder.path(try #require(one.clip)))
      #expect(clip.sampleRate == 16_000)
      let seconds = Double(clip.frames) / 16_000
      #expect(abs(seconds - (one.endSeconds - one.startSeconds + 0.5)) < 0.01)
      #expect(one.clip?.hasPrefix("found/20250607_051000_") == true)
    }
    // Again: what is there stays.
    #expect(
      try run(["query.wav", "card", "--from", "1.2", "--until", "1.8", "--clips", "found"]).status
        == 0)
  }

  @Test func `a table and its rate are for people`() throws {
    let result = try run(["query.wav", "card", "--top", "3"])
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4 && lines[0] == "rank  similarity  start   end  file", "\(lines[0])")
    #expect(result.errors.contains(" of 2 recordings; ") && result.errors.hasSuffix(" windows/s\n"))
    let csv = try run(["query.wav", "card", "--top", "3", "--format", "csv"])
    #expect(csv.output.hasPrefix("rank,similarity,start_s,end_s,recording,clip\n1,"))
  }

  @Test func `a part without sound, and silence, are refused`() throws {
    let beyond = try run(["query.wav", "card", "--from", "7"])
    #expect(beyond.status == 1 && beyond.errors.contains("has no sound from 7.0 s"))
    try TestScene.wav([Int16](repeating: 0, count: 32_000), rate: 16_000)
      .write(to: folder.url.appending(path: "silent.wav"))
    let silent = try run(["silent.wav", "card"])
    #expect(silent.status == 1 && silent.errors.contains("is silent where it is looked at"))
  }

  @Test func `the end of an example is heard, where windows leave less than a half`() throws {
    let embedder = try Embedder(ModelBundle(path: TinyBundle.url.path))
    let bundle = embedder.bundle
    let path = folder.path("late.wav")
    // Windows of 0.512 s: behind the first there is the call.
    try TestScene(seconds: 0.75, calls: [.init(.whistle, at: 0.56, lasting: 0.19)]).wav()
      .write(to: URL(filePath: path))
    let query = try SoundQuery(path: path, stream: .channel(0), of: embedder)
    let excerpt = try SoundExcerpt(
      path: path, stream: .channel(0), rate: bundle.manifest.frontEnd.sampleRate)
    let end = Array(excerpt.samples.suffix(bundle.windowLength))
    let image = try bundle.frontEnd.images(of: end.span, step: bundle.windowLength)
    var values: [Int8] = []
    try WindowEmbedder(embedder).embed(image.values.span, appendingTo: &values)
    #expect(query.similarity(of: values[...]) > 0.9999)
  }
}
