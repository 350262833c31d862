import Foundation
import TestSupport
import Testing

@Suite struct MemoryTests {
  @Test(.slow) func `a day of sound takes no more memory than an hour`() throws {
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
        ["classify", name, "--model", TinyBundle.url.path, "--overlap", "0", "--jobs", "2"],
        in: folder.url)
      #expect(result.status == 0, "\(result.errors)")
      var usage = rusage()
      unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
      return usage.ru_maxrss
    }
    let hour = try peak(hours: 1)
    let day = try peak(hours: 24)
    print("peak memory: \(hour / 1000) MB for an hour, \(day / 1000) MB for a day")
    // What grows are the stored windows, a hundred bytes each.
    #expect(day - hour < 40_000)
  }
}
