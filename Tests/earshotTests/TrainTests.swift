import Foundation
import TestSupport
import Testing

@Suite struct TrainTests {
  struct Report: Decodable {
    struct Class: Decodable {
      struct Interval: Decodable {
        let value: Double?
        let lower: Double?
      }

      let name: String
      let clips: Int
      let averagePrecision: Interval
      let isValidated: Bool
    }

    let model: String
    let digest: String
    let folds: [String]
    let classes: [Class]
    let notes: [String]
  }

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (label, sound) in [("hummer", .hum), ("whistler", .whistle), ("background", nil)]
      as [(String, TestScene.Sound?)]
    {
      for number in 0..<10 {
        let calls = sound.map { [TestScene.Call($0, at: 0.4, lasting: 2)] } ?? []
        let scene = TestScene(seconds: 3, calls: calls, seed: UInt64(number * 7 + label.count))
        let url = folder.url.appending(path: "clips/\(label)/\(number).wav")
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try scene.wav().write(to: url)
      }
    }
  }

  private func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(
      ["train"] + arguments + ["--backbone", TinyBundle.url.path, "--copies", "1"], in: folder.url)
  }

  private func writeListing(folds: Bool) throws {
    var lines = ["file,class" + (folds ? ",fold" : "")]
    for label in ["hummer", "whistler", "background"] {
      for number in 0..<10 {
        lines.append("clips/\(label)/\(number).wav,\(label)" + (folds ? ",\(number % 2 + 1)" : ""))
      }
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: folder.url.appending(path: "list.csv"))
  }

  @Test func `a model is made that other commands take, and told of`() throws {
    let result = try run(["clips", "-o", "Models/mine"])
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(
      lines[0].split(separator: " ").map(String.init) == [
        "class", "clips", "recordings", "AP", "AUROC", "threshold", "precision", "recall",
      ])
    #expect(lines[1].hasPrefix("Hummer") && lines[2].hasPrefix("Whistler"))
    #expect(lines.last?.hasPrefix("Models/mine: ") == true)
    let check = try Program.run(["models", "check", "Models/mine"], in: folder.url)
    #expect(check.status == 0, "\(check.errors)")
    let classified = try Program.run(
      ["classify", "clips/whistler", "--model", "mine", "--log", "x.sqlite"], in: folder.url)
    #expect(classified.status == 0, "\(classified.errors)")
    let events = try Program.run(
      ["events", "--log", "x.sqlite", "--format", "csv"], in: folder.url)
    #expect(events.output.contains(",Whistler,") && !events.output.contains(",Hummer,"))
    // A second time only if that is said.
    #expect(try run(["clips", "-o", "Models/mine"]).status == 2)
    #expect(try run(["clips", "-o", "Models/mine", "--replace"]).status == 0)
  }

  @Test func `each fold of a listing is judged through the backbone that has not seen it`() throws {
    try writeListing(folds: true)
    for fold in ["1", "2"] {
      let bundle = folder.url.appending(path: "cv/fold-\(fold)")
      try FileManager.default.createDirectory(
        at: bundle.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: TinyBundle.url, to: bundle)
    }
    let result = try run([
      "list.csv", "-o", "mine", "--fold-backbones", "cv/fold-{fold}", "--format", "json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.folds == ["1", "2"] && report.classes.count == 3)
    #expect(report.classes.allSatisfy { $0.isValidated && $0.clips == 10 })
    // The same networks: what the backbone alone gives.
    let plain = try run(["list.csv", "-o", "plain", "--format", "json"])
    let other = try JSONDecoder().decode(Report.self, from: Data(plain.output.utf8))
    #expect(
      other.classes.map(\.averagePrecision.value) == report.classes.map(\.averagePrecision.value))
    let card = try String(contentsOfFile: folder.path("mine/card.md"), encoding: .utf8)
    #expect(card.contains("Each fold's clips were embedded by a network that had not seen them."))

    try FileManager.default.removeItem(atPath: folder.path("cv/fold-2"))
    let missing = try run([
      "list.csv", "-o", "other", "--fold-backbones", "cv/fold-{fold}",
    ])
    #expect(missing.status == 2 && missing.errors.contains("cv/fold-2"), "\(missing.errors)")
  }

  @Test func `networks for folds need folds`() throws {
    try writeListing(folds: false)
    let result = try run(["list.csv", "-o", "mine", "--fold-backbones", "cv/fold-{fold}"])
    #expect(result.status == 2 && result.errors.contains("its clips have no folds"))
    let pattern = try run(["list.csv", "-o", "mine", "--fold-backbones", "cv/fold"])
    #expect(pattern.status == 2 && pattern.errors.contains("--fold-backbones must hold {fold}"))
  }

  @Test(
    arguments: [
      (["--hidden", "0"], "--hidden must be from 1 to 512"),
      (["--folds", "1"], "--folds must be from 2 to 20"),
      (["--precision", "1.5"], "--precision must be above 0"),
      (["--recording-pattern", "["], "it is no regular expression"),
    ] as [([String], String)])
  func `what cannot be is refused before anything is read`(
    options: [String], words: String
  ) throws {
    let result = try run(["clips", "-o", "mine"] + options)
    #expect(result.status == 2 && result.errors.contains(words), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("mine")))
  }

  @Test func `a folder without clips is told as such`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("bare"), withIntermediateDirectories: false)
    let result = try run(["bare", "-o", "mine"])
    #expect(result.status == 2 && result.errors.contains("there is no labelled sound in it"))
  }
}
