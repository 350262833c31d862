import Foundation
import TestSupport
import Testing

/// A survey that is killed at any moment and run again ends as an uninterrupted one.
@Suite(.serialized) struct InterruptionTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let recordings = folder.url.appending(path: "recordings")
    try FileManager.default.createDirectory(at: recordings, withIntermediateDirectories: true)
    for number in 0..<24 {
      let scene = TestScene.busy(
        rate: 16_000, seconds: number.isMultiple(of: 6) ? 60 : 9, seed: UInt64(number))
      try scene.wav().write(
        to: recordings.appending(path: "20250607_\(String(100_000 + 100 * number)).wav"))
    }
    try Data("no sound".utf8).write(to: recordings.appending(path: "broken.wav"))
  }

  private func classify(
    _ log: String, jobs: Int, killAfter delay: Double? = nil, signal: Int32 = SIGKILL
  ) throws -> Program.Result {
    try Program.run(
      [
        "classify", "recordings", "--model", TinyBundle.url.path, "--log", log, "--jobs",
        "\(jobs)", "--format", "ndjson",
      ], in: folder.url, killAfter: delay, signal: signal)
  }

  private func contents(_ log: String) throws -> LogContents {
    try LogContents(of: folder.url.appending(path: log))
  }

  /// Kills a survey again and again until it is done.
  /// - Returns: How many times it was killed.
  private func classifyInPieces(_ log: String, longest: Double, random: inout SplitMix64) throws
    -> Int
  {
    var kills = 0
    while true {
      let jobs = Int.random(in: 1...3, using: &random)
      let delay = Double.random(in: 0...longest, using: &random)
      let result = try classify(log, jobs: jobs, killAfter: delay)
      guard result.wasKilled else {
        #expect(result.status == 1, "\(result.errors)")
        return kills
      }
      kills += 1
    }
  }

  /// - Parameter least: Kills to survive.
  private func survive(kills least: Int) throws {
    let clock = ContinuousClock()
    var whole: Program.Result?
    let took = try clock.measure { whole = try classify("whole.sqlite", jobs: 2) }
    #expect(whole?.status == 1)
    let expected = try contents("whole.sqlite")
    #expect(expected.count("event") > 20 && expected.count("recording") == 24)

    var random = SplitMix64(seed: 20_261_127)
    var kills = 0
    var rounds = 0
    while kills < least {
      let log = "pieces-\(rounds).sqlite"
      kills += try classifyInPieces(log, longest: took / .seconds(1), random: &random)
      #expect(try contents(log) == expected, "round \(rounds)")
      rounds += 1
    }
    print("\(kills) kills in \(rounds) surveys: \(expected)")
  }

  @Test func `killed at random moments and run again, a survey ends with the same log`() throws {
    try survive(kills: 12)
  }

  @Test(.slow) func `killed hundreds of times, surveys end with the same log`() throws {
    try survive(kills: 400)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a wish to stop is heard, what is finished stays, and the next run goes on`(
    signal: Int32
  ) throws {
    _ = try classify("whole.sqlite", jobs: 1)
    var wasInterrupted = false
    // The moment is not known at which such a small survey is half done: several are tried.
    for step in 1...40 where !wasInterrupted {
      let log = "stopped-\(signal)-\(step).sqlite"
      let result = try classify(log, jobs: 1, killAfter: Double(step) * 0.02, signal: signal)
      guard result.status == 130, !result.wasKilled else { continue }
      wasInterrupted = true
      #expect(result.errors.contains("Interrupted. What is analysed is in the log"))
      #expect(try classify(log, jobs: 1).status == 1)
      #expect(try contents(log) == contents("whole.sqlite"))
    }
    #expect(wasInterrupted)
  }
}
