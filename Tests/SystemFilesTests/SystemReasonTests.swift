import Foundation
import SystemFiles
import TestSupport
import Testing

@Suite struct SystemReasonTests {
  private func reason(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return error.systemReason
    }
  }

  @Test func `the system's own words are told, whatever Foundation wraps around them`() throws {
    let folder = try TemporaryFolder()
    #expect(
      reason { _ = try Data(contentsOf: folder.url.appending(path: "a")) }
        == "no such file or directory")
    #expect(reason { _ = try Data(contentsOf: folder.url) } == "is a directory")
    #expect(
      reason {
        try FileManager.default.createDirectory(
          atPath: "/dev/null/x", withIntermediateDirectories: true)
      } == "not a directory")
    #expect(
      reason {
        try FileHandle(forWritingTo: URL(filePath: "/dev/full")).write(contentsOf: Data([1]))
      } == "no space left on device")
    #expect(reason { throw POSIXError(.EACCES) } == "permission denied")
  }

  @Test func `an error that is not the system's keeps its words`() {
    struct Refusal: LocalizedError { var errorDescription: String? { "Not today" } }
    #expect(reason { throw Refusal() } == "Not today")
  }
}
