import Configuration
import Foundation
import Station
import TestSupport
import Testing

@Suite struct SolarDayTests {
  struct Golden: Decodable {
    var latitude: Double
    var longitude: Double
    var date: String
    /// Seconds since 1970 UTC; `nil` where the sun does not come to the height.
    var times: [String: Int64?]
  }

  @Test
  func `times of the sun agree with astral's to a minute, over a year from 65° south to 65° north`()
    throws
  {
    let file = SharedData.repository.appending(path: "Tests/StationTests/Golden/sun_times.json")
    let cases = try JSONDecoder().decode([Golden].self, from: Data(contentsOf: file))
    var compared = 0
    for golden in cases {
      let position = GeographicPosition(latitude: golden.latitude, longitude: golden.longitude)
      let day = SolarDay(try dayNumber(golden.date), at: position)
      for (name, time) in golden.times {
        let event = try #require(SunEvent(rawValue: name))
        let found = day[event] / 1_000_000
        if let time {
          compared += 1
          #expect(abs(found - time) <= 60, "\(golden.date) at \(position): \(name)")
        } else {
          // It does not set, or all but not.
          let ends = [day[.noon], day[.midnight], day[.midnight] + 86_400_000_000]
          let nearest = ends.map { abs($0 / 1_000_000 - found) }.min()
          #expect(nearest ?? .max < 2700, "\(golden.date) at \(position): \(name)")
        }
      }
    }
    #expect(cases.count == 286 && compared > 2400)
  }

  @Test(arguments: [-90.0, -89.9, -70, -66, -23, 0, 12, 45, 65.9, 67, 80, 90])
  func `the times of a day are in their order, wherever and whenever`(latitude: Double) {
    let order: [SunEvent] = [
      .midnight, .astronomicalDawn, .nauticalDawn, .dawn, .sunrise, .noon, .sunset, .dusk,
      .nauticalDusk, .astronomicalDusk,
    ]
    for number in stride(from: 20_000, to: 20_400, by: 3) {
      let position = GeographicPosition(latitude: latitude, longitude: Double(number % 360 - 180))
      let day = SolarDay(number, at: position)
      let times = order.map { day[$0] } + [SolarDay(number + 1, at: position)[.midnight]]
      #expect(times == times.sorted(), "day \(number)")
      #expect((86_300...86_500).contains((times[10] - times[0]) / 1_000_000))
    }
  }

  @Test func `both names of the date line are one place, a day apart`() {
    let east = SolarDay(20_200, at: GeographicPosition(latitude: 10, longitude: 180))
    let west = SolarDay(20_199, at: GeographicPosition(latitude: 10, longitude: -180))
    for event in SunEvent.allCases { #expect(east[event] == west[event]) }
  }

  @Test func `in polar night the sun rises and sets at noon, in polar day at midnight`() throws {
    let position = GeographicPosition(latitude: 78.22, longitude: 15.65)
    let december = SolarDay(try dayNumber("2025-12-21"), at: position)
    #expect(december[.sunrise] == december[.noon] && december[.sunset] == december[.noon])
    #expect(december[.dawn] == december[.noon])
    #expect(december[.nauticalDawn] < december[.noon])
    let june = try dayNumber("2025-06-21")
    #expect(SolarDay(june, at: position)[.sunrise] == SolarDay(june, at: position)[.midnight])
    #expect(SolarDay(june, at: position)[.sunset] == SolarDay(june + 1, at: position)[.midnight])
  }
}

/// Days since 1970 of a date like 2025-03-30.
func dayNumber(_ date: String) throws -> Int {
  Int(try utc(date + "T00:00:00Z") / 86_400_000_000)
}

/// Microseconds since 1970.
func utc(_ text: String) throws -> Int64 {
  Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970) * 1_000_000
}
