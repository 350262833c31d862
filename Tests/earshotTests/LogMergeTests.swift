import EventDetection
import EventLog
import Foundation
import TestSupport
import Testing

/// `earshot log merge`, with the logs of cards.
@Suite struct LogMergeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Makes the log of a card with some recordings.
  private func makeLog(_ name: String, _ numbers: Range<Int>, events: Int = 3) throws {
    let log = try EventLog(path: folder.path(name), access: .creating)
    let bundle = try log.register(
      BundleDescription(
        digest: String(repeating: "b", count: 64), name: "two", version: "1", sampleRate: 16_000,
        windowLength: 48_000, lowestFrequency: 50, highestFrequency: 8_000,
        classes: [Taxon(commonName: "Raven"), Taxon(commonName: "Owl")]))
    let settings = try log.register(settings: "{}", digest: String(repeating: "5", count: 64))
    for number in numbers {
      var scores = StoredWindows(classCount: 2)
      let findings: [Finding] = (0..<events).map { place in
        let range = SampleRange(start: Int64(place) * 48_000, end: Int64(place + 1) * 48_000)
        scores.append(range: range, outputs: [1, 2])
        return .event(
          Event(classIndex: place % 2, range: range, peakScore: 0.5, meanScore: 0.5, windows: 1))
      }
      let digest = String(repeating: "0", count: 58) + String(100_000 + number)
      try log.commit(
        RecordingResult(
          recording: RecordingDescription(
            sha256: digest, bytes: 1, sampleRate: 48_000, channels: 1, frames: 9_600_000,
            anchors: [
              TimeAnchor(
                sample: 0, utcMicroseconds: Int64(number) * 600_000_000, utcOffsetMinutes: 60,
                source: .guano)
            ]),
          files: [SeenFile(path: "/card/\(number).wav", bytes: 1, modified: 1, seenAt: 1)],
          analyses: [
            AnalysisResult(
              bundle: bundle, channel: .index(0), step: 16_000, scoreFloor: 0.05,
              doneThrough: 9_600_000, scores: scores,
              decision: DecisionResult(settings: settings, detections: Detections(findings)))
          ]))
    }
  }

  private func meaning(_ name: String) throws -> LogMeaning {
    try LogMeaning(of: folder.url.appending(path: name))
  }

  private func earshot(_ arguments: String) throws -> Program.Result {
    try Program.shell("earshot \(arguments)", in: folder.url)
  }

  @Test func `logs of several cards become one, and what was added is told by table`() throws {
    try makeLog("a.sqlite", 0..<4)
    try makeLog("b.sqlite", 2..<7)
    let result = try earshot("log merge a.sqlite b.sqlite --log all.sqlite")
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(
      lines.contains("a.sqlite into all.sqlite:") && lines.contains("b.sqlite into all.sqlite:"))
    func figures(_ table: String) -> [[String]] {
      lines.filter { $0.hasPrefix(table + " ") }
        .map { $0.split(separator: " ").dropFirst().map(String.init) }
    }
    #expect(figures("recording") == [["4", "0", "0", "0"], ["3", "0", "2", "0"]])
    #expect(figures("event") == [["12", "0", "0", "0"], ["9", "0", "6", "0"]])
    try makeLog("whole.sqlite", 0..<7)
    #expect(try meaning("all.sqlite") == meaning("whole.sqlite"))
    let again = try earshot("log merge a.sqlite --log all.sqlite")
    #expect(again.status == 0 && again.output == "a.sqlite: all.sqlite has all of it.\n")
  }

  @Test func `a log that cannot be read is named, and the others go on`() throws {
    try makeLog("a.sqlite", 0..<4)
    try makeLog("all.sqlite", 0..<1)
    try Data("no log".utf8).write(to: folder.url.appending(path: "text"))
    let result = try earshot("log merge text none.sqlite all.sqlite a.sqlite --log all.sqlite")
    #expect(result.status == 1)
    #expect(
      result.errors == """
        earshot: text: not an event log of earshot. Nothing was changed; choose another path for the log.
        earshot: none.sqlite: there is no event log here. Check the path; `earshot classify` makes one.
        earshot: all.sqlite: this is the log itself, which has all that it has. Name another one.\n
        """)
    #expect(try meaning("all.sqlite") == meaning("a.sqlite"))
  }

  @Test func `for nothing no log is made, and without sources there is nothing to do`() throws {
    let result = try earshot("log merge none.sqlite --log all.sqlite")
    #expect(
      result.status == 1 && result.errors.contains("none.sqlite: there is no event log here."))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    #expect(try earshot("log merge --log all.sqlite").status == 2)
    try Data("mine".utf8).write(to: folder.url.appending(path: "text"))
    try makeLog("a.sqlite", 0..<1)
    #expect(try earshot("log merge a.sqlite --log text").status == 3)
  }

  @Test func `killed at any instant, a merge leaves a sound log and is completed by another`()
    throws
  {
    try makeLog("card.sqlite", 0..<400, events: 60)
    try makeLog("start.sqlite", 390..<410, events: 60)
    var random = SplitMix64(seed: 7)
    var killed = 0
    for round in 0..<12 {
      let log = "\(round).sqlite"
      _ = try EventLog(path: folder.path("start.sqlite"), access: .reading)
        .backUp(to: folder.path(log))
      let result = try Program.run(
        ["log", "merge", "card.sqlite", "--log", log], in: folder.url,
        killAfter: Double.random(in: 0.02...1, using: &random))
      if result.wasKilled { killed += 1 }
      #expect(
        try EventLog.check(path: folder.path(log), .thorough).problems == [], "round \(round)")
    }
    #expect(killed > 2)
    try makeLog("whole.sqlite", 0..<410, events: 60)
    let whole = try meaning("whole.sqlite")
    for round in [0, 5, 11] {
      #expect(try earshot("log merge card.sqlite --log \(round).sqlite").status == 0)
      let merged = try meaning("\(round).sqlite")
      #expect(merged == whole, "round \(round)\n\(merged.difference(from: whole))")
    }
  }
}
