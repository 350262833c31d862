import Foundation
import TestSupport
import Testing

@Suite struct DeterminismTests {
  @Test func `new processes with one, two and five threads write the same log, across segments`()
    throws
  {
    let folder = try TemporaryFolder()
    // Twenty-one minutes: three segments, the last one short, and another rate beside it.
    for (name, rate, seconds) in [("a.wav", 8_000, 1261.3), ("b.wav", 11_025, 640.0)] {
      try TestScene.busy(rate: rate, seconds: seconds, seed: UInt64(rate)).wav()
        .write(to: folder.url.appending(path: name))
    }
    var logs: [LogContents] = []
    var outputs: Set<String> = []
    for jobs in [1, 2, 5] {
      let log = "jobs-\(jobs).sqlite"
      let result = try Program.run(
        [
          "classify", "a.wav", "b.wav", "--model", TinyBundle.url.path, "--log", log, "--jobs",
          "\(jobs)", "--format", "csv",
        ], in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      logs.append(try LogContents(of: folder.url.appending(path: log)))
      outputs.insert(result.output)
    }
    #expect(logs[0].count("event") > 100 && logs[0].count("analysis") == 2)
    #expect(logs[1] == logs[0] && logs[2] == logs[0])
    #expect(outputs.count == 1)
  }
}
