import Foundation
import TestSupport
import Testing

@testable import earshot

/// What `earshot events` makes of a log of three recordings in two folders.
@Suite struct EventsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let scenes: [(String, [TestScene.Call])] = [
      (
        "pond/20250607_051000.wav",
        [.init(.hum, at: 1, lasting: 2), .init(.whistle, at: 6, lasting: 2)]
      ),
      (
        "pond/20250607_052000.wav",
        [.init(.whistle, at: 2, lasting: 2), .init(.voice, at: 8, lasting: 2)]
      ),
      ("wood/20250608_050000.wav", [.init(.hum, at: 3, lasting: 3)]),
    ]
    for (index, scene) in scenes.enumerated() {
      let url = folder.url.appending(path: scene.0)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try TestScene(seconds: 12, calls: scene.1, seed: UInt64(index)).wav().write(to: url)
    }
    let result = try Program.run(
      [
        "classify", "--recursive", ".", "--model", TinyBundle.url.path, "--log", "earshot.sqlite",
      ], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
  }

  private func events(_ options: [String]) throws -> Program.Result {
    try Program.run(["events"] + options, in: folder.url)
  }

  /// The events as a table of CSV, by column.
  private func rows(_ options: [String] = []) throws -> [[String: String]] {
    let result = try events(["--format", "csv"] + options)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let head = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(head, $0)) }
  }

  private static let filters: [(options: [String], wanted: @Sendable ([String: String]) -> Bool)] =
    [
      (["--species", "hum"], { $0["common_name"] == "Hum" }),
      (["--species", "Avis ficta"], { $0["common_name"] == "Whistle" }),
      (["--species", "Hum", "--species", "Voice"], { $0["common_name"] != "Whistle" }),
      (["--from", "2025-06-07T05:15"], { $0["start_utc"] ?? "" >= "2025-06-07T05:15" }),
      (["--until", "2025-06-07"], { $0["start_utc"] ?? "" < "2025-06-08" }),
      (
        ["--from", "2025-06-07T07:20+02:00", "--until", "2025-06-08T05:00:01Z"],
        { $0["path"]?.hasSuffix("052000.wav") ?? false }
      ),
      (["--source", "pond"], { $0["path"]?.contains("/pond/") ?? false }),
      (["--source", "./wood/20250608_050000.wav"], { $0["path"]?.contains("/wood/") ?? false }),
      (
        ["--source", "pond", "--species", "Whistle", "--until", "2025-06-07T05:15"],
        { $0["common_name"] == "Whistle" && $0["path"]?.hasSuffix("051000.wav") ?? false }
      ),
    ]

  @Test(arguments: filters.indices)
  func `a filter leaves the events that it names, and no others`(index: Int) throws {
    let (options, wanted) = Self.filters[index]
    let all = try rows()
    let expected = all.filter(wanted)
    #expect(!expected.isEmpty && expected.count < all.count, "\(options)")
    #expect(try rows(options) == expected, "\(options)")
  }

  @Test func `a score that JSON tells is the score that a filter compares`() throws {
    let array = try JSONSerialization.jsonObject(
      with: Data(events(["--format", "json"]).output.utf8))
    let peaks = try #require(array as? [[String: Any]]).compactMap { $0["peak"] as? Double }
    #expect(peaks.count > 3)
    for peak in Set(peaks) {
      let found = try rows(["--min-score", "\(peak)"])
      #expect(found.count == peaks.count { $0 >= peak }, "\(peak)")
    }
  }

  @Test func `a table shows events by time, exports those of a file together`() throws {
    let sources = ["--source", "wood", "--source", "pond"]
    let table = try events(sources).output.split(separator: "\n").map(String.init)
    let times = table.dropFirst().map { $0.prefix(20) }
    #expect(table.count == (try rows().count) + 1 && times == times.sorted())
    #expect(table[0].hasPrefix("time                  file "))
    let paths = try rows(sources).compactMap { $0["path"] }
    #expect(paths == paths.sorted())
  }

  @Test func `times without a known offset are UTC, and no local time is claimed`() throws {
    for row in try rows() {
      #expect(
        row["start_local"] == "" && row["end_local"] == "" && row["time_source"] == "file_name")
      let day = row["path"]?.contains("wood") == true ? "2025-06-08T05:00:" : "2025-06-07T05:"
      #expect(row["start_utc"]?.hasPrefix(day) == true && row["end_utc"]?.hasPrefix(day) == true)
    }
  }

  @Test(
    arguments: [
      ("csv", 1, "event,common_name,scientific_name,kind,start_local,"),
      ("json", 2, "[\n{"), ("ndjson", 0, "{\"channel\":1,"),
      (
        "raven", 1,
        "Selection\tBegin Time (s)\tEnd Time (s)\tCommon Name\tScientific Name\tSpecies Code\t"
          + "Confidence\tView\tChannel\tFile Offset (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tBegin Path\n1\t"
      ),
      ("birdnet", 1, "Start (s),End (s),Scientific name,Common name,Confidence,File\n"),
      ("table", 1, "time "),
    ] as [(String, Int, String)])
  func `every format has its head, and each event once`(
    format: String, others: Int, head: String
  ) throws {
    let result = try events(["--format", format])
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.hasPrefix(head), "\(result.output.prefix(300))")
    #expect(result.output.split(separator: "\n").count == (try rows().count) + others)
    let written = try events(["--format", format, "-o", "out"])
    #expect(written.status == 0 && written.output.isEmpty)
    let file = try String(contentsOf: folder.url.appending(path: "out"), encoding: .utf8)
    #expect(file == result.output)
  }

  @Test func `labels of one recording are a file, those of several a file each`() throws {
    let one = ["--format", "audacity", "--source", "wood"]
    let labels = try events(one).output
    #expect(labels.split(separator: "\n").allSatisfy { $0.contains("\tHum ") } && !labels.isEmpty)
    #expect(try events(one + ["-o", "wood.txt"]).status == 0)
    #expect(
      try String(contentsOf: folder.url.appending(path: "wood.txt"), encoding: .utf8) == labels)

    let refused = try events(["--format", "audacity", "-o", "all.txt"])
    #expect(refused.status == 2 && !FileManager.default.fileExists(atPath: folder.path("all.txt")))
    #expect(
      refused.errors
        == "earshot: labels for Audacity belong to one recording, and these events are of 3. Choose "
        + "one with --source, or give a folder with --output FOLDER/.\n")

    let each = try events(["--format", "audacity", "-o", "labels/"])
    #expect(each.status == 0 && each.output.isEmpty && each.errors.isEmpty)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("labels")).sorted()
    #expect(names == ["20250607_051000.txt", "20250607_052000.txt", "20250608_050000.txt"])
    let texts = try names.map {
      try String(contentsOf: folder.url.appending(path: "labels/" + $0), encoding: .utf8)
    }
    #expect(texts[2] == labels)
    let lines = texts.map { $0.split(separator: "\n").count }
    #expect(lines.reduce(0, +) == (try rows().count) && lines.allSatisfy { $0 > 0 })
    // A folder that is there needs no slash.
    #expect(try events(["--format", "audacity", "-o", "labels"]).status == 0)
  }

  @Test func `labels that would take each other's place are refused before one is written`() throws
  {
    let copy = folder.url.appending(path: "wood/20250607_051000.wav")
    try TestScene(seconds: 12, calls: [.init(.hum, at: 2, lasting: 3)], seed: 9).wav()
      .write(to: copy)
    let classified = try Program.run(
      ["classify", "wood", "--model", TinyBundle.url.path], in: folder.url)
    #expect(classified.status == 0)
    let result = try events(["--format", "audacity", "-o", "labels/"])
    #expect(result.status == 2)
    #expect(
      result.errors.hasSuffix(
        "would both be written to 20250607_051000.txt. Write them to two folders, each with its "
          + "--source.\n"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path("labels")))
  }

  @Test func `species are counted in every format that holds a table`() throws {
    let all = try rows()
    let tallies = Dictionary(grouping: all) { $0["common_name"] ?? "" }
    let csv = try events(["--counts", "--format", "csv"]).output.split(separator: "\n")
    #expect(csv.first == "common_name,scientific_name,kind,events,peak,first_utc,last_utc")
    #expect(csv.count == tallies.count + 1)
    for line in csv.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let events = try #require(tallies[cells[0]])
      #expect(cells[3] == "\(events.count)")
      #expect(cells[4] == events.compactMap { $0["peak"] }.max())
      #expect(cells[5] == events.compactMap { $0["start_utc"] }.min())
      #expect(cells[6] == events.compactMap { $0["start_utc"] }.max())
    }
    let json = try events(["--counts", "--format", "json"]).output
    let lines = try events(["--counts", "--format", "ndjson"]).output.split(separator: "\n")
    let objects = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(objects.count == tallies.count && lines.count == tallies.count)
    #expect(
      objects.allSatisfy { $0["events"] as? Int == tallies["\($0["common_name"] ?? "")"]?.count })
    #expect(try events(["--counts"]).output.hasPrefix("events  species  highest score  first"))
  }

  @Test(
    arguments: [
      (
        ["--species", "Wissle"],
        "earshot: earshot.sqlite: no model that wrote to this log knows \"Wissle\". Did you mean "
          + "\"Whistle\"?\n"
      ),
      (
        ["--species", "Wolf"],
        "earshot: earshot.sqlite: no model that wrote to this log knows \"Wolf\". Known: Hum, Voice, "
          + "Whistle.\n"
      ),
      (
        ["--counts", "--format", "raven"],
        "Error: --counts is a table of its own: table, csv, json or ndjson, not raven.\n"
      ),
      (["--min-score", "1.5"], "Error: --min-score must be from 0 to 1, not 1.5.\n"),
      (["-o", "none/a.csv"], "earshot: "),
    ] as [([String], String)])
  func `what cannot be asked for is said`(options: [String], message: String) throws {
    let result = try events(options)
    #expect(result.status == 2 && result.errors.hasPrefix(message), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test(arguments: ["meadow", "pond/none.wav", "pon"])
  func `a place without a recording of the log is no place where nothing was heard`(
    source: String
  ) throws {
    let result = try events(["--source", "pond", "--source", source])
    #expect(result.status == 2 && result.output.isEmpty)
    let place = folder.url.resolvingSymlinksInPath().appending(path: source).path
    #expect(
      result.errors
        == "earshot: earshot.sqlite: no recording of the log lies at or below \(place). Check the "
        + "path given with --source.\n")
  }
}
