import Foundation
import SystemFiles
import TestSupport
import Testing

@Suite struct WholeFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `a new file has its content, and nothing is left beside it`() throws {
    try WholeFile.writeNew(Data("new".utf8), to: folder.path("file"))
    #expect(try contents(of: folder.path("file")) == Data("new".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["file"])
  }

  @Test func `what is there is never replaced by a new file, nor is what a link leads to`() throws {
    try Data("old".utf8).write(to: URL(filePath: folder.path("file")))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "nowhere")
    #expect(unsafe mkfifo(folder.path("pipe"), 0o600) == 0)
    for name in ["file", "link", "pipe", "."] {
      let error = try #require(throws: (any Error).self) {
        try WholeFile.writeNew(Data("new".utf8), to: folder.path(name))
      }
      #expect(error.systemCode == EEXIST, "\(name)")
    }
    #expect(try contents(of: folder.path("file")) == Data("old".utf8))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["file", "link", "pipe"])
  }
}
