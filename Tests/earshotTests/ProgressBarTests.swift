import Testing

@testable import Survey
@testable import earshot

@Suite struct ProgressBarTests {
  let halfway = SurveyProgress(
    recordings: 5, totalRecordings: 12, bytes: 600, totalBytes: 1000, seconds: 4000,
    knownBytes: 100)

  @Test func `a line says how far, how fast, and how long it will take`() {
    #expect(
      ProgressBar.line(halfway, elapsed: 10, width: 100)
        == "[==================>           ]  60 %  5/12 files  0.5 files/s  400x real time  "
        + "0:08 left")
  }

  @Test func `images are counted in the same way`() {
    #expect(
      ProgressBar.line(images: 64, of: 128, elapsed: 4, width: 90)
        == "[===============>              ]  50 %  64/128 images  16 images/s  0:04 left")
    #expect(!ProgressBar.line(images: 0, of: 128, elapsed: 4, width: 90).contains("left"))
    #expect(ProgressBar.line(images: 0, of: 0, elapsed: 0, width: 90).contains("100 %"))
  }

  @Test(arguments: [10, 20, 40, 60, 80, 200])
  func `a line fits the terminal`(width: Int) {
    #expect(ProgressBar.line(halfway, elapsed: 10, width: width).count < width)
  }

  @Test func `at the start nothing is promised, and an empty survey is done`() {
    let start = SurveyProgress(
      recordings: 0, totalRecordings: 3, bytes: 0, totalBytes: 1000, seconds: 0, knownBytes: 0)
    #expect(!ProgressBar.line(start, elapsed: 5, width: 100).contains("left"))
    let empty = SurveyProgress(
      recordings: 0, totalRecordings: 0, bytes: 0, totalBytes: 0, seconds: 0, knownBytes: 0)
    #expect(ProgressBar.line(empty, elapsed: 0, width: 100).contains("100 %"))
  }

  @Test func `times are told in minutes and hours`() {
    #expect(clockTime(0) == "0:00" && clockTime(65.4) == "1:05")
    #expect(clockTime(3725) == "1:02:05" && clockTime(360_000) == "100:00:00")
  }
}
