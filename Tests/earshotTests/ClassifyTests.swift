import Foundation
import TestSupport
import Testing

@testable import earshot

/// `earshot classify` as people call it: what it takes, what it prints and how it ends.
@Suite struct ClassifyTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (number, name) in ["a.wav", "b c.wav"].enumerated() {
      try TestScene.busy(seconds: 6, seed: UInt64(number + 40)).wav()
        .write(to: folder.url.appending(path: name))
    }
  }

  private func classify(_ arguments: String...) throws -> Program.Result {
    try Program.run(
      ["classify", "--model", TinyBundle.url.path, "--log", "log.sqlite"] + arguments,
      in: folder.url)
  }

  private var analysed: Int {
    get throws { try LogContents(of: folder.url.appending(path: "log.sqlite")).count("recording") }
  }

  @Test(arguments: ["a.wav\nb c.wav\n", "a.wav\r\n\r\nb c.wav", "a.wav\0b c.wav\0"])
  func `a list of paths is read from a file or standard input`(list: String) throws {
    try Data(list.utf8).write(to: folder.url.appending(path: "list"))
    #expect(try classify("--files", "list").errors.contains("2 recordings: 2 analysed."))
    let piped = try Program.shell(
      "earshot classify --files - --model '\(TinyBundle.url.path)' --log other.sqlite < list",
      in: folder.url)
    #expect(piped.status == 0 && piped.errors.contains("2 recordings: 2 analysed."))
  }

  @Test func `what failed is named as it happens, at the end, and in a list`() throws {
    try Data("no sound".utf8).write(to: folder.url.appending(path: "broken.wav"))
    let result = try classify(".", "gone.wav", "--failed-list", "failed.txt")
    #expect(result.status == 1)
    #expect(result.errors.contains("earshot: ./broken.wav: is not a sound file"))
    #expect(result.errors.contains("earshot: gone.wav: no such file"))
    #expect(result.errors.contains("4 recordings: 2 analysed, 2 failed."))
    #expect(result.errors.contains("Failed:\n  ./broken.wav\n  gone.wav\n"))
    let list = try String(contentsOfFile: folder.path("failed.txt"), encoding: .utf8)
    #expect(list == "./broken.wav\ngone.wav\n")
    let rows = try LogContents(of: folder.url.appending(path: "log.sqlite")).rows["file"] ?? []
    #expect(rows.filter { !$0.contains("error=NULL") }.count == 2)
    // A run in which nothing fails leaves an empty list.
    #expect(try classify("a.wav", "--failed-list", "failed.txt").status == 0)
    #expect(try Data(contentsOf: folder.url.appending(path: "failed.txt")).isEmpty)
  }

  @Test func `a list of what failed that cannot be written takes nothing from the events`() throws {
    let result = try classify("a.wav", "--failed-list", ".", "--format", "csv")
    #expect(result.status == 4 && result.output.contains("a.wav"))
    #expect(result.errors.hasSuffix("earshot: .: cannot be written: is a directory.\n"))
    #expect(result.errors.contains("1 recording: 1 analysed."))
  }

  @Test(arguments: ["<&-", "< ."])
  func `standard input that cannot be read is wrong usage, not a crash`(input: String) throws {
    let result = try Program.shell(
      "earshot classify --files - --model '\(TinyBundle.url.path)' \(input)", in: folder.url)
    #expect(result.status == 2 && result.output.isEmpty, "\(result.errors)")
    #expect(result.errors.hasPrefix("earshot: standard input: the list cannot be read: "))
  }

  @Test(arguments: [
    ("table", "time "), ("csv", "event,common_name,"), ("json", "[\n{"), ("ndjson", #"{"channel""#),
    ("raven", "Selection\t"), ("birdnet", "Start (s),"),
  ])
  func `each format is printed, and nothing else on standard output`(format: String, start: String)
    throws
  {
    let result = try classify("a.wav", "b c.wav", "--format", format)
    #expect(result.status == 0 && result.output.hasPrefix(start))
    let again = try classify("a.wav", "b c.wav", "--format", format)
    #expect(again.output == result.output && again.errors.contains("2 in the log already"))
  }

  @Test(arguments: ["nowhere.txt", "empty.txt", "wrong.txt", "folder", "bytes.txt", "unknown.txt"])
  func `a species list that cannot be followed stops everything`(list: String) throws {
    try Data("# nothing\n".utf8).write(to: folder.url.appending(path: "empty.txt"))
    try Data("Hum: 50-60\n".utf8).write(to: folder.url.appending(path: "wrong.txt"))
    try Data("Dodo\n".utf8).write(to: folder.url.appending(path: "unknown.txt"))
    try Data([0xFF, 0xFE, 0x80]).write(to: folder.url.appending(path: "bytes.txt"))
    try FileManager.default.createDirectory(
      atPath: folder.path("folder"), withIntermediateDirectories: false)
    let result = try classify("a.wav", "--species-list", list)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("earshot: \(list)"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("log.sqlite")))
  }

  @Test func `two surveys at once on one log end as one`() throws {
    for number in 0..<12 {
      try TestScene.busy(seconds: 6, seed: UInt64(number + 60)).wav()
        .write(to: folder.url.appending(path: "\(number).wav"))
    }
    let command = "earshot classify . --model '\(TinyBundle.url.path)' --jobs 1"
    let result = try Program.shell(
      """
      \(command) --log log.sqlite >one 2>&1 & first=$!
      \(command) --log log.sqlite >two 2>&1 & second=$!
      wait $first && wait $second
      """, in: folder.url)
    #expect(result.status == 0)
    #expect(try Program.shell("\(command) --log alone.sqlite", in: folder.url).status == 0)
    func events(_ log: String) throws -> [Substring] {
      let csv = try Program.shell("earshot events --format csv --log \(log)", in: folder.url)
      return csv.output.split(separator: "\n").map { $0.drop { $0 != "," } }
    }
    #expect(try events("log.sqlite") == events("alone.sqlite"))
    #expect(try analysed == 14)
    let counts = try LogContents(of: folder.url.appending(path: "log.sqlite"))
    #expect(counts.count("analysis") == 14 && counts.count("decision") == 14)
  }

  @Test func `a log that is no log, or a newer one, is left alone`() throws {
    try Data(String(repeating: "no log", count: 1000).utf8)
      .write(to: folder.url.appending(path: "log.sqlite"))
    let result = try classify("a.wav")
    #expect(result.status == 3 && result.errors.contains("log.sqlite: not an event log of earshot"))
    #expect(try Data(contentsOf: folder.url.appending(path: "log.sqlite")).count == 6000)
  }

  @Test(arguments: [
    ([], "Give recordings or folders"), (["a.wav", "--jobs", "0"], "--jobs must be from 1 to 512"),
    (
      ["a.wav", "--threshold", "-1"], "--threshold -1: it must be a number above 0 and at most 1.\n"
    ),
    (["a.wav", "--threshold", "0"], "--threshold 0: it must be a number above 0 and at most 1.\n"),
    (["a.wav", "--overlap", "-1"], "-1"), (["a.wav", "--channel", "0"], "--channel 0: it must be"),
    (["a.wav", "--format", "audacity"], "audacity"),
    (["--files", "none"], "none: the list cannot"),
    (["a.wav", "--config", "none.yaml"], "none.yaml: the configuration cannot be read: no such"),
  ])
  func `wrong usage says what is right`(arguments: [String], message: String) throws {
    let result = try Program.run(
      ["classify", "--model", TinyBundle.url.path, "--log", "log.sqlite"] + arguments,
      in: folder.url)
    #expect(result.status == 2 && result.errors.contains(message), "\(result.errors)")
  }

  @Test func `a folder without recordings is no survey, and it is said how to find more`() throws {
    for name in ["cards/one", "bare"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    try TestScene.busy(seconds: 3, seed: 1).wav()
      .write(to: folder.url.appending(path: "cards/one/a.wav"))
    for (arguments, message) in [
      (["cards"], "cards. --recursive reads folders inside folders too."), (["bare"], "bare."),
      (["bare", "--recursive"], "bare."),
      (["bare", "cards"], "bare, cards. --recursive reads folders inside folders too."),
    ] {
      let result = try Program.run(
        ["classify", "--model", TinyBundle.url.path, "--log", "log.sqlite"] + arguments,
        in: folder.url)
      #expect(result.status == 1 && result.output.isEmpty)
      #expect(result.errors == "earshot: no recordings were found in \(message)\n")
      #expect(!FileManager.default.fileExists(atPath: folder.path("log.sqlite")))
    }
    #expect(try classify("cards", "--recursive").errors.contains("1 recording: 1 analysed."))
  }

  @Test func `a misspelt name makes no log; in a log that is there it is noted`() throws {
    let missing = "earshot: misspelt.wav: no such file. "
    let result = try classify("misspelt.wav")
    #expect(result.status == 1 && result.errors.hasPrefix(missing), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("log.sqlite")))
    #expect(try classify("a.wav").status == 0)
    let noted = try classify("misspelt.wav")
    #expect(noted.status == 1 && noted.errors.hasPrefix(missing), "\(noted.errors)")
    let rows = try LogContents(of: folder.url.appending(path: "log.sqlite")).rows["file"] ?? []
    #expect(rows.count { !$0.contains("error=NULL") } == 1)
  }

  @Test func `an empty list is nothing to do, and makes no log`() throws {
    try Data().write(to: folder.url.appending(path: "list"))
    let result = try classify("--files", "list", "--format", "csv")
    #expect(result.status == 0 && result.output.hasPrefix("event,common_name,"))
    #expect(result.errors == "No recordings were named.\n")
    #expect(try classify("--files", "list").output == "No events.\n")
    #expect(!FileManager.default.fileExists(atPath: folder.path("log.sqlite")))
  }

  @Test func `files of one name are told apart by their folders, a guessed time by its mark`()
    throws
  {
    for card in ["one", "two"] {
      let url = folder.url.appending(path: card)
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try TestScene.busy(seconds: 6, seed: UInt64(card.count + (card == "one" ? 70 : 80))).wav()
        .write(to: url.appending(path: "20250607_031000.wav"))
    }
    let output = try classify("one", "two", "a.wav").output
    #expect(output.contains("  one/20250607_031000.wav  ") && output.contains("  a.wav "))
    #expect(output.contains("  two/20250607_031000.wav  "))
    #expect(output.contains("\n 2025-06-07 03:10:") && output.contains("\n~20"))
    #expect(output.hasSuffix("\n~ a guess: the file's modification time less its length\n"))
  }

  @Test(arguments: [
    (["/a/x.wav", "/b/y.wav"], ["x.wav", "y.wav"]),
    (["/q/a/1/x.wav", "/q/b/1/x.wav", "/c/y.wav"], ["a/1/x.wav", "b/1/x.wav", "y.wav"]),
    (["/x.wav", "/a/x.wav"], ["/x.wav", "a/x.wav"]), ([], []),
  ])
  func `names are as short as tells them apart`(paths: [String], names: [String]) {
    let shortest = shortestNames(Set(paths))
    #expect(paths.map { shortest[$0] } == names.map(Optional.some))
  }
}
