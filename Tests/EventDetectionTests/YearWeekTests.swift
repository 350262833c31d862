import EventDetection
import Foundation
import Testing

@Suite struct YearWeekTests {
  @Test func `every day of eight centuries lies in the week that the calendar says`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    // The first day that the Gregorian calendar had everywhere Foundation has it, and 2400.
    let first = try #require(
      calendar.date(from: DateComponents(year: 1600, month: 1, day: 1)))
    let days = Int64(first.timeIntervalSince1970 / 86_400)..<157_054 as Range<Int64>
    for day in days {
      let date = Date(timeIntervalSince1970: Double(day) * 86_400)
      let parts = calendar.dateComponents([.month, .day], from: date)
      let (month, dayOfMonth) = (try #require(parts.month), try #require(parts.day))
      let expected = (month - 1) * 4 + [8, 15, 22].count { dayOfMonth >= $0 } + 1
      // Its first and its last microsecond.
      for microseconds in [day * 86_400_000_000, (day + 1) * 86_400_000_000 - 1] {
        let week = YearWeek(localMicroseconds: microseconds)
        guard week.number == expected else {
          Issue.record("day \(day): week \(week.number), not \(expected)")
          return
        }
      }
    }
  }

  @Test func `a year has 48 weeks, four a month`() {
    let weeks = (1...12).flatMap { month in
      (1...31).map { YearWeek(month: month, day: $0).number }
    }
    #expect(Set(weeks) == Set(1...48) && weeks == weeks.sorted())
    #expect(YearWeek(0) == nil && YearWeek(49) == nil && YearWeek(48)?.number == 48)
    #expect(YearWeek(month: 2, day: 29).number == 8)
  }
}
