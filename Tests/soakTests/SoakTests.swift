import Foundation
import TestSupport
import Testing

/// The soak itself, or a slice of it.
@Suite struct SoakTests {
  /// Runs `scripts/soak.sh` with the program that was built with the tests.
  private func soak(_ arguments: String...) throws -> (status: Int32, output: String) {
    let folder = try TemporaryFolder()
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let program = URL(filePath: tests).deletingLastPathComponent().appending(path: "soak")
    let process = Process()
    process.executableURL = SharedData.repository.appending(path: "scripts/soak.sh")
    process.arguments = [folder.path("scratch"), folder.path("run")] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["SOAK": program.path]) { $1 }
    let output = folder.path("output.txt")
    try Data().write(to: URL(filePath: output))
    let file = try FileHandle(forWritingTo: URL(filePath: output))
    (process.standardOutput, process.standardError) = (file, file)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8))
  }

  @Test(.slow, .timeLimit(.minutes(20)))
  func `a station goes through five hours of everything, and loses nothing without a word`() throws
  {
    let result = try soak("--minutes-of-work", "5", "--seed", "4")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("✔ every kind of fault was tried"))
  }

  @Test(.timeLimit(.minutes(5))) func `a run of one input, with overruns alone, is judged`() throws
  {
    let result = try soak(
      "--minutes-of-work", "0.2", "--inputs", "1", "--only", "overrun", "--seed", "4")
    // Too short to say anything of memory.
    #expect(result.status == 1, "\(result.output)")
    let failed = result.output.split(separator: "\n").filter { $0.hasPrefix("✘") }
    #expect(failed == ["✘ memory, threads and descriptors are flat: "], "\(result.output)")
  }
}
