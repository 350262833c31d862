import EventDetection
import Foundation
import TestSupport
import Testing

@testable import EventLog

/// Names and paths with all that means something in a format.
@Suite struct HostileExportTests {
  private static let pieces = [
    ",", "\"", "\"\"", "\n", "\r\n", "\r", "\t", ";", "'", "\\", " ", "é", "\"\u{301}", ",\u{301}",
    "\u{2028}", "=1+1", "Corvus", "{", "]", "🐦", "\0",
  ]

  private static func text(using random: inout SplitMix64) -> String {
    (0...Int.random(in: 0...5, using: &random))
      .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }

  private static func event(_ number: Int64, using random: inout SplitMix64) -> LoggedEvent {
    let rate = [8_000, 22_050, 44_100, 48_000, 256_000, 384_000].randomElement(using: &random) ?? 1
    let start = Int64.random(in: 0...Int64(rate) * 86_400, using: &random)
    return LoggedEvent(
      id: number,
      taxon: Taxon(commonName: text(using: &random), scientificName: text(using: &random)),
      range: SampleRange(start: start, end: start + Int64.random(in: 1...96_000, using: &random)),
      sampleRate: rate, peakScore: Float.random(in: 0...1, using: &random), meanScore: 0.5,
      windows: 1, path: text(using: &random), sha256: "\(number / 3)", recordingSeconds: 86_400,
      channel: .index(0), site: text(using: &random), model: text(using: &random),
      modelVersion: "1", lowestFrequency: 50, highestFrequency: 8_000)
  }

  private static func text(of events: [LoggedEvent], _ writer: any EventWriter) -> String {
    var writer = writer
    var text = writer.head
    for event in events { text += writer.text(for: event) }
    return text + writer.tail
  }

  /// The cells of each line: a reader of RFC 4180 that knows nothing of the writer.
  private static func cells(ofCSV text: String) -> [[String]] {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      switch (scalar, isQuoted) {
      case ("\"", true) where next == "\"":
        rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append("\"")
        next = scalars.next()
      case ("\"", _): isQuoted.toggle()
      case (",", false): rows[rows.count - 1].append("")
      case ("\n", false): rows.append([""])
      default: rows[rows.count - 1][rows[rows.count - 1].count - 1].unicodeScalars.append(scalar)
      }
    }
    return rows.dropLast()
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `whatever a name holds, CSV reads back as it was`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let events = (0..<20).map { Self.event($0, using: &random) }
    for (writer, columns) in [
      (CSVWriter(), ["common_name", "scientific_name", "path", "site", "model"]),
      (BirdNETWriter(), ["Common name", "Scientific name", "File"]),
    ] as [(any EventWriter, [String])] {
      let rows = Self.cells(ofCSV: Self.text(of: events, writer))
      #expect(rows.count == events.count + 1, "seed \(seed)")
      let isWhole = rows.allSatisfy { $0.count == rows[0].count }
      try #require(isWhole, "seed \(seed)")
      for (row, event) in zip(rows.dropFirst(), events) {
        let taxon = event.taxon
        let values = [taxon.commonName, taxon.scientificName, event.path, event.site, event.model]
          .map { $0 ?? "" }
        let written = columns.map { row[rows[0].firstIndex(of: $0) ?? 0] }
        #expect(zip(written, values).allSatisfy { $0.utf8.elementsEqual($1.utf8) }, "seed \(seed)")
      }
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `whatever a name holds, JSON reads back and tab-separated lines keep their columns`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let events = (0..<20).map { Self.event($0, using: &random) }
    let array = try JSONSerialization.jsonObject(
      with: Data(Self.text(of: events, JSONWriter(isArray: true)).utf8))
    let objects = try #require(array as? [[String: Any]])
    #expect(objects.map { $0["path"] as? String } == events.map(\.path), "seed \(seed)")
    let lines = Self.text(of: events, JSONWriter(isArray: false)).utf8.split(separator: 10)
    #expect(lines.count == events.count, "seed \(seed)")

    for (writer, tabs, heads) in [(RavenWriter(), 12, 1), (AudacityWriter(), 2, 0)]
      as [(any EventWriter, Int, Int)]
    {
      let lines = Self.text(of: events, writer).split(omittingEmptySubsequences: false) {
        $0.isNewline
      }.dropLast()
      #expect(lines.count == events.count + heads, "seed \(seed)")
      #expect(lines.allSatisfy { $0.utf8.count { $0 == 9 } == tabs }, "seed \(seed)")
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `seconds tell the sample exactly, and Raven's time is the file's plus those before`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let events = (0..<30).map { Self.event($0, using: &random) }
    let csv = Self.cells(ofCSV: Self.text(of: events, CSVWriter()))
    let start = try #require(csv[0].firstIndex(of: "start_seconds"))
    let end = try #require(csv[0].firstIndex(of: "end_seconds"))
    let raven = Self.text(of: events, RavenWriter()).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    for (index, event) in events.enumerated() {
      let rate = Double(event.sampleRate)
      let first = try #require(Double(csv[index + 1][start]))
      let last = try #require(Double(csv[index + 1][end]))
      #expect(Int64((first * rate).rounded()) == event.range.start, "seed \(seed)")
      #expect(Int64((last * rate).rounded()) == event.range.end, "seed \(seed)")
      let running = try #require(Double(raven[index][1]))
      #expect(abs(running - first - Double(index / 3) * 86_400) < 2e-6, "seed \(seed)")
      #expect(raven[index][9] == csv[index + 1][start])
    }
  }

  @Test(
    arguments: [
      (0, 2, "0.00"), (-0.004, 2, "0.00"), (0.5, 0, "1"), (-12.345_678_9, 6, "-12.345679"),
      (0.999_999_6, 6, "1.000000"), (1e300, 1, "1e+300"), (.infinity, 4, "inf"), (3, 4, "3.0000"),
    ] as [(Double, Int, String)])
  func `numbers have the decimals of their column`(value: Double, places: Int, text: String) {
    #expect(fixedPoint(value, places: places) == text)
  }
}
