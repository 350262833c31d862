import Foundation
import TestSupport
import Testing

/// Other settings over stored scores, through the program.
@Suite struct DecideTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for number in 0..<3 {
      let name = "2025060\(7 + number)_031000.wav"
      try TestScene.busy(seconds: 12, seed: UInt64(number)).wav()
        .write(to: folder.url.appending(path: name))
    }
  }

  private func run(_ command: String, _ arguments: String...) throws -> Program.Result {
    try Program.run(
      [command] + arguments + ["--log", "log.sqlite"]
        + (command == "events" ? [] : ["--model", TinyBundle.url.path]), in: folder.url)
  }

  /// The log's events, without their numbers in the log.
  private func events() throws -> [Substring] {
    try run("events", "--format", "csv").output.split(separator: "\n")
      .map { $0.drop { $0 != "," } }
  }

  @Test func `it gives what listening with those settings gives, and both decisions stay`() throws {
    #expect(try run("classify", ".").status == 0)
    let first = try events()
    let result = try run("decide", "--threshold", "0.9")
    #expect(result.status == 0 && result.errors.contains("3 analyses: 3 decided anew"))
    let strict = try events()
    #expect(strict != first)
    let url = folder.url.appending(path: "log.sqlite")
    #expect(try LogContents(of: url).count("decision") == 6)

    #expect(try run("decide", "--threshold", "0.9").errors.contains("0 decided anew, 3 had been"))
    #expect(try run("decide").errors.contains("3 decided anew"))
    #expect(try events() == first)
    #expect(try LogContents(of: url).count("decision") == 6)

    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "log.sqlite" + suffix))
    }
    #expect(try run("classify", ".", "--threshold", "0.9").status == 0)
    #expect(try events() == strict)
  }

  @Test func `it reaches the recordings that are named, and says when there are none`() throws {
    #expect(try run("classify", ".").status == 0)
    let result = try run("decide", "20250607_031000.wav", "--threshold", "0.9")
    #expect(result.errors.contains("1 analysis: 1 decided anew"))
    let nowhere = try run("decide", "elsewhere", "--threshold", "0.9")
    #expect(nowhere.status == 2 && nowhere.errors.contains("lies at or below elsewhere"))
  }

  @Test func `what classify finds decided keeps its decision, unless settings are given`() throws {
    #expect(try run("classify", ".").status == 0)
    let first = try events()
    #expect(try run("decide", "--threshold", "0.9").status == 0)
    let strict = try events()
    let kept = try run("classify", ".")
    #expect(kept.errors.contains("3 of those in the log already keep a decision by other settings"))
    #expect(try events() == strict)
    #expect(try run("classify", ".", "--threshold", "0.97").errors.contains("3 decided anew"))
    #expect(try events() != strict)
    #expect(try run("decide").status == 0)
    #expect(try events() == first)
  }

  @Test func `a rule that one of the steps cannot satisfy changes nothing`() throws {
    #expect(try run("classify", "20250607_031000.wav").status == 0)
    #expect(try run("classify", "20250608_031000.wav", "--overlap", "0").status == 0)
    let before = try LogContents(of: folder.url.appending(path: "log.sqlite"))
    // Two windows of half a second: three quarters where they overlap, a second where they do not.
    try Data("detection: {confirmations: 2, confirmation_span: 0.75}".utf8)
      .write(to: folder.url.appending(path: "two.yaml"))
    let result = try run("decide", "--config", "two.yaml")
    #expect(result.status == 2 && result.errors.contains("2 windows"), "\(result.errors)")
    let after = try LogContents(of: folder.url.appending(path: "log.sqlite"))
    #expect(after.rows["decision"] == before.rows["decision"])
    #expect(after.rows["event"] == before.rows["event"])
  }

  @Test(arguments: [
    (["--threshold", "1.5"], "1.5"),
    (["--threshold", "0.01"], "is not stored. The lowest threshold is 0.267."),
    (["--overlap", "0.1"], "--overlap belongs to listening"),
    (["--species-list", "nowhere.txt"], "the species list cannot be read"),
  ])
  func `settings that make no sense are refused`(arguments: [String], reason: String) throws {
    #expect(try run("classify", "20250607_031000.wav").status == 0)
    let result = try Program.run(
      ["decide", "--model", TinyBundle.url.path, "--log", "log.sqlite"] + arguments,
      in: folder.url)
    #expect(result.status == 2 && result.errors.contains(reason), "\(result.errors)")
  }

  @Test func `a log of another model, or none, is told`() throws {
    #expect(try run("decide").status == 3)
    #expect(try run("classify", "20250607_031000.wav").status == 0)
    let other = try TinyBundle.copy(
      to: folder, replacing: "\"version\": \"1", with: "\"version\": \"7")
    let result = try Program.run(
      ["decide", "--model", other.path, "--log", "log.sqlite"], in: folder.url)
    #expect(result.status == 2 && result.errors.contains("nothing was analysed with the model"))
  }
}
