import Foundation
import TestSupport
import Testing

@testable import Actions

/// Pipes that are read, not read, full and left; files that are moved away.
@Suite struct PipeTargetTests {
  private let folder: TemporaryFolder
  private let allowance = Allowance()

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("events") }

  private func line(_ number: Int) -> String {
    String(decoding: Samples.numbered(number).json, as: UTF8.self) + "\n"
  }

  private func contents(_ name: String = "events") throws -> String {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  /// Opens the pipe as its reader does.
  private func reader() -> CInt { unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }

  private func read(_ descriptor: CInt) -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
  }

  @Test func `a file gets a line for each, is made if need be, and may be moved away`() throws {
    let target = try PipeTarget(path: path)
    for number in 0..<3 { try target.deliver(Samples.numbered(number), within: allowance) }
    #expect(try contents() == line(0) + line(1) + line(2))
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("old"))
    try target.deliver(Samples.numbered(3), within: allowance)
    #expect(try contents() == line(3))
  }

  @Test func `a line that a power cut tore is not continued, whoever finds it`() throws {
    try Data("{\"torn\":".utf8).write(to: URL(filePath: path))
    for number in 0..<2 {
      try PipeTarget(path: path).deliver(Samples.numbered(number), within: Allowance())
    }
    #expect(try contents() == "{\"torn\":\n" + line(0) + line(1))
  }

  @Test func `a pipe that is read gets a line for each`() throws {
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let reader = reader()
    defer { close(reader) }
    let target = try PipeTarget(path: path)
    for number in 0..<3 { try target.deliver(Samples.numbered(number), within: allowance) }
    #expect(read(reader) == line(0) + line(1) + line(2))
  }

  @Test func `a pipe that nobody reads, or reads no more, is an error at once; then it goes on`()
    throws
  {
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let target = try PipeTarget(path: path)
    #expect(throws: ActionError.nobodyReads(path: path)) {
      try target.deliver(Samples.numbered(0), within: allowance)
    }
    for round in 1...2 {
      let reader = reader()
      try target.deliver(Samples.numbered(round), within: allowance)
      #expect(read(reader) == line(round))
      close(reader)
      #expect(throws: ActionError.nobodyReads(path: path)) {
        try target.deliver(Samples.numbered(9), within: allowance)
      }
    }
    // A pipe of the same name that was made anew.
    let old = reader()
    try target.deliver(Samples.numbered(3), within: allowance)
    close(old)
    try FileManager.default.removeItem(atPath: path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let new = reader()
    defer { close(new) }
    try target.deliver(Samples.numbered(4), within: allowance)
    #expect(read(new) == line(4))
  }

  @Test func `a full pipe loses whole lines, and takes more once it is read`() throws {
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let reader = reader()
    defer { close(reader) }
    let target = try PipeTarget(path: path)
    var taken = ""
    for number in 0..<1000 {
      do throws(ActionError) {
        try target.deliver(Samples.numbered(number), within: allowance)
        taken += line(number)
      } catch {
        #expect(error == .full(path: path))
      }
    }
    #expect(taken.utf8.count < 1 << 17)
    #expect(read(reader) == taken)
    try target.deliver(Samples.numbered(7), within: allowance)
    #expect(read(reader) == line(7))
  }

  @Test func `a line that a pipe does not take whole is refused; a file takes it`() throws {
    let long = Samples.incident(text: String(repeating: "x", count: 5000))
    let target = try PipeTarget(path: path)
    try target.deliver(long, within: allowance)
    try FileManager.default.removeItem(atPath: path)
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let reader = reader()
    defer { close(reader) }
    #expect(throws: ActionError.self) { try target.deliver(long, within: allowance) }
    #expect(read(reader) == "")
  }

  @Test func `what cannot be opened is named`() throws {
    #expect(throws: ActionError.path("")) { try PipeTarget(path: "") }
    let missing = folder.path("no/such")
    #expect(
      throws: ActionError.unwritable(path: missing, reason: "no such file or directory")
    ) { try PipeTarget(path: missing).deliver(Samples.numbered(0), within: allowance) }
    #expect(throws: ActionError.unwritable(path: folder.url.path, reason: "is a directory")) {
      try PipeTarget(path: folder.url.path).deliver(Samples.numbered(0), within: allowance)
    }
  }
}
