import Foundation
import TestSupport
import Testing

/// `earshot models fetch` from a server on this machine.
@Suite struct ModelsFetchTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func fetch(_ name: String, from server: TinyWebServer) throws -> Program.Result {
    try Program.run(
      ["models", "fetch", name, "--from", server.address, "--to", "nets"], in: folder.url)
  }

  @Test func `where nothing came no folder is left, and one that was there stays`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(head: "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n")
    }
    let result = try fetch("mcunet-vww0", from: server)
    #expect(result.status == 1 && result.errors.contains("the server answers 404"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("nets")))
    try FileManager.default.createDirectory(
      atPath: folder.path("nets"), withIntermediateDirectories: false)
    #expect(try fetch("mcunet-vww0", from: server).status == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("nets")).isEmpty)
  }

  @Test func `what came lies in a folder that was made for it`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(
        head: "HTTP/1.1 200 OK\nContent-Length: 4\n\n", body: Array("TFL3".utf8))
    }
    // Nobody has told this network's SHA-256.
    let result = try fetch("mcunet-in0", from: server)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("nets"))
        == ["mcunet-in0.tflite"])
  }
}
