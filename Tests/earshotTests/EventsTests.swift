import Foundation
import TestSupport
import Testing

/// Listing, filtering and exporting, through the program.
@Suite struct EventsTests {
  private static let names = ["20250607_031000", "20250607_041000", "20250608_031000"]

  /// A folder with three recordings, one of them two folders further, and their log.
  private static let made = Result {
    let folder = try TemporaryFolder()
    for (number, name) in names.enumerated() {
      let url = folder.url.appending(path: number == 2 ? "cards/b" : "cards")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try TestScene.busy(seconds: 12, seed: UInt64(number)).wav()
        .write(to: url.appending(path: name + ".wav"))
    }
    let result = try Program.run(
      ["classify", "cards", "--recursive", "--model", TinyBundle.url.path, "--log", "log.sqlite"],
      in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    return folder
  }

  private func events(_ arguments: String...) throws -> Program.Result {
    try Program.run(["events", "--log", "log.sqlite"] + arguments, in: Self.made.get().url)
  }

  /// Each event as the values of some columns of the CSV export.
  private func rows(_ columns: [String], _ arguments: String...) throws -> [[String]] {
    let result = try Program.run(
      ["events", "--log", "log.sqlite", "--format", "csv"] + arguments, in: Self.made.get().url)
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let head = try #require(lines.first)
    let places = try columns.map { try #require(head.firstIndex(of: $0)) }
    return lines.dropFirst().map { line in places.map { line[$0] } }
  }

  @Test func `filters leave what they ask for, and all of it`() throws {
    let columns = ["common_name", "start_utc", "peak", "path"]
    let all = try rows(columns)
    #expect(all.count > 5)
    let species = all[0][0]
    #expect(
      try rows(columns, "--species", species.uppercased()) == all.filter { $0[0] == species })
    #expect(
      try rows(columns, "--from", "2025-06-07T04:00", "--until", "2025-06-07")
        == all.filter { ("2025-06-07T04"..<"2025-06-08").contains($0[1]) })
    #expect(
      try rows(columns, "--from", "2025-06-08T05:00+02:00")
        == all.filter { $0[1] >= "2025-06-08T03" })
    #expect(try rows(columns, "--min-score", "0.9") == all.filter { Double($0[2]) ?? 0 >= 0.9 })
    #expect(
      try rows(columns, "--source", "cards/b") == all.filter { $0[3].contains("/cards/b/") })
    #expect(try rows(columns, "--source", "cards") == all)
    #expect(
      try rows(columns, "--source", "cards/20250607_031000.wav", "--source", "cards/b")
        == all.filter { !$0[3].contains("041000") })
  }

  @Test func `the latest are the last of the list, in its order`() throws {
    let all = try rows(["event", "start_utc"]).sorted { $0[1] < $1[1] }
    let table = try events().output.split(separator: "\n")
    let latest = try events("--latest", "3").output.split(separator: "\n")
    #expect(latest.count == 4)
    let shown = Set(latest.dropFirst().map { $0.prefix(20) })
    #expect(shown == Set(table.suffix(3).map { $0.prefix(20) }))
    let species = try rows(["common_name"], "--latest", "1")
    #expect(species.count == 1)
    #expect(try rows(["event"], "--latest", "1000").count == all.count)
  }

  @Test func `a time that is given as the table shows it is the one that is meant`() throws {
    let folder = try TemporaryFolder()
    try TestScene.busy(seconds: 12, seed: 3).wav()
      .write(to: folder.url.appending(path: "20250607_031000.wav"))
    try Data("site: {time_zone: +02:00}".utf8).write(to: folder.url.appending(path: "site.yaml"))
    func run(_ arguments: String) throws -> String {
      let result = try Program.shell("earshot \(arguments) --log log.sqlite", in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }
    _ = try run(
      "classify 20250607_031000.wav --config site.yaml --model '\(TinyBundle.url.path)'")
    let all = try run("events")
    #expect(all.contains("2025-06-07 03:10:0") && all.contains(" +02:00  "))
    #expect(try run("events --from 2025-06-07T03:10 --until 2025-06-07T03:11") == all)
    #expect(try run("events --from 2025-06-07T01:10Z --until 2025-06-07T01:11Z") == all)
    for question in ["--from 2025-06-07T03:11", "--from 2025-06-07T01:11Z", "--until 2025-06-06"] {
      #expect(try run("events \(question)") == "No events.\n")
      #expect(try run("events --counts \(question)") == "No events.\n")
      #expect(try run("events --format csv \(question)").hasPrefix("event,common_name,"))
    }
  }

  @Test func `counts show the first and the last time as the list does, with its mark`() throws {
    let folder = try TemporaryFolder()
    for name in ["20250607_031000.wav", "unnamed.wav"] {
      try TestScene.busy(seconds: 12, seed: UInt64(name.count)).wav()
        .write(to: folder.url.appending(path: name))
    }
    try Data("site: {time_zone: +02:00}".utf8).write(to: folder.url.appending(path: "site.yaml"))
    let options = "--log log.sqlite --model '\(TinyBundle.url.path)'"
    let result = try Program.shell(
      """
      earshot classify . --config site.yaml \(options) --threshold 0.5 >/dev/null
      earshot events --log log.sqlite > list; earshot events --log log.sqlite --counts
      earshot decide \(options) --threshold 0.5
      """, in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    let list = try String(contentsOfFile: folder.path("list"), encoding: .utf8)
    // The first column, with the mark or the space in its place.
    let times = list.split(separator: "\n").dropFirst()
      .map {
        $0.prefix(
          $0.hasPrefix("~") ? "~2025-06-07 03:10:00Z".count : " 2025-06-07 03:10:00 +02:00".count)
      }
    let counts = result.output.split(separator: "\n")
    let guesses = counts.filter { $0.hasPrefix("~ a guess: ") }
    #expect(
      guesses.count == 2 && result.output.contains("  ~20") && result.output.contains("+02:00"))
    for line in counts where line.contains("+02:00") {
      #expect(
        times.contains { line.contains($0) } && times.contains { line.hasSuffix($0) }, "\(line)")
    }
  }

  @Test func `events of recordings that overlap come by time, for Raven file by file`() throws {
    let folder = try TemporaryFolder()
    // By name the other way round.
    for (seed, name) in ["a_20250607_031005", "b_20250607_031000"].enumerated() {
      try TestScene.busy(seconds: 12, seed: UInt64(seed)).wav()
        .write(to: folder.url.appending(path: name + ".wav"))
    }
    let result = try Program.shell(
      "earshot classify . --log log.sqlite --model '\(TinyBundle.url.path)' >/dev/null",
      in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    func files(_ format: String) throws -> [Bool] {
      try Program.shell("earshot events --log log.sqlite --format \(format)", in: folder.url)
        .output.split(separator: "\n").filter { $0.contains(".wav") }
        .map { $0.contains("a_20250607_031005.wav") }
    }
    let starts = try Program.shell(
      "earshot events --log log.sqlite --format csv | cut -d, -f5 | tail -n +2", in: folder.url
    ).output.split(separator: "\n")
    #expect(starts.count > 4 && starts == starts.sorted())
    let byTime = try files("csv")
    #expect(byTime.count == starts.count && byTime != byTime.sorted { $0 && !$1 })
    #expect(try files("ndjson") == byTime && files("birdnet") == byTime)
    #expect(try files("raven") == byTime.sorted { $0 && !$1 })
  }

  @Test func `by however many paths, events come by time, each once`() throws {
    let folder = try Self.made.get().url.path
    let whole = try events().output
    // More paths than one question to the log takes; most of them name the same.
    let many = (0..<70).flatMap { _ in
      ["cards/b/20250608_031000.wav", "cards", "cards/20250607_031000.wav", folder]
        .flatMap { ["--source", $0] }
    }
    let result = try Program.run(
      ["events", "--log", "log.sqlite"] + many, in: URL(filePath: folder))
    #expect(result.output == whole)
    let counts = try Program.run(
      ["events", "--log", "log.sqlite", "--counts"] + many, in: URL(filePath: folder))
    #expect(try counts.output == events("--counts").output)
  }

  @Test func `every format has its lines`() throws {
    let count = try rows(["event"]).count
    let table = try events().output.split(separator: "\n")
    #expect(table.count == count + 1 && table[0].hasPrefix("time "))
    let json = try JSONSerialization.jsonObject(with: Data(events("--format", "json").output.utf8))
    #expect((json as? [Any])?.count == count)
    let lines = try events("--format", "ndjson").output.split(separator: "\n")
    let objects = try lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.count == count)
    // Nobody told the recorder's time zone.
    #expect(objects.allSatisfy { $0["start_utc"] is String && $0["start_local"] == nil })
    let raven = try events("--format", "raven").output.split(separator: "\n")
    #expect(raven.count == count + 1 && raven[0].hasPrefix("Selection\tBegin Time (s)\t"))
    let birdnet = try events("--format", "birdnet").output.split(separator: "\n")
    #expect(birdnet.count == count + 1 && birdnet[0].hasPrefix("Start (s),End (s),"))
    let audacity = try events("--format", "audacity", "--source", "cards/b").output
    let columns = audacity.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(!columns.isEmpty && columns.allSatisfy { $0.count == 3 })
  }

  @Test func `counts are of the events that are listed, as a table, CSV and JSON`() throws {
    let species = try rows(["common_name"]).map { $0[0] }
    let csv = try events("--counts", "--format", "csv").output.split(separator: "\n")
    #expect(csv[0] == "common_name,scientific_name,kind,events,highest_peak,first_utc,last_utc")
    let counts = Dictionary(grouping: species, by: \.self).mapValues(\.count)
    #expect(csv.count == counts.count + 1)
    for line in csv.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(counts[String(cells[0])] == Int(cells[3]))
    }
    #expect(try events("--counts").output.split(separator: "\n").count == counts.count + 1)
    let lines = try events("--counts", "--format", "ndjson").output.split(separator: "\n")
    #expect(lines.count == counts.count)
    let json = try JSONSerialization.jsonObject(
      with: Data(events("--counts", "--format", "json").output.utf8))
    let objects = try #require(json as? [[String: Any]])
    #expect(objects.count == counts.count)
    for object in objects {
      #expect(try object["events"] as? Int == counts[#require(object["common_name"] as? String)])
    }
  }

  @Test func `a score that JSON tells is the score that a filter compares`() throws {
    let json = try JSONSerialization.jsonObject(with: Data(events("--format", "json").output.utf8))
    let peaks = try #require(json as? [[String: Any]]).compactMap { $0["peak"] as? Double }
    #expect(peaks.count > 5)
    for peak in Set(peaks) {
      let found = try rows(["event"], "--min-score", "\(peak)")
      #expect(found.count == peaks.count { $0 >= peak }, "\(peak)")
    }
  }

  @Test func `labels for Audacity go to a file for each recording, or are refused`() throws {
    let refused = try events("--format", "audacity")
    #expect(refused.status == 2 && refused.errors.contains("belong to one recording"))
    let labels = try TemporaryFolder()
    #expect(try events("--format", "audacity", "-o", labels.url.path).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: labels.url.path).sorted()
    #expect(names == Self.names.map { $0 + ".txt" })
    let one = try String(contentsOfFile: labels.path(names[2]), encoding: .utf8)
    #expect(try events("--format", "audacity", "--source", "cards/b").output == one)
    // What ends in a slash is to be a folder.
    let new = labels.path("new/folder") + "/"
    #expect(try events("--format", "audacity", "-o", new).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: new).sorted() == names)
  }

  @Test(arguments: [
    (["--source", "/nowhere"], 2, "no recording of the log lies at or below /nowhere"),
    (["--species", "Wolf"], 2, "knows \"Wolf\". They know "),
    (["--site", "Moor"], 2, "log.sqlite: this log knows no site \"Moor\""),
    (["--latest", "0"], 2, "--latest must be at least 1, not 0."),
    (["--latest", "3", "--counts"], 2, "--counts counts all; leave --latest out."),
    (["--min-score", "2"], 2, "--min-score must be from 0 to 1, not 2"),
    (["--from", "yesterday"], 2, "yesterday"),
    (["--from", "2025-06-08", "--until", "2025-06-07"], 2, "--until must be later than --from."),
    (["--format", "xml"], 2, "xml"),
    (["--counts", "--format", "raven"], 2, "--counts has the formats table, csv, json and ndjson"),
    (["--log", "none.sqlite"], 3, "none.sqlite: there is no event log here"),
  ])
  func `what cannot be listed is refused, with what can`(
    arguments: [String], status: Int32, message: String
  ) throws {
    let result = try Program.run(
      ["events", "--log", "log.sqlite"] + arguments, in: Self.made.get().url)
    #expect(result.status == status && result.output.isEmpty)
    #expect(result.errors.contains(message), "\(result.errors)")
  }
}
