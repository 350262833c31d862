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

  private func write(_ data: Data, _ name: String) throws {
    let url = folder.url.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// - Parameter homeless: A clip without a fold.
  private func writeListing(folds: Bool, homeless: String? = nil) throws {
    var lines = ["file,class" + (folds ? ",fold" : "")]
    for label in ["hummer", "whistler", "background"] {
      for number in 0..<10 {
        let name = "clips/\(label)/\(number).wav"
        let fold = name == homeless ? "" : "\(number % 2 + 1)"
        lines.append("\(name),\(label)" + (folds ? ",\(fold)" : ""))
      }
    }
    try write(Data(lines.joined(separator: "\n").utf8), "list.csv")
  }

  private func copyFoldBackbones() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("cv"), withIntermediateDirectories: true)
    for fold in ["1", "2"] {
      try FileManager.default.copyItem(
        at: TinyBundle.url, to: folder.url.appending(path: "cv/fold-\(fold)"))
    }
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
    try copyFoldBackbones()
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
    try copyFoldBackbones()
    try writeListing(folds: true, homeless: "clips/hummer/3.wav")
    let partly = try run(["list.csv", "-o", "mine", "--fold-backbones", "cv/fold-{fold}"])
    #expect(partly.status == 2)
    #expect(
      partly.errors.contains("list.csv: clips/hummer/3.wav has no fold, and other clips have."))
  }

  @Test func `backgrounds beside a listing lie in its folds`() throws {
    try writeListing(folds: true)
    try copyFoldBackbones()
    for number in 0..<6 {
      try write(
        TestScene(seconds: 3, calls: [], seed: UInt64(1000 + number)).wav(),
        "rain/rain/\(number).wav")
    }
    func trained(beside background: String, _ name: String) throws -> Program.Result {
      try run([
        "list.csv", "-o", name, "--background", background, "--fold-backbones", "cv/fold-{fold}",
        "--format", "json",
      ])
    }
    let result = try trained(beside: "rain", "mine")
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.folds == ["1", "2"])
    #expect(report.classes.map(\.clips) == [10, 10, 16])
    // A fold that no network is for.
    try write(Data("file,class,fold\nrain/0.wav,rain,6\n".utf8), "rain/list.csv")
    let sixth = try trained(beside: "rain/list.csv", "other")
    #expect(sixth.status == 2 && sixth.errors.contains("cv/fold-6"), "\(sixth.errors)")
  }

  @Test func `what cannot be read is named, and the model is there all the same`() throws {
    let cut = TestScene(seconds: 3, calls: [.init(.hum, at: 0.4, lasting: 2)], seed: 900).samples()
    try write(
      TestScene.wav(Array(cut[..<32_000]), rate: 16_000, promised: 2 * cut.count),
      "clips/hummer/cut.wav")
    let told =
      "earshot: hummer/cut.wav: breaks off or is damaged: 1 s of it are missing, and the rest is used. "
    let damaged = try run(["clips", "-o", "mine"])
    #expect(damaged.status == 0 && damaged.errors.contains(told), "\(damaged.errors)")
    try write(Data("no sound".utf8), "clips/hummer/text.wav")
    let result = try run(["clips", "-o", "other"])
    #expect(result.status == 1 && result.errors.contains(told), "\(result.errors)")
    #expect(result.errors.contains("earshot: clips/hummer/text.wav: is not a sound file: "))
    #expect(result.output.contains("other: ") && result.output.contains("windows learned in"))
    #expect(FileManager.default.fileExists(atPath: folder.path("other/bundle.json")))
  }

  @Test func `what is no model is not replaced, and that is known before anything is read`() throws
  {
    let result = try run(["nowhere", "-o", "clips", "--replace"])
    #expect(result.status == 2 && result.errors.contains("clips: is there already"))
    #expect(FileManager.default.fileExists(atPath: folder.path("clips/hummer/0.wav")))
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

  @Test func `a pattern that fits no clip would part none from another, and is refused`() throws {
    let result = try run(["clips", "-o", "mine", "--recording-pattern", "zzz(.)"])
    #expect(result.status == 2 && result.errors.contains("it fits no file's name, such as "))
    #expect(!FileManager.default.fileExists(atPath: folder.path("mine")))
  }

  @Test func `a folder without clips is told as such`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("bare"), withIntermediateDirectories: false)
    let result = try run(["bare", "-o", "mine"])
    #expect(result.status == 2 && result.errors.contains("there is no labelled sound in it"))
  }
}
