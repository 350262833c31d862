import Foundation
import TestSupport
import Testing

/// `earshot validate audio`, run as people run it.
@Suite struct ValidateAudioTests {
  static let golden = SharedData.repository.appending(path: "Tests/Golden/evaluation/audio")

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func run(_ arguments: [String]) throws -> Program.Result {
    try Program.run(
      ["validate", "audio"] + arguments + ["--model", TinyBundle.url.path], in: folder.url)
  }

  func write(_ name: String, _ data: Data) throws {
    let url = URL(filePath: folder.path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  /// Thirty-two clips, some of which hold what their folder does not say: a model that hears well is
  /// wrong there.
  func writeClips() throws {
    let sounds: [(String, TestScene.Sound?)] = [
      ("Bombus fictus_Hum", .hum), ("whistle", .whistle), ("VOICE", .voice), ("background", nil),
    ]
    for (place, (name, sound)) in sounds.enumerated() {
      for clip in 0..<8 {
        let seed = UInt64(place * 8 + clip + 1)
        var random = SplitMix64(seed: seed)
        var calls: [TestScene.Call] = []
        if let sound {
          let own = clip == 7 ? TestScene.Sound.allCases[(place + 1) % 3] : sound
          let length = Double.random(in: 0.1...1.2, using: &random)
          calls.append(.init(own, at: Double.random(in: 0...0.3, using: &random), lasting: length))
        }
        // Two clips of a recording.
        try write(
          "clips/\(name)/\(clip / 2 + 1)-\(place)0\(clip / 2)-\(clip.isMultiple(of: 2) ? "A" : "B")-\(place).wav",
          TestScene(rate: 16_000, seconds: 1.5, calls: calls, seed: seed).wav())
      }
    }
  }

  func json(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func contents(_ name: String) throws -> String {
    try String(contentsOf: URL(filePath: folder.path(name)), encoding: .utf8)
  }

  @Test func `figures of synthetic clips are what scikit-learn makes of the same scores`() throws {
    try writeClips()
    let result = try run(["clips", "--output", "out", "--jobs", "2"])
    #expect(result.status == 0, "\(result.errors)")
    let scores = try contents("out/scores.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let expected = try String(
      contentsOf: Self.golden.appending(path: "scores.csv"), encoding: .utf8
    ).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    // int8 to the last digit; fp32's exponentials may differ in the last bit. The model's path is this
    // machine's.
    let isSame = scores.map { $0[1...7] } == expected.map { $0[1...7] }
    let kept = FileManager.default.temporaryDirectory.appending(path: "earshot-scores.csv")
    if !isSame { try Data(contents("out/scores.csv").utf8).write(to: kept) }
    #expect(isSame, "the scores of this run are in \(kept.path)")
    for (own, other) in zip(scores.dropFirst(), expected.dropFirst()) {
      #expect(abs((Double(own[8]) ?? 2) - (Double(other[8]) ?? 3)) < 1e-5)
    }

    let report = try json(contents("out/report.json"))
    let golden = try json(
      String(contentsOf: Self.golden.appending(path: "figures.json"), encoding: .utf8))
    let models = try #require(report["models"] as? [[String: Any]])
    let formats = try #require(models[0]["formats"] as? [String: [String: Any]])
    for format in ["int8", "fp32"] {
      let own = try #require(formats[format])
      let other = try #require(golden[format] as? [String: Any])
      for name in [
        "accuracy", "macroAveragePrecision", "macroAreaUnderROC", "macroF1", "calibrationError",
        "brier",
      ] {
        #expect(close(own[name], other[name]), "\(format) \(name)")
      }
      let confusion = try #require(own["confusion"] as? [String: Any])
      let counts = try #require(confusion["counts"] as? [[Int]])
      #expect(counts == other["confusion"] as? [[Int]])
      let names = try #require(confusion["classes"] as? [String])
      let shares = try #require(confusion["shares"] as? [[String: Any]])
      #expect(shares.count >= counts.joined().count { $0 > 0 })
      for cell in shares {
        let row = try #require(names.firstIndex(of: cell["name"] as? String ?? ""))
        let column = try #require(names.firstIndex(of: cell["heardAs"] as? String ?? ""))
        #expect(
          close(cell["share"], Double(counts[row][column]) / Double(counts[row].reduce(0, +))))
      }
      let classes = try #require(own["classes"] as? [[String: Any]])
      let others = try #require(other["classes"] as? [String: [String: Any]])
      #expect(classes.count == 4)
      for figures in classes {
        let same = try #require(others[figures["name"] as? String ?? ""])
        for name in [
          "averagePrecision", "areaUnderROC", "precision", "recall", "f1", "calibrationError",
          "brier",
        ] {
          #expect(close(figures[name], same[name]), "\(format) \(figures["name"] ?? "") \(name)")
        }
      }
    }
    // Not a set on which nothing can go wrong.
    let accuracy = (formats["int8"]?["accuracy"] as? [String: Any])?["value"] as? Double ?? 1
    #expect((0.5..<0.99).contains(accuracy))
    for name in [
      "precision-recall.png", "roc.png", "reliability.png", "confusion-int8.png",
      "confusion-fp32.png",
    ] {
      let picture = try Data(contentsOf: URL(filePath: folder.path("out/" + name)))
      #expect(picture.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  /// A figure with bounds beside a number.
  private func close(_ interval: Any?, _ number: Any?) -> Bool {
    let own = (interval as? [String: Any])?["value"] as? Double
    let other = number as? Double
    guard let own, let other else { return own == nil && other == nil }
    return abs(own - other) < 1e-5
  }

  @Test func `the result is the same with one thread or four, and the table says it`() throws {
    try writeClips()
    let one = try run(["clips", "--format", "json", "--jobs", "1", "--resamplings", "100"])
    let four = try run(["clips", "--format", "json", "--jobs", "4", "--resamplings", "100"])
    #expect(one.status == 0 && one.output == four.output)
    let table = try run(["clips", "--resamplings", "100", "--precision", "int8"])
    #expect(table.status == 0 && table.errors.isEmpty)
    #expect(table.output.hasPrefix("clips: 32 clips of 16 recordings\n"))
    #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `a bundle for each fold judges its own clips, and a clip without a fold is refused`()
    throws
  {
    try writeClips()
    for fold in 1...2 {
      let copy = folder.url.appending(path: "cv/fold-\(fold)")
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: TinyBundle.url, to: copy)
    }
    // Fold 2's bundle takes nothing: its threshold tells whose clips it judged.
    let file = URL(filePath: folder.path("cv/fold-2/bundle.json"))
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacing("\"threshold\": 0.7", with: "\"threshold\": 0.99").utf8).write(to: file)
    try write(
      "list.csv",
      Data(
        """
        file,class,fold
        clips/whistle/1-100-A-1.wav,whistle,1
        clips/whistle/1-100-B-1.wav,whistle,2
        clips/VOICE/1-200-A-2.wav,Voice,1
        clips/VOICE/1-200-B-2.wav,Voice,2

        """.utf8))
    let result = try Program.run(
      [
        "validate", "audio", "list.csv", "--model", "cv/fold-{fold}", "--closed", "--output", "out",
        "--precision", "int8", "--format", "json",
      ], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let rows = try contents("out/scores.csv").split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      Set(rows.map { "\($0[3]) \($0[6])" }) == ["1 0.699999988079071", "2 0.9900000095367432"])
    let models = try #require(json(result.output)["models"] as? [[String: Any]])
    #expect((models[0]["folds"] as? [[String: Any]])?.map { $0["fold"] as? String } == ["1", "2"])

    let refused = try Program.run(
      ["validate", "audio", "clips", "--model", "cv/fold-{fold}"], in: folder.url)
    #expect(refused.status == 2 && refused.errors.contains("has no fold, and {fold}"))
    let twice = try Program.run(
      ["validate", "audio", "list.csv", "--model", "cv/fold-1", "--model", "cv/fold-2"],
      in: folder.url)
    #expect(twice.status == 0 && twice.output.contains("standard deviation"))
  }

  @Test func `what cannot be read is named, and what the model does not know too`() throws {
    try writeClips()
    try write("clips/whistle/broken.wav", Data("no sound".utf8))
    try write(
      "clips/Parrot/a.wav", TestScene(seconds: 1, calls: [.init(.hum, at: 0, lasting: 1)]).wav())
    let open = try run(["clips", "--precision", "int8", "--resamplings", "0"])
    #expect(open.status == 1)
    #expect(open.errors.hasPrefix("earshot: clips/whistle/broken.wav: "))
    #expect(open.output.hasPrefix("clips: 33 clips of 17 recordings\n"))
    #expect(open.output.contains("labels that the model does not know: Parrot (1)"))
    let closed = try run(["clips", "--precision", "int8", "--closed", "--resamplings", "0"])
    #expect(
      closed.output.hasPrefix("clips: 32 clips of 16 recordings, 1 left out of the closed set\n"))
    let renamed = try run(
      ["clips", "--precision", "int8", "--resamplings", "0", "--class", "parrot=Bombus fictus"])
    #expect(!renamed.output.contains("does not know"))
    let unknown = try run(["clips", "--class", "parrot=cockatoo"])
    #expect(unknown.status == 2 && unknown.errors.contains("knows no \"cockatoo\""))
    let misspelt = try run(["clips", "--class", "parot=Bombus fictus"])
    #expect(misspelt.status == 2 && misspelt.errors.contains("nothing is labelled parot."))
    let pattern = try run(["clips", "--recording-pattern", "^(parrot)"])
    #expect(pattern.status == 2 && pattern.errors.contains("it fits no file's name, such as "))
  }

  @Test func `a folder of reports holds one report`() throws {
    try writeClips()
    let report = ["clips", "--resamplings", "0", "--output", "out"]
    #expect(try run(report).status == 0)
    #expect(FileManager.default.fileExists(atPath: folder.path("out/confusion-fp32.png")))
    #expect(try run(report + ["--precision", "int8"]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("out/confusion-fp32.png")))
    #expect(FileManager.default.fileExists(atPath: folder.path("out/confusion-int8.png")))
  }

  /// Two calls and a voice, which is not where the truth says, and a recording of nothing.
  private func writeEvents(_ truth: String = "a.wav,2,4,hum\n") throws {
    let calls: [TestScene.Call] = [
      .init(.hum, at: 2, lasting: 2), .init(.whistle, at: 8, lasting: 1.5),
      .init(.voice, at: 12, lasting: 2),
    ]
    try write("field/a.wav", TestScene(seconds: 20, calls: calls, seed: 3).wav())
    try write("field/b.wav", TestScene(seconds: 10, calls: [], seed: 4).wav())
    try write(
      "field/truth.csv",
      Data(
        "file,start_s,end_s,class\n\(truth)a.wav,8,9.5,whistle\na.wav,15,17,voice\n".utf8))
  }

  /// The part of a report that is about all events in a format.
  private func allEvents(_ arguments: [String], _ format: String = "int8") throws -> [String: Any] {
    let result = try run(["field", "--format", "json"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    let events = try #require(json(result.output)["events"] as? [String: Any])
    return try #require((events["all"] as? [String: [String: Any]])?[format])
  }

  @Test func `events are judged through the rule, by the tolerance asked for`() throws {
    try writeEvents()
    for format in ["int8", "fp32"] {
      let counts = try #require(allEvents([], format)["counts"] as? [String: Double])
      #expect(counts["truePositives"] == 2 && counts["falsePositives"] == 1)
      #expect(counts["falseNegatives"] == 1)
    }
    let strict = try allEvents(["--collar", "0.01"])["counts"] as? [String: Double]
    #expect((strict?["truePositives"] ?? 2) < 2)
    let table = try run(["field"])
    #expect(
      table.output.contains("of 1 recording the truth tells no event: what is found there is wrong")
    )
    #expect(
      table.output.contains("a found event is a true one if: intersection over union at least 0.3"))
  }

  @Test func `labels of a class that touch are one event, or events of their own`() throws {
    try writeEvents("a.wav,2,3,hum\na.wav,3,4,hum\n")
    let table = try run(["field", "--resamplings", "50"])
    #expect(
      table.output.contains("4 labels of 3 events: labels of a class that touch are one\n"))
    #expect(table.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let apart = try allEvents(["--apart"])["counts"] as? [String: Double]
    #expect(apart?["truePositives"] == 2 && apart?["falseNegatives"] == 2)
  }

  @Test func `each point of the curve of events is what its threshold gives`() throws {
    try writeEvents()
    let curve = try #require(allEvents(["--output", "out"])["curve"] as? [[String: Double]])
    #expect(FileManager.default.fileExists(atPath: folder.path("out/events.png")))
    // At the others, no output of this model could tell one sound from another.
    #expect(curve.count > 10)
    for point in [curve[0], curve[curve.count / 2], curve[curve.count - 1]] {
      let threshold = try #require(point["threshold"])
      let own = try allEvents(["--threshold", "\(threshold)"])
      for measure in ["precision", "recall", "f1"] {
        #expect((own[measure] as? [String: Double])?["value"] == point[measure], "\(threshold)")
      }
    }
  }

  @Test func `robustness has a row for each condition, the unchanged sound first`() throws {
    try writeClips()
    let result = try run([
      "clips", "--precision", "int8", "--robustness", "--noise", "clips/whistle", "--resamplings",
      "20", "--format", "json", "--output", "out",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let rows = try #require(json(result.output)["robustness"] as? [[String: Any]])
    #expect(rows.count == 26)
    #expect(rows[0]["condition"] as? String == "as recorded")
    func accuracy(_ row: [String: Any]) -> Double? {
      let formats = row["formats"] as? [String: [String: Any]]
      return (formats?["int8"]?["accuracy"] as? [String: Any])?["value"] as? Double
    }
    #expect(accuracy(rows[0]).map { $0 > 0.5 } == true)
    // Every condition changes something, and not all of them the same.
    #expect(Set(rows.compactMap(accuracy)).count > 3)
    #expect(FileManager.default.fileExists(atPath: folder.path("out/robustness.png")))
  }

  @Test func `tables are a hundred columns wide at most, under all conditions too`() throws {
    try writeClips()
    let result = try run(["clips", "--robustness", "--resamplings", "50"])
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.filter { $0.count > 100 })")
    #expect(lines.contains("recall at the stored thresholds of 1 Hum, 2 Whistle, 3 Voice, 4 Quiet"))
  }
}
