import EventDetection
import Foundation
import TestSupport
import Testing

@Suite struct SpeciesListTests {
  static func read(_ text: String) throws -> SpeciesList {
    try SpeciesList(name: "pond.txt", bytes: text.utf8)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `names, weeks and comments are read, whoever wrote the file`(newline: String) throws {
    let lines = [
      "# Old pond", "", "Turdus merula_Common blackbird", "  Corvus corax\t", "\t# inside: 3",
      "European tree frog: 11-24", "Rough-legged buzzard :42-10 , 20",
    ]
    let expected = [
      ("Turdus merula_Common blackbird", "1-48"), ("Corvus corax", "1-48"),
      ("European tree frog", "11-24"), ("Rough-legged buzzard", "1-10, 20, 42-48"),
    ]
    for mark in ["", "\u{FEFF}"] {
      for end in ["", newline] {
        let list = try Self.read(mark + lines.joined(separator: newline) + end)
        #expect(list.entries.map(\.name) == expected.map(\.0))
        #expect(list.entries.map(\.weeks.description) == expected.map(\.1))
      }
    }
    #expect(try Self.read("\u{FEFF}Corvus corax").entries.map(\.name) == ["Corvus corax"])
  }

  @Test func `the line that cannot be read is told by its number, whatever ends the lines`() {
    for newline in ["\n", "\r\n", "\r"] {
      let text = ["\u{FEFF}# a", "", "Wren", "Robin: x", "Tit: y"].joined(separator: newline)
      #expect(throws: DetectionError.listLine(list: "pond.txt", line: 4, text: "Robin: x")) {
        try Self.read(text)
      }
    }
  }

  @Test func `a list written is the list read`() throws {
    for seed in 1...200 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let entries = try (0...Int.random(in: 0...5, using: &random)).map { number in
        SpeciesList.Entry(
          name: "Species \(number)", weeks: try WeekSetTests.random(&random, least: 1))
      }
      let list = try SpeciesList(name: "pond.txt", entries: entries)
      #expect(try Self.read(list.description) == list, "seed \(seed)")
    }
  }

  @Test func `bytes that are no list are refused, not half read`() throws {
    let list = Array(try Self.read("Wren: 3-9\nRobin\nCorvus corax_Raven: 40-2").description.utf8)
    for seed in 1...2000 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let damaged = random.damaged(list, splicing: list)
      // Read or refused; what is read can be written and read again.
      if let read = try? SpeciesList(name: "x", bytes: damaged) {
        let again = try? SpeciesList(name: "x", bytes: Array(read.description.utf8))
        #expect(again == read, "seed \(seed)")
      }
    }
  }

  @Test func `an empty list is refused from JSON too`() throws {
    let json = Data(#"{"entries": []}"#.utf8)
    #expect(throws: DetectionError.emptyList("stored species list")) {
      try JSONDecoder().decode(SpeciesList.self, from: json)
    }
  }

  @Test func `a list is the same, and the same in JSON, however its path is spelt`() throws {
    let text = Array("Wren: 3-9\nRobin\n".utf8)
    let here = try SpeciesList(name: "pond.txt", bytes: text)
    let there = try SpeciesList(name: "/lists/../pond.txt", bytes: text)
    #expect(here == there && Set([here, there]).count == 1)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(try encoder.encode(here) == encoder.encode(there))
    #expect(try JSONDecoder().decode(SpeciesList.self, from: encoder.encode(here)) == here)
  }

  static let classes = [
    DetectableClass(taxon: Taxon(commonName: "Wren"), threshold: 0.5),
    DetectableClass(taxon: Taxon(commonName: "Human voice", kind: .human), threshold: 0.5),
  ]

  /// What is heard of the two classes in one window at each sample, one sample a day from 2025-01-01.
  func heard(_ rule: DetectionRule, day: Int64, source: TimeAnchor.Source? = .guano) throws
    -> [String]
  {
    let grid = WindowGrid(nativeRate: 8000, modelRate: 8000, windowLength: 4000, step: 1000)
    let anchor = source.map {
      TimeAnchor(
        sample: 0, utcMicroseconds: 1_735_689_600_000_000 + day * 86_400_000_000,
        utcOffsetMinutes: nil, source: $0)
    }
    let window = WindowScores(range: SampleRange(start: 0, end: 4000), scores: [0.9, 0.9])
    let found = EventDetector.detections(
      in: [window], rule: try rule.resolved(for: Self.classes, grid: grid),
      timeline: Timeline(anchors: anchor.map { [$0] } ?? [], sampleRate: 8000))
    return found.events.map { Self.classes[$0.classIndex].taxon.commonName }
  }

  @Test func `a species is heard in the weeks that the lists leave, people always`() throws {
    let allowed = DetectionRule(allowed: try Self.read("Wren: 47-2"))
    let ignored = DetectionRule(ignored: try Self.read("Wren: 3-46"))
    for day in 0..<365 as Range<Int64> {
      // The first two weeks of January end with its 14th day; week 47 begins on 15 December.
      let expected = day < 14 || day >= 348 ? ["Wren", "Human voice"] : ["Human voice"]
      #expect(try heard(allowed, day: day) == expected, "day \(day)")
      #expect(try heard(ignored, day: day) == expected, "day \(day)")
    }
  }

  /// The modification time of a file that was copied may be that of the copy.
  @Test(arguments: [nil, TimeAnchor.Source.modificationTime])
  func `without a time, or with a guessed one, a list lets pass only what it lets pass all year`(
    source: TimeAnchor.Source?
  ) throws {
    func heard(_ rule: DetectionRule) throws -> [String] {
      try self.heard(rule, day: 0, source: source)
    }
    #expect(try heard(DetectionRule(allowed: Self.read("Wren"))) == ["Wren", "Human voice"])
    #expect(try heard(DetectionRule(allowed: Self.read("Wren: 1-47"))) == ["Human voice"])
    #expect(try heard(DetectionRule(ignored: Self.read("Wren: 48"))) == ["Human voice"])
    #expect(try heard(DetectionRule()) == ["Wren", "Human voice"])
  }
}
