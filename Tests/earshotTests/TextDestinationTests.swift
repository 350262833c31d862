import Foundation
import TestSupport
import Testing

@testable import earshot

@Suite struct TextDestinationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() }
  }

  @Test func `a file is there whole when it is finished, and nothing beside it`() throws {
    let path = folder.path("events.csv")
    try Data("old".utf8).write(to: URL(filePath: path))
    let destination = try TextDestination(path: path)
    let line = String(repeating: "x", count: 1_000)
    try destination.write(lines: Array(repeating: line, count: 200))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old", "not before it is whole")
    try destination.finish()
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == String(repeating: line + "\n", count: 200))
    #expect(try names == ["events.csv"])
  }

  @Test func `what was not finished leaves the old file and no other`() throws {
    let path = folder.path("events.csv")
    try Data("old".utf8).write(to: URL(filePath: path))
    do {
      let destination = try TextDestination(path: path)
      try destination.write("new")
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try names == ["events.csv"])
  }

  @Test func `a link stays a link, to what is written`() throws {
    try Data("old".utf8).write(to: URL(filePath: folder.path("target")))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "target")
    let destination = try TextDestination(path: folder.path("link"))
    try destination.write("new")
    try destination.finish()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == "target")
    #expect(try String(contentsOfFile: folder.path("target"), encoding: .utf8) == "new")
  }

  @Test func `a pipe is written to, not replaced`() throws {
    let path = folder.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let reader = try FileHandle(forUpdating: URL(filePath: path))
    let destination = try TextDestination(path: path)
    try destination.write("new")
    try destination.finish()
    let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
    // Else there would be nothing to read, for ever.
    try #require(type as? FileAttributeType != .typeRegular)
    #expect(try reader.read(upToCount: 3) == Data("new".utf8))
    #expect(try names == ["pipe"])
  }

  @Test func `a folder that is not there is named`() {
    #expect(throws: OutputError.self) { _ = try TextDestination(path: folder.path("none/a.csv")) }
  }
}
