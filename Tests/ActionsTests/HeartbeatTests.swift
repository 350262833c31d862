import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Actions

/// A server that watches the station.
@Suite struct HeartbeatTests {
  private static func answer(_ status: String) -> TinyWebServer.Answer {
    TinyWebServer.Answer(head: "HTTP/1.1 \(status)\nContent-Length: 0\nConnection: close\n\n")
  }

  private func heartbeat(
    _ address: String, _ method: Heartbeat.Method = .get, interval: Double = 0.02,
    timeout: Double = 10, isHealthy: @escaping @Sendable () -> Bool = { true },
    report: @escaping @Sendable (ActionReport) -> Void = { _ in }
  ) throws -> Heartbeat {
    try Heartbeat(
      address, method: method, unchecked: interval, timeout: timeout, isHealthy: isHealthy,
      report: report)
  }

  @Test(arguments: [Heartbeat.Method.get, .head])
  func `it beats again and again while the station is well`(method: Heartbeat.Method) throws {
    let server = try TinyWebServer { _, _ in Self.answer("200 OK") }
    let isHealthy = Mutex(true)
    let heartbeat = try heartbeat(server.address, method, isHealthy: { isHealthy.withLock { $0 } })
    #expect(eventually { heartbeat.counts.sent >= 3 })
    isHealthy.withLock { $0 = false }
    #expect(eventually { heartbeat.counts.withheld >= 3 })
    let beats = server.requests.count
    #expect(eventually { heartbeat.counts.withheld >= 6 })
    #expect(server.requests.count == beats)
    isHealthy.withLock { $0 = true }
    #expect(eventually { server.requests.count > beats })
    heartbeat.stop()
    #expect(server.requests.allSatisfy { $0.hasPrefix("\(method.rawValue) /release HTTP") })
    let counts = heartbeat.counts
    #expect(counts.failed == 0 && counts.lastError == nil)
  }

  @Test func `the first failure is told, and the recovery`() throws {
    let server = try TinyWebServer { number, _ in
      Self.answer((1...5).contains(number) ? "500 Oh" : "200 OK")
    }
    let reports = Collected<ActionReport>()
    let heartbeat = try heartbeat(server.address, report: { reports.add($0) })
    #expect(eventually { reports.all.count == 2 })
    heartbeat.stop()
    let host = try WebAddress(server.address).host
    #expect(
      reports.all.map(\.text) == [
        "heartbeat: \(host): answers with status 500; tried once.",
        "heartbeat: works again after 5 failures.",
      ])
    #expect(heartbeat.counts.failed == 5)
  }

  @Test func `a server that hangs keeps nobody waiting`() throws {
    let server = try TinyWebServer { _, _ in TinyWebServer.Answer(head: "", stall: 30) }
    let slow = try heartbeat(server.address, timeout: 0.2)
    #expect(eventually { slow.counts.failed >= 1 })
    slow.stop()
    let hanging = try heartbeat(server.address, timeout: 60)
    let start = ContinuousClock.now
    hanging.stop()
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  @Test func `what cannot be is refused`() {
    #expect(throws: ActionError.interval(0.5)) {
      try Heartbeat("http://a/", interval: 0.5, isHealthy: { true }, report: { _ in })
    }
    #expect(throws: ActionError.self) {
      try Heartbeat("a", interval: 60, isHealthy: { true }, report: { _ in })
    }
  }
}
