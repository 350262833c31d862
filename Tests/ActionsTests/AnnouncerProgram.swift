import Foundation
import TestSupport
import Testing

@testable import Actions

/// The program `announcer`, which was built with the tests and lies beside them.
private let announcerURL: URL = {
  let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  return URL(filePath: tests).deletingLastPathComponent().appending(path: "announcer")
}()

private func start(_ arguments: [String], _ output: Pipe) throws -> Process {
  let process = Process()
  process.executableURL = announcerURL
  process.arguments = arguments
  process.standardOutput = output
  try process.run()
  return process
}

/// Runs it until it has printed so many numbers, and a condition holds, and kills it.
/// - Returns: The numbers that it printed, also in its last moment.
func announcer(
  _ arguments: [String], killAfterLines lines: Int, when isTime: () -> Bool = { true }
) throws -> [Int] {
  let output = Pipe()
  let process = try start(arguments, output)
  var text = Data()
  while text.count(where: { $0 == UInt8(ascii: "\n") }) < lines {
    let more = output.fileHandleForReading.availableData
    if more.isEmpty { break }
    text += more
  }
  let wasTime = eventually(isTime)
  #expect(wasTime)
  kill(process.processIdentifier, SIGKILL)
  text += try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  #expect(process.terminationReason == .uncaughtSignal)
  // A line that was cut short may be another number.
  let whole = text.prefix(through: text.lastIndex(of: UInt8(ascii: "\n")) ?? text.startIndex)
  return String(decoding: whole, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
}

/// What only shows in a process of its own.
@Suite struct AnnouncerTests {
  private func run(_ arguments: [String]) throws -> [Int] {
    let output = Pipe()
    let process = try start(arguments, output)
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .compactMap { Int($0) }
  }

  @Test func `hundreds of failures of every kind leave no file open and no thread behind`() throws {
    let folder = try TemporaryFolder()
    let counts = try run(["failures", folder.url.path])
    try #require(counts.count == 4)
    // The system's pool of threads, which the web's requests use, comes and goes by a few.
    #expect(counts[1] <= counts[0] + 2, "files: \(counts[0]), then \(counts[1])")
    #expect(counts[3] <= counts[2] + 4, "threads: \(counts[2]), then \(counts[3])")
  }

  @Test func `a line that was cut short by a full disk does not spoil the next`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("events")
    #expect(try run(["limited", path]) == [2, 2])
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    // The first, half of the second, the fourth, and nothing after it.
    #expect(lines.count == 4 && lines[3].isEmpty)
    #expect(lines[0].hasSuffix("}") && lines[2].hasSuffix("}") && lines[2].hasPrefix("{"))
    #expect(lines[1].hasPrefix("{") && !lines[1].hasSuffix("}"))
  }
}
