import Foundation
import TestSupport
import Testing

/// What is not as it should be: sound, options, and places for what is written.
extension ValidateAudioTests {
  @Test func `what breaks off is judged by what is left, and named`() throws {
    try writeClips()
    let samples = TestScene(seconds: 2, calls: [.init(.whistle, at: 0, lasting: 2)]).samples()
    let cut = TestScene.wav(
      Array(samples[..<16_000]), rate: 16_000, promised: 2 * samples.count)
    try write("clips/whistle/cut.wav", cut)
    let result = try run([
      "clips", "--precision", "int8", "--resamplings", "0", "--format", "json",
    ])
    #expect(result.status == 1)
    #expect(
      result.errors.hasPrefix(
        "earshot: clips/whistle/cut.wav: is damaged or breaks off: 1.0 s of it were not heard."))
    let set = try #require(json(result.output)["set"] as? [String: Any])
    #expect(set["damaged"] as? [String] == ["whistle/cut.wav"] && set["clips"] as? Int == 33)
    #expect(set["failed"] as? [String] == [])
    let table = try run(["clips", "--precision", "int8", "--resamplings", "0"])
    #expect(table.output.hasPrefix("clips: 33 clips of 17 recordings, 1 of them damaged\n"))

    try write("field/a.wav", cut)
    try write("field/truth.csv", Data("file,start_s,end_s,class\na.wav,0,1,whistle\n".utf8))
    let events = try run(["field", "--precision", "int8"])
    #expect(events.status == 1 && events.errors.contains("1.0 s of it were not heard"))
    #expect(events.output.hasPrefix("field: 1 recording, 1 of them damaged\n"))
  }

  @Test(arguments: [
    ("clips", ["--threshold", "0.5"]), ("clips", ["--iou", "0.5"]), ("clips", ["--collar", "1"]),
    ("clips", ["--config", "rule.yaml"]), ("field", ["--pool", "max"]), ("field", ["--trim"]),
    ("field", ["--closed"]),
  ])
  func `an option that says nothing of what is judged is refused`(
    set: String, option: [String]
  ) throws {
    let sound = TestScene(seconds: 1, calls: [.init(.hum, at: 0, lasting: 1)]).wav()
    try write("clips/hum/a.wav", sound)
    try write("field/a.wav", sound)
    try write("field/truth.csv", Data("file,start_s,end_s,class\na.wav,0,1,hum\n".utf8))
    let result = try run([set] + option)
    #expect(result.status == 2 && result.output.isEmpty)
    let kinds = set == "clips" ? ("events", "clips") : ("clips", "events")
    #expect(
      result.errors.hasPrefix(
        "earshot: \(option[0]) is of \(kinds.0), and \(set) holds \(kinds.1): "))
  }

  @Test func `the channel that is asked for is judged`() throws {
    let sound = TestScene(seconds: 1.5, calls: [.init(.hum, at: 0, lasting: 1.5)]).samples()
    let quiet = TestScene(seconds: 1.5, calls: [], seed: 2).samples()
    func stereo(_ one: [Int16], _ other: [Int16]) -> Data {
      TestScene.wav(zip(one, other).flatMap { [$0, $1] }, rate: 16_000, channels: 2)
    }
    try write("clips/hum/a.wav", stereo(quiet, sound))
    try write("clips/background/a.wav", stereo(sound, quiet))
    func accuracy(_ options: [String]) throws -> Double? {
      let result = try run(["clips", "--precision", "int8", "--format", "json"] + options)
      #expect(result.status == 0, "\(result.errors)")
      let models = try #require(json(result.output)["models"] as? [[String: Any]])
      let formats = models[0]["formats"] as? [String: [String: Any]]
      return (formats?["int8"]?["accuracy"] as? [String: Any])?["value"] as? Double
    }
    #expect(try accuracy([]) == 0)
    #expect(try accuracy(["--channel", "2"]) == 1)
    let beyond = try run(["clips", "--channel", "3"])
    #expect(beyond.status == 1 && beyond.errors.contains("has no channel 3"))
  }

  @Test func `a folder that cannot be is told before any work`() throws {
    try write("out", Data())
    let result = try run(["nowhere", "--output", "out"])
    #expect(result.status == 4 && result.errors.hasPrefix("earshot: out: cannot be written: "))
  }

  @Test func `a plot that cannot be written takes nothing else with it`() throws {
    try writeClips()
    try write("out/roc.png/file", Data())
    let result = try run(["clips", "--precision", "int8", "--resamplings", "0", "--output", "out"])
    #expect(result.status == 4 && result.errors.hasPrefix("earshot: out/roc.png: cannot be"))
    #expect(result.output.hasPrefix("clips: 32 clips of 16 recordings\n"))
    for name in ["report.json", "scores.csv", "precision-recall.png"] {
      #expect(FileManager.default.fileExists(atPath: folder.path("out/" + name)), "\(name)")
    }
  }
}
