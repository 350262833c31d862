import Foundation
import Station
import Synchronization
import TestSupport
import Testing

/// What a service manager is told, on sockets of the test's own.
@Suite struct ServiceNotifierTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func notifier(_ socket: NotificationSocket) -> ServiceNotifier {
    ServiceNotifier(environment: ["NOTIFY_SOCKET": socket.name])
  }

  @Test(arguments: [false, true])
  func `messages arrive together, at a path and at an abstract name`(isAbstract: Bool) throws {
    let name = isAbstract ? "@earshot-\(UUID().uuidString)" : folder.path("notify")
    let socket = try NotificationSocket(name)
    let notifier = notifier(socket)
    #expect(notifier.send(.ready, .status("2 inputs are heard")) == .delivered)
    #expect(notifier.send(.watchdog) == .delivered)
    #expect(notifier.send(.reloading(monotonic: 1_234_567_890), .stopping) == .delivered)
    #expect(socket.next() == "READY=1\nSTATUS=2 inputs are heard")
    #expect(socket.next() == "WATCHDOG=1")
    #expect(socket.next() == "RELOADING=1\nMONOTONIC_USEC=1234567\nSTOPPING=1")
    #expect(socket.next() == nil)
  }

  @Test func `a path may be as long as an address has room for`() throws {
    let longest = "@" + String(repeating: "n", count: 95) + String(UUID().uuidString.prefix(12))
    let socket = try NotificationSocket(longest)
    #expect(longest.utf8.count == 108)
    #expect(notifier(socket).send(.ready) == .delivered)
    #expect(socket.next() == "READY=1")
    let beyond = ServiceNotifier(environment: ["NOTIFY_SOCKET": longest + "n"])
    #expect(
      beyond.send(.ready)
        == .refused(
          reason: "NOTIFY_SOCKET is \(longest)n, which is no address of a local socket"))
  }

  @Test(arguments: [[:], ["NOTIFY_SOCKET": ""]])
  func `where nobody asks, nothing is told`(environment: [String: String]) {
    let notifier = ServiceNotifier(
      environment: environment.merging(["WATCHDOG_USEC": "30000000"]) { $1 })
    #expect(notifier.send(.ready, .watchdog) == .notAsked)
    #expect(notifier.watchdogInterval == nil)
  }

  @Test func `a socket that is gone, or no socket, is refused in the system's words`() throws {
    let gone = ServiceNotifier(environment: ["NOTIFY_SOCKET": folder.path("notify")])
    #expect(gone.send(.ready) == .refused(reason: "No such file or directory"))
    try Data().write(to: URL(filePath: folder.path("notify")))
    #expect(gone.send(.ready) == .refused(reason: "Connection refused"))
    let relative = ServiceNotifier(environment: ["NOTIFY_SOCKET": "notify"])
    #expect(
      relative.send(.ready)
        == .refused(reason: "NOTIFY_SOCKET is notify, which is no address of a local socket"))
  }

  @Test(.timeLimit(.minutes(2)))
  func `a manager that does not read never makes a station wait`() throws {
    let socket = try NotificationSocket(folder.path("notify"))
    let notifier = notifier(socket)
    // Lets a station that waits go on, so that the test ends: as a failure.
    let (isDone, waited) = (Flag(), Flag())
    Thread.detachNewThread {
      let deadline = ContinuousClock.now + .seconds(30)
      while !isDone.isSet {
        if ContinuousClock.now < deadline {
          usleep(10_000)
        } else {
          waited.set()
          _ = socket.next()
        }
      }
    }
    defer { isDone.set() }
    let outcomes = (0..<10_000).map { _ in notifier.send(.watchdog) }
    isDone.set()
    #expect(!waited.isSet)
    let delivered = outcomes.count { $0 == .delivered }
    #expect(delivered > 0 && delivered < 10_000)
    #expect(outcomes.last == .refused(reason: "Resource temporarily unavailable"))
    // What had room is there, and then there is room again.
    #expect((0..<delivered).allSatisfy { _ in socket.next() == "WATCHDOG=1" })
    #expect(socket.next() == nil)
    #expect(notifier.send(.ready) == .delivered)
  }

  @Test func `a status is one line and short enough for a manager`() throws {
    let socket = try NotificationSocket(folder.path("notify"))
    let notifier = notifier(socket)
    notifier.send(.status("pond\nREADY=1\r\nmeadow"))
    #expect(socket.next() == "STATUS=pond READY=1 meadow")
    notifier.send(.status(String(repeating: "é", count: 5000)), .ready)
    #expect(socket.next() == "STATUS=" + String(repeating: "é", count: 500) + "…\nREADY=1")
  }

  @Test(
    arguments: [
      ("30000000", nil, 30.0), ("30000000", "4711", 30), ("500000", "4711", 0.5),
      ("30000000", "4712", nil), ("30000000", "", nil), ("0", nil, nil), ("-1", nil, nil),
      ("soon", nil, nil), (nil, "4711", nil),
    ] as [(String?, String?, Double?)])
  func `the watchdog is for one process`(interval: String?, pid: String?, seconds: Double?) {
    var environment = ["NOTIFY_SOCKET": "/run/notify"]
    environment["WATCHDOG_USEC"] = interval
    environment["WATCHDOG_PID"] = pid
    let notifier = ServiceNotifier(environment: environment, processID: 4711)
    #expect(notifier.watchdogInterval == seconds)
  }

  @Test func `nothing stays open`() throws {
    let socket = try NotificationSocket(folder.path("notify"))
    let notifier = notifier(socket)
    // Other tests open and close files meanwhile: a leak shows in the next free number.
    for _ in 0..<2000 {
      notifier.send(.watchdog)
      _ = socket.next()
    }
    let next = dup(0)
    defer { close(next) }
    #expect(next < 1000)
  }
}

private final class Flag: Sendable {
  private let value = Atomic<Bool>(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  func set() { value.store(true, ordering: .releasing) }
}
