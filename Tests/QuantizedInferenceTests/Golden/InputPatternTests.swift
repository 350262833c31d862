import ModelWriting
import TestSupport
import Testing

@Suite struct InputPatternTests {
  @Test(
    .needsShared("reference/digests"),
    arguments: [
      ("mlperf-kws", [1, 49, 10, 1], TFLiteTensorType.int8),
      ("wakevision-k2c3", [1, 50, 50, 3], .uint8),
      ("person-det", [1, 128, 160, 3], .float32),
    ])
  func `the inputs of the reference digests are made again byte for byte`(
    model: String, shape: [Int], type: TFLiteTensorType
  ) throws {
    let url = SharedData.url("reference/digests/\(model).json")
    let file = try ReferenceDigests(contentsOf: url)
    let patterns = InputPattern.sequence(randomPairs: 1)
    #expect(file.runs.count == patterns.count)
    for (index, (run, pattern)) in zip(file.runs, patterns).enumerated() {
      let state = InputPattern.state(seed: file.seed, run: index, input: 0)
      let bytes = pattern.bytes(shape: shape, type: type, state: state)
      #expect(sha256(bytes) == run.inputSHA256[0], "\(run.input)")
    }
  }

  @Test func `the patterns keep the values that LiteRT was asked with`() {
    let shape = [2, 3]
    func values(_ pattern: InputPattern) -> [Int] { pattern.values(shape: shape, state: 65_536) }
    #expect(values(.ramp) == [-128, -127, -126, -125, -124, -123])
    #expect(values(.rampDown) == [127, 126, 125, 124, 123, 122])
    #expect(values(.checker) == [-128, 127, -128, 127, -128, 127])
    #expect(values(.slope) == [-128, -86, -43, 0, 42, 85])
    #expect(values(.uniform) == [-119, 34, -4, -20, 109, -76])
    #expect(values(.gauss) == [-11, -35, -28, -41, 49, 5])
  }
}
