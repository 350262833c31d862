import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct MemoryTests {
  @Test(.slow) func `a day of sound takes no more memory than an hour`() throws {
    let options = ["--overlap", "0", "--jobs", "2"]
    let hour = try peak("classify", hours: 1, options)
    let day = try peak("classify", hours: 24, options)
    print("peak memory: \(hour / 1000) MB for an hour, \(day / 1000) MB for a day")
    // What grows are the stored windows, a hundred bytes each.
    #expect(day - hour < 40_000)
  }

  @Test(.slow) func `the images of a night take no more memory than those of an hour`() throws {
    let hour = try peak("features", hours: 1, ["-o", "images"])
    let night = try peak("features", hours: 8, ["-o", "images"])
    print("peak memory of features: \(hour / 1000) MB for an hour, \(night / 1000) MB for a night")
    #expect(night - hour < 10_000)
  }

  /// Runs a command on silence.
  /// - Returns: Its memory at the most, kilobytes.
  private func peak(_ command: String, hours: Int, _ options: [String]) throws -> Int {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "silence.wav")
    // A file with a hole: only its header takes space.
    let frames = hours * 3600 * 8000
    let header = TestScene.wav([], rate: 8000, promised: 2 * frames)
    try header.write(to: url)
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: UInt64(header.count + 2 * frames))
    try handle.close()
    return try Program.peakMemory(
      [command, "silence.wav", "--model", TinyBundle.url.path] + options, in: folder.url)
  }
}
