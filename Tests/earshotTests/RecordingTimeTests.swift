import Testing

@testable import earshot

@Suite struct RecordingTimeTests {
  @Test(
    arguments: [
      ("75", 75), ("0.25", 0.25), ("1:15.5", 75.5), ("0:01:15", 75), ("90:00", 5400),
      ("25:00:00", 90_000),
    ] as [(String, Double)])
  func `a time is seconds, minutes, or hours`(text: String, seconds: Double) {
    #expect(RecordingTime(argument: text)?.seconds == seconds)
  }

  @Test(arguments: ["", ":", "1:", ":1", "1:60", "1:2:3:4", "-1", "nan", "inf", "1e999", "x"])
  func `what is no time is refused`(text: String) {
    #expect(RecordingTime(argument: text) == nil)
  }
}
