import EventDetection
import Foundation
import TestSupport
import Testing

/// Whether people learn why something is an event, or is none.
@Suite struct WhyTests {
  let folder: TemporaryFolder
  let name = "20250607_031000.wav"

  init() throws {
    folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 3).wav().write(to: folder.url.appending(path: name))
  }

  private func run(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      arguments + ["--model", TinyBundle.url.path, "--log", "earshot.sqlite"], in: folder.url)
  }

  @Test func `the log's scores and the sound itself tell the same`() throws {
    let heard = try run("why", name)
    #expect(heard.status == 0 && heard.output.contains("from the sound itself"))
    #expect(try run("classify", name).status == 0)
    let stored = try run("why", name)
    #expect(stored.output.contains("from the scores in earshot.sqlite"))
    #expect(
      stored.output.split(separator: "\n").dropFirst()
        == heard.output.split(separator: "\n").dropFirst())
    #expect(stored.output.contains(": an event: its highest score, "))
    #expect(try run("why", name, "--anew").output == heard.output)
  }

  @Test func `a log that was written with another model explains nothing, and that is said`() throws
  {
    #expect(try run("classify", name).status == 0)
    let copy = try TinyBundle.copy(to: folder, replacing: "Avis ficta", with: "Avis altera")
    let other = try Program.run(
      ["why", name, "--model", copy.path, "--log", "earshot.sqlite"], in: folder.url)
    #expect(
      other.output.contains(
        "from the sound itself; earshot.sqlite has no scores of it by this model, at this step\n"))
  }

  @Test func `of a file that is gone the log tells what it has`() throws {
    #expect(try run("classify", name).status == 0)
    let stored = try run("why", name).output
    try FileManager.default.removeItem(at: folder.url.appending(path: name))
    let gone = try run("why", name)
    #expect(gone.status == 0, "\(gone.errors)")
    #expect(gone.output.contains("from the scores in earshot.sqlite; the file itself is gone\n"))
    #expect(
      gone.output.split(separator: "\n").dropFirst()
        == stored.split(separator: "\n").dropFirst())
    let anew = try run("why", name, "--anew")
    #expect(anew.status == 1 && anew.errors.contains("\(name): no such file"))
  }

  @Test func `it is told when the recording was made, and how that is known`() throws {
    try Data("site: {time_zone: +02:00}".utf8).write(to: folder.url.appending(path: "site.yaml"))
    #expect(
      try run("why", name, "--config", "site.yaml").output
        .contains("\nrecorded 2025-06-07T03:10:00+02:00, by its name\n"))
    try FileManager.default.moveItem(
      at: folder.url.appending(path: name), to: folder.url.appending(path: "a.wav"))
    #expect(
      try run("why", "a.wav").output.contains("by the file's modification time, which is a guess\n")
    )
  }

  @Test func `without options it is the log's decision that is explained, with options theirs`()
    throws
  {
    #expect(try run("classify", name, "--threshold", "0.97").status == 0)
    #expect(try run("why", name).output.contains("0.970"))
    let other = try run("why", name, "--threshold", "0.5").output
    #expect(other.contains("reaches the threshold, 0.500") && !other.contains("0.970"))
  }

  @Test func `a species and a moment narrow it down`() throws {
    let all = try run("why", name).output
    let verdict = try #require(all.split(separator: "\n").first { $0.contains(": an event") })
    let species = try #require(
      verdict.split(separator: ":").first?.split(separator: "s  ").last.map(String.init))
    let start = try #require(verdict.split(separator: " ").first.map(String.init))
    let one = try run("why", name, "--species", species.uppercased(), "--at", start).output
    let verdicts = one.split(separator: "\n").filter { $0.contains(": an event") }
    #expect(verdicts == [verdict])
  }

  @Test(arguments: [
    (["--species", "Whistle"], "No candidate. The highest scores there"),
    (["--species", "Hum", "--at", "5"], "No candidate at 5.0 s. The highest scores there"),
  ])
  func `where no window came near, the highest scores are told`(
    question: [String], answer: String
  ) throws {
    try TestScene(seconds: 6, calls: [TestScene.Call(.hum, at: 0.5, lasting: 1.5)]).wav()
      .write(to: folder.url.appending(path: "hum.wav"))
    let result = try Program.run(
      ["why", "hum.wav", "--model", TinyBundle.url.path, "--log", "earshot.sqlite"] + question,
      in: folder.url)
    #expect(result.output.contains(answer), "\(result.output)")
  }

  @Test(arguments: [
    (["20250607_031000.wav", "--at", "0:12"], "the recording ends at 12.0 s"),
    (["20250607_031000.wav", "--at", "noon"], "noon"),
    (["20250607_031000.wav", "--species", "Phoenix"], "the model knows no \"Phoenix\""),
    (["20250607_031000.wav", "--channel", "each"], "explains one channel"),
    (["20250607_031000.wav", "--channel", "2"], "channel 2"),
    (["20250607_031000.wav", "--model", "nowhere"], "nowhere"),
    (["nowhere.wav"], "nowhere.wav: no such file"),
  ])
  func `a question that has no answer is refused with a reason`(
    arguments: [String], reason: String
  ) throws {
    let result = try Program.run(
      ["why", "--model", TinyBundle.url.path, "--log", "earshot.sqlite"] + arguments, in: folder.url
    )
    #expect(result.status == 1 || result.status == 2)
    #expect(result.output.isEmpty && result.errors.contains(reason), "\(result.errors)")
  }

  @Test func `a log that is named and is not there is not passed over`() throws {
    let result = try Program.run(
      ["why", name, "--model", TinyBundle.url.path, "--log", "typo.sqlite"], in: folder.url)
    #expect(result.status == 3 && result.errors.contains("typo.sqlite: there is no event log here"))
  }

  @Test func `a recording shorter than half a window says so`() throws {
    try TestScene(seconds: 0.2, calls: []).wav()
      .write(to: folder.url.appending(path: "short.wav"))
    #expect(try run("why", "short.wav").output.contains("less than half a window"))
  }
}
