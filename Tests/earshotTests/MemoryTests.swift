import Foundation
import TestSupport
import Testing

@Suite struct MemoryTests {
  // One after the other: the system tells the most that any of the programs took so far.
  @Test(
    .slow, .serialized,
    arguments: [
      // What grows are the stored windows, a hundred bytes each.
      (["classify", "--overlap", "0", "--jobs", "2"], 40_000),
      // The images of a day are 700 MB.
      (["features", "-o", "images", "--step-hops", "1"], 10_000),
    ] as [([String], Int)])
  func `a day of sound takes no more memory than an hour`(command: [String], growth: Int) throws {
    let folder = try TemporaryFolder()
    /// Kilobytes of the largest of the program's runs so far.
    func peak(hours: Int) throws -> Int {
      let name = "\(hours)h.wav"
      // Silence, as a file with a hole: only its header takes space.
      let frames = hours * 3600 * 8000
      let header = TestScene.wav([], rate: 8000, promised: 2 * frames)
      try header.write(to: folder.url.appending(path: name))
      let handle = try FileHandle(forWritingTo: folder.url.appending(path: name))
      try handle.truncate(atOffset: UInt64(header.count + 2 * frames))
      try handle.close()
      let result = try Program.run(
        [command[0], name, "--model", TinyBundle.url.path] + command.dropFirst(), in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      var usage = rusage()
      unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
      return usage.ru_maxrss
    }
    let hour = try peak(hours: 1)
    let day = try peak(hours: 24)
    print("peak memory of \(command[0]): \(hour / 1000) MB for an hour, \(day / 1000) MB for a day")
    #expect(day - hour < growth)
  }
}
