import EventDetection
import Foundation
import TestSupport
import Testing

@Suite struct WeekSetTests {
  /// A set of random spans.
  static func random(_ random: inout SplitMix64, least: Int = 0) throws -> WeekSet {
    var weeks = WeekSet.none
    for _ in 0..<Int.random(in: least...4, using: &random) {
      let bounds = (1...2).map { _ in Int.random(in: 1...48, using: &random) }
      weeks = weeks.union(try WeekSet(parsing: "\(bounds[0])-\(bounds[1])"))
    }
    return weeks
  }

  static func members(_ weeks: WeekSet) -> [Int] {
    (1...48).filter { YearWeek($0).map(weeks.contains) ?? false }
  }

  @Test(arguments: [
    ("9-14, 40", Array(9...14) + [40]), ("45-6", Array(1...6) + Array(45...48)), ("48-1", [1, 48]),
    ("7", [7]), ("7-7", [7]), (" 3 - 4 ,\t1", [1, 3, 4]), ("1-48", Array(1...48)),
    ("2-1", Array(1...48)),
  ])
  func `weeks and spans, also over the new year`(text: String, expected: [Int]) throws {
    #expect(try Self.members(WeekSet(parsing: text)) == expected)
  }

  @Test(arguments: [
    "", " ", ",", "1,", "-", "3-", "-3", "1-2-3", "0", "49", "1-49", "3.5", "x", "1;2", "９",
  ])
  func `what is no week is refused`(text: String) {
    #expect(throws: DetectionError.self) { try WeekSet(parsing: text) }
  }

  @Test func `a set is read as it was written, as text and as JSON`() throws {
    for seed in 1...500 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let weeks = try Self.random(&random)
      let json = try JSONEncoder().encode([weeks])
      #expect(try JSONDecoder().decode([WeekSet].self, from: json) == [weeks], "seed \(seed)")
      if weeks != .none {
        #expect(try WeekSet(parsing: weeks.description) == weeks, "seed \(seed)")
      }
    }
    #expect(WeekSet.none.description.isEmpty && WeekSet.all.description == "1-48")
  }

  @Test func `sets join and subtract as sets do`() throws {
    for seed in 1...500 as ClosedRange<UInt64> {
      var random = SplitMix64(seed: seed)
      let (first, second) = (try Self.random(&random), try Self.random(&random))
      let (a, b) = (Set(Self.members(first)), Set(Self.members(second)))
      #expect(Self.members(first.union(second)) == a.union(b).sorted(), "seed \(seed)")
      #expect(Self.members(first.subtracting(second)) == a.subtracting(b).sorted(), "seed \(seed)")
      #expect(first.isEmpty == a.isEmpty, "seed \(seed)")
    }
  }
}
