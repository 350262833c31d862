import EventDetection
import Foundation
import GRDB
import TestSupport
import Testing

@testable import EventLog

/// What people and stations ask of a log of five years and ten million events is answered at once.
@Suite struct TenMillionEventsTests {
  /// Seconds within which an answer seems immediate.
  private static let limit = 0.05

  @Test(.slow) func `the usual questions to ten million events take less than 50 ms`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("log.sqlite")
    let years = StationYears()
    let clock = ContinuousClock()
    let making = try clock.measure { try years.make(at: path) }
    print("made in \(making), \(LogFiles.size(path)) bytes")
    let opening = try clock.measure {
      let opened = try EventLog.openForStation(path: path, now: 0, lookingFor: 2)
      #expect(opened.salvage == nil)
      print("not looked at: \(opened.unexamined)")
    }
    print("opened for a station in \(opening)")
    #expect(opening < .seconds(8))
    let log = try EventLog(path: path, access: .reading)
    let count = try log.dailyCounts().reduce(0) { $0 + $1.events }
    #expect(count > 9_900_000)
    for (name, question) in try Self.questions(log, years) {
      let seconds = try Self.median { try question() }
      print(name, seconds)
      #expect(seconds < Self.limit, "\(name)")
    }
  }

  private static func median(_ question: () throws -> Int) rethrows -> Double {
    var answers: Set<Int> = []
    let seconds = try (0..<7).map { _ in
      try ContinuousClock().measure { answers.insert(try question()) } / .seconds(1)
    }
    #expect(answers.count == 1 && !answers.contains(0), "each time the same, and not nothing")
    return seconds.sorted()[3]
  }

  /// Each with the number of what it finds.
  private static func questions(
    _ log: EventLog, _ years: StationYears
  ) throws -> [(String, () throws -> Int)] {
    let day: Int64 = 86_400_000_000
    let (midnight, now) = (years.end - day, years.end)
    // In June of the third year.
    let june = midnight - 900 * day
    func events(_ filter: EventFilter) -> () throws -> Int {
      {
        var count = 0
        try log.forEachEvent(filter) { _ in count += 1 }
        return count
      }
    }
    return [
      (
        "an hour of today",
        events(
          EventFilter(from: .utc(midnight + day / 4), until: .utc(midnight + day / 4 + day / 24)))
      ),
      ("today", events(EventFilter(from: .local(midnight)))),
      ("a day", events(EventFilter(from: .local(june), until: .local(june + day)))),
      (
        "a species in a month",
        events(
          EventFilter(species: ["Bird 20"], from: .local(june), until: .local(june + 30 * day)))
      ),
      ("the latest 50", events(EventFilter(latest: 50))),
      ("the latest 50 of a species", events(EventFilter(species: ["Bird 30"], latest: 50))),
      (
        "a site's day",
        events(EventFilter(from: .local(june), until: .local(june + day), sites: ["Old pond"]))
      ),
      ("the latest 50 of a site", events(EventFilter(sites: ["old pond"], latest: 50))),
      (
        "counts of a year by day",
        { try log.dailyCounts(from: "2022-01-01", through: "2022-12-31").count }
      ),
      ("counts of all years", { try log.speciesCounts().reduce(0) { $0 + $1.events } }),
      (
        "counts of a year",
        {
          try log.speciesCounts(EventFilter(from: .local(june - 300 * day), until: .local(june)))
            .count
        }
      ),
      (
        "counts of a day",
        { try log.speciesCounts(EventFilter(from: .utc(june), until: .utc(june + day))).count }
      ),
      ("gaps of 24 hours", { try log.inputGaps(from: now - day, until: now).count }),
      ("gaps of a day", { try log.inputGaps(from: june, until: june + day).count }),
      ("hours of 24 hours", { try log.heardStretches(from: now - day, until: now).count }),
      ("hours of a day", { try log.heardStretches(from: june, until: june + day).count }),
      ("clips of a species", { try log.keptClips(of: ["Bird 20"]).count }),
    ]
  }
}
