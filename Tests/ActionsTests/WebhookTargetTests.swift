import Foundation
import TestSupport
import Testing

@testable import Actions

/// Web servers that take, refuse, hang and send elsewhere.
@Suite struct WebhookTargetTests {
  private let announcement = Announcement.eventBegan(Samples.event())

  private static func answer(
    _ status: String, _ headers: String = "", stall: Double = 0
  ) -> TinyWebServer.Answer {
    TinyWebServer.Answer(
      head: "HTTP/1.1 \(status)\nContent-Length: 0\nConnection: close\n\(headers)\n",
      stall: stall)
  }

  private func host(_ server: TinyWebServer) throws -> String {
    try WebAddress(server.address).host
  }

  private func deliver(
    to server: TinyWebServer, pauses: [Double] = [0, 0, 0], timeout: Double = 10,
    _ allowance: Allowance = Allowance()
  ) throws {
    try WebhookTarget(
      server.address, headers: ["Authorization": "Bearer secret"], timeout: timeout, pauses: pauses
    ).deliver(announcement, within: allowance)
  }

  @Test func `the JSON is posted, once, with the message's id`() throws {
    let server = try TinyWebServer { _, _ in Self.answer("204 No Content") }
    try deliver(to: server)
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("POST /release HTTP/1.1\r\n"))
    for line in [
      "Content-Type: application/json", "Idempotency-Key: \(announcement.id)",
      "Authorization: Bearer secret", "User-Agent: earshot",
    ] {
      #expect(request.lowercased().contains("\r\n" + line.lowercased() + "\r\n"), "\(line)")
    }
    #expect(server.bodies == [Array(announcement.json)])
  }

  @Test(arguments: ["500 Oh", "503 Busy", "429 Too Many Requests", "408 Slow"])
  func `what may pass is tried again with the same bytes`(status: String) throws {
    let server = try TinyWebServer { number, _ in
      number < 2 ? Self.answer(status) : Self.answer("200 OK")
    }
    try deliver(to: server)
    #expect(server.bodies == [[UInt8]](repeating: Array(announcement.json), count: 3))
    #expect(
      server.requests.allSatisfy {
        $0.lowercased().contains("idempotency-key: \(announcement.id)\r\n")
      })
  }

  @Test func `tries are bounded, and their number is told`() throws {
    let server = try TinyWebServer { _, _ in Self.answer("500 Oh") }
    #expect(
      throws: ActionError.refused(host: try host(server), status: 500, tries: 4)
    ) { try deliver(to: server) }
    #expect(server.requests.count == 4)
  }

  @Test func `a server that closes without an answer is tried again`() throws {
    let server = try TinyWebServer { number, _ in
      number == 0 ? TinyWebServer.Answer(head: "") : Self.answer("200 OK")
    }
    try deliver(to: server)
    #expect(server.requests.count >= 2)
  }

  @Test func `what a server will never take is sent once`() throws {
    let server = try TinyWebServer { _, _ in Self.answer("401 Unauthorized") }
    #expect(
      throws: ActionError.refused(host: try host(server), status: 401, tries: 1)
    ) { try deliver(to: server) }
    #expect(server.requests.count == 1)
  }

  @Test(arguments: ["301 Moved", "302 Found", "307 Elsewhere", "308 Elsewhere"])
  func `a redirection is not followed`(status: String) throws {
    let other = try TinyWebServer { _, _ in Self.answer("200 OK") }
    let server = try TinyWebServer { _, _ in
      Self.answer(status, "Location: \(other.address)\n")
    }
    #expect(
      throws: ActionError.redirected(host: try host(server), to: "127.0.0.1")
    ) { try deliver(to: server) }
    #expect(server.requests.count == 1 && other.requests.isEmpty)
  }

  @Test func `an answer that never ends is not waited for`() throws {
    let server = try TinyWebServer { _, _ in
      TinyWebServer.Answer(head: "HTTP/1.1 200 OK\nContent-Length: 1000000\n\n", stall: 20)
    }
    let start = ContinuousClock.now
    try deliver(to: server)
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  @Test func `a server that hangs is given up in time`() throws {
    let server = try TinyWebServer { _, _ in TinyWebServer.Answer(head: "", stall: 30) }
    let start = ContinuousClock.now
    #expect(
      throws: ActionError.unreachable(
        host: try host(server), reason: "nothing came for too long", tries: 1)
    ) { try deliver(to: server, pauses: [], timeout: 0.5) }
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  @Test func `where nobody answers, that is told without the rest of the address`() throws {
    let target = try WebhookTarget("http://127.0.0.1:9/hook/secret?key=secret", pauses: [0])
    let error = #expect(throws: ActionError.self) {
      try target.deliver(announcement, within: Allowance())
    }
    #expect(
      error?.description
        == "127.0.0.1:9: cannot be reached: nobody answers there; tried 2 times.")
  }

  @Test func `a pause that the server asks for is kept, and a station that stops ends it`() throws {
    let server = try TinyWebServer { _, _ in Self.answer("429 Too Many", "Retry-After: 50\n") }
    let allowance = Allowance()
    let start = ContinuousClock.now
    Thread.detachNewThread {
      _ = eventually { server.requests.count == 1 }
      allowance.end(by: .now + .seconds(5))
    }
    #expect(throws: ActionError.cutShort) { try deliver(to: server, allowance) }
    #expect(server.requests.count == 1)
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test(arguments: ["", "ftp://a/b", "http:///b", "a.example/hook", "file:///etc/passwd"])
  func `what is no address of the web is refused`(address: String) {
    #expect(throws: ActionError.self) { try WebhookTarget(address) }
  }
}
