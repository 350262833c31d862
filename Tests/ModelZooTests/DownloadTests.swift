import ContentDigest
import Foundation
import ModelZoo
import TestSupport
import Testing

/// Downloads from a server on this machine that breaks off, forgets and errs.
@Suite struct DownloadTests {
  private let folder = try? TemporaryFolder()
  private static let file = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
  private static let digest = SHA256.hexadecimal(of: file)

  private func path() throws -> String {
    try #require(folder).url.appending(path: "net.tflite").path
  }

  /// The rest of the file from the byte that the request asks for.
  private static func rest(_ request: String) -> TinyWebServer.Answer? {
    guard let match = request.firstMatch(of: /[Rr]ange: bytes=(\d+)-/), let start = Int(match.1)
    else { return nil }
    let size = file.count
    return TinyWebServer.Answer(
      head: """
        HTTP/1.1 206 Partial Content
        Content-Length: \(size - start)
        Content-Range: bytes \(start)-\(size - 1)/\(size)
        ETag: "one"


        """, body: Array(file[start...]))
  }

  private func download(
    _ server: TinyWebServer, expecting digest: String? = Self.digest
  ) throws -> Download {
    let address = try #require(URL(string: server.address + "/net.tflite"))
    return Download(address, expecting: digest, limit: 1 << 20, patience: 5, pauses: [0, 0])
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: #require(folder).url.path).sorted()
  }

  @Test func `a file comes whole, verified, and is not fetched twice`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(
        head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\n\n", body: Self.file)
    }
    let first = try download(server).run(to: path()) { _, _ in }
    #expect(first.isNew && first.isVerified && first.byteCount == Self.file.count)
    #expect(try contents() == Self.file)
    #expect(try names() == ["net.tflite"])
    let second = try download(server).run(to: path()) { _, _ in }
    #expect(!second.isNew && second.isVerified)
    #expect(server.requests.count == 1)
  }

  @Test func `without a known digest it is said to be unverified`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(
        head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\n\n", body: Self.file)
    }
    let result = try download(server, expecting: nil).run(to: path()) { _, _ in }
    #expect(!result.isVerified && result.digest == Self.digest)
  }

  @Test func `a connection that breaks is taken up where it broke`() throws {
    let server = try TinyWebServer { number, request in
      guard number > 0, let rest = Self.rest(request) else {
        return TinyWebServer.Answer(
          head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\nETag: \"one\"\n\n",
          body: Array(Self.file[..<100_000]))
      }
      return rest
    }
    let result = try download(server).run(to: path()) { _, _ in }
    #expect(result.isVerified)
    #expect(server.requests.count == 2)
    let second = try #require(server.requests.last).lowercased()
    #expect(second.contains("range: bytes=") && second.contains("if-range: \"one\""))
  }

  @Test func `a later run goes on from what an earlier one kept`() throws {
    // At first it has no ranges: each try begins anew, and none goes further than the one before.
    let server = try TinyWebServer { number, request in
      guard number > 2 else {
        return TinyWebServer.Answer(
          head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\nETag: \"one\"\n\n",
          body: Array(Self.file[..<50_000]))
      }
      return Self.rest(request)
        ?? TinyWebServer.Answer(head: "HTTP/1.1 500 Oh\nContent-Length: 0\n\n")
    }
    #expect(throws: DownloadError.self) { try download(server).run(to: path()) { _, _ in } }
    #expect(server.requests.count == 3)
    #expect(try names() == ["net.tflite.part", "net.tflite.part.version"])
    #expect(try download(server).run(to: path()) { _, _ in }.isVerified)
    #expect(try contents() == Self.file)
  }

  @Test func `where the server has another version, or knows no ranges, all comes anew`() throws {
    let part = try path() + ".part"
    try Data(repeating: 7, count: 1000).write(to: URL(filePath: part))
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(
        head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\nETag: \"new\"\n\n",
        body: Self.file)
    }
    try Data("\(server.address)/net.tflite\n\"old\"".utf8)
      .write(to: URL(filePath: part + ".version"))
    #expect(try download(server).run(to: path()) { _, _ in }.isVerified)
    #expect(try #require(server.requests.first).contains("\"old\""))
  }

  @Test func `what came from another address is not gone on with`() throws {
    let part = try path() + ".part"
    try Data(Self.file[..<1000].map { ~$0 }).write(to: URL(filePath: part))
    try Data("http://elsewhere/net.tflite\n\"one\"".utf8)
      .write(to: URL(filePath: part + ".version"))
    let server = try TinyWebServer { _, request in
      Self.rest(request)
        ?? TinyWebServer.Answer(
          head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\n\n", body: Self.file)
    }
    #expect(try download(server, expecting: nil).run(to: path()) { _, _ in }.digest == Self.digest)
    #expect(!(try #require(server.requests.first)).lowercased().contains("range"))
  }

  @Test func `an answer that is not the rest of the file is not joined to it`() throws {
    let server = try TinyWebServer { number, request in
      switch number {
      case 0:
        return TinyWebServer.Answer(
          head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\nETag: \"one\"\n\n",
          body: Array(Self.file[..<100_000]))
      case 1:
        return TinyWebServer.Answer(
          head: "HTTP/1.1 206 Partial Content\nContent-Length: 4\n"
            + "Content-Range: bytes 100000-100003/\(Self.file.count)\nETag: \"one\"\n\n",
          body: [1, 2, 3, 4])
      default:
        return TinyWebServer.Answer(
          head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\n\n", body: Self.file)
      }
    }
    #expect(try download(server).run(to: path()) { _, _ in }.isVerified)
  }

  @Test func `a server that falls silent is given up, and what came is kept`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(
        head: "HTTP/1.1 200 OK\nContent-Length: \(Self.file.count)\nETag: \"one\"\n\n",
        body: Array(Self.file[..<50_000]), stall: 20)
    }
    let address = try #require(URL(string: server.address + "/net.tflite"))
    let start = ContinuousClock.now
    #expect(throws: DownloadError.self) {
      try Download(address, expecting: nil, patience: 1, pauses: []).run(to: path()) { _, _ in }
    }
    #expect(ContinuousClock.now - start < .seconds(15))
    #expect(try names().contains("net.tflite.part"))
  }

  @Test func `a file that is there is never replaced`() throws {
    let server = try TinyWebServer { _, _ in TinyWebServer.Answer(head: "") }
    try Data([1, 2, 3]).write(to: URL(filePath: path()))
    let error = #expect(throws: DownloadError.self) {
      try download(server).run(to: path()) { _, _ in }
    }
    #expect(error?.description.contains("Move it away") == true)
    let kept = try download(server, expecting: nil).run(to: path()) { _, _ in }
    #expect(!kept.isNew && !kept.isVerified)
    #expect(try contents() == [1, 2, 3])
    #expect(server.requests == [])
  }

  @Test func `a part that another process has, or that is a link, is left alone`() throws {
    let server = try TinyWebServer { _, _ in TinyWebServer.Answer(head: "") }
    let part = try path() + ".part"
    let descriptor = unsafe open(part, O_RDWR | O_CREAT, 0o644)
    #expect(flock(descriptor, LOCK_EX) == 0)
    #expect(throws: DownloadError.busy(path: part)) {
      try download(server).run(to: path()) { _, _ in }
    }
    close(descriptor)
    try FileManager.default.removeItem(atPath: part)
    let victim = try #require(folder).path("victim")
    try Data([9]).write(to: URL(filePath: victim))
    try FileManager.default.createSymbolicLink(atPath: part, withDestinationPath: victim)
    #expect(throws: DownloadError.self) { try download(server).run(to: path()) { _, _ in } }
    #expect(try Data(contentsOf: URL(filePath: victim)) == Data([9]))
  }

  @Test func `a file that is not the published one is refused and removed`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(head: "HTTP/1.1 200 OK\nContent-Length: 3\n\n", body: [1, 2, 3])
    }
    let error = #expect(throws: DownloadError.self) {
      try download(server).run(to: path()) { _, _ in }
    }
    #expect(error?.description.contains("instead of \(Self.digest)") == true)
    #expect(try names() == [])
  }

  @Test func `a server that says no, or sends without end, ends the download`() throws {
    let absent = try TinyWebServer { _, _ in
      TinyWebServer.Answer(head: "HTTP/1.1 404 Not Found\nContent-Length: 0\n\n")
    }
    #expect(
      throws: DownloadError.refused(address: absent.address + "/net.tflite", status: 404)
    ) { try download(absent).run(to: path()) { _, _ in } }
    #expect(try names() == [])
    let endless = try TinyWebServer { _, _ in
      TinyWebServer.Answer(
        head: "HTTP/1.1 200 OK\n\n", body: [UInt8](repeating: 1, count: 2 << 20))
    }
    #expect(
      throws: DownloadError.tooLarge(address: endless.address + "/net.tflite", limit: 1 << 20)
    ) { try download(endless).run(to: path()) { _, _ in } }
  }

  @Test func `without a server the error says what to do`() throws {
    let address = try #require(URL(string: "http://127.0.0.1:9/net.tflite"))
    let error = #expect(throws: DownloadError.self) {
      try Download(address, expecting: nil, pauses: []).run(to: path()) { _, _ in }
    }
    #expect(error?.description.contains("--from") == true)
  }

  @Test func `a place that cannot be written is named`() throws {
    let server = try TinyWebServer { _, _ in TinyWebServer.Answer(head: "") }
    let error = #expect(throws: DownloadError.self) {
      try download(server).run(to: "/proc/none/net.tflite") { _, _ in }
    }
    #expect(error?.description.contains("cannot be written") == true)
  }

  @Test func `published networks are found by either name`() {
    #expect(PublishedNet.all.count == 11)
    #expect(PublishedNet.named("mcunet-5fps_vww") == PublishedNet.named("mcunet-vww1"))
    #expect(PublishedNet.named("resnet") == nil)
    #expect(
      PublishedNet.named("mcunet-vww1")?.address(below: "https://example.org/a")?.absoluteString
        == "https://example.org/a/mcunet-5fps_vww.tflite")
    #expect(PublishedNet.named("mcunet-vww1")?.address(below: "file:///a") == nil)
  }

  private func contents() throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path())))
  }
}
