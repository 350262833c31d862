import CMosquitto
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Actions

/// A broker of this machine's own, on a free port, that can be killed and started again.
final class LocalBroker {
  static let program = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  let folder: TemporaryFolder
  let port: Int
  private let configuration: String
  private var process: Process?

  /// - Parameter more: Lines of its configuration.
  init(_ more: String = "allow_anonymous true") throws {
    folder = try TemporaryFolder()
    port = try Self.freePort()
    configuration = """
      listener \(port) 127.0.0.1
      \(more.replacing("FOLDER", with: folder.url.path))
      user root
      max_inflight_messages 0
      max_queued_messages 0
      persistence true
      persistence_location \(folder.url.path)/
      log_dest file \(folder.path("log"))
      """
    try configuration.write(toFile: folder.path("conf"), atomically: true, encoding: .utf8)
  }

  deinit { stop(SIGKILL) }

  func start() throws {
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.program))
    process.arguments = ["-c", folder.path("conf")]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // It would inherit that this thread hears no signals.
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_UNBLOCK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    self.process = process
    #expect(eventually { Self.isOpen(port) })
  }

  func stop(_ signal: Int32) {
    guard let process else { return }
    kill(process.processIdentifier, SIGCONT)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    self.process = nil
  }

  func send(_ signal: Int32) { if let process { kill(process.processIdentifier, signal) } }

  /// Has it write down who listens to what, so that a kill does not make it forget.
  func remember() {
    try? FileManager.default.removeItem(atPath: folder.path("mosquitto.db"))
    send(SIGUSR1)
    #expect(eventually { FileManager.default.fileExists(atPath: folder.path("mosquitto.db")) })
  }

  static func freePort() throws -> Int { try Listener().port }

  static func isOpen(_ port: Int) -> Bool {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = in_port_t(port).bigEndian
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return unsafe withUnsafePointer(to: &place) { place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}

/// A socket that takes connections and says nothing.
final class Listener {
  let port: Int
  private let socket: Int32

  init() throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &place) { [socket] place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, length) == 0 && listen(socket, 8) == 0
          && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: place.sin_port))
  }

  deinit { close(socket) }
}

/// A consumer, through libmosquitto's own thread; it stays subscribed while it is away.
@safe final class Subscriber {
  struct Message: Hashable {
    let topic: String
    let payload: String
    let isRetained: Bool
  }

  /// What libmosquitto's thread writes.
  private final class Inbox: Sendable {
    let messages = Collected<Message>()
    let isSubscribed = Mutex(false)
  }

  private let client: OpaquePointer
  private let inbox = Inbox()

  init(port: Int, user: String? = nil, password: String? = nil) throws {
    mosquitto_lib_init()
    // Freed with `self`, after libmosquitto's thread has ended.
    let context = unsafe Unmanaged.passUnretained(inbox).toOpaque()
    guard let client = unsafe mosquitto_new("consumer", false, context) else {
      throw POSIXError(.ENOMEM)
    }
    unsafe self.client = client
    if let user { unsafe mosquitto_username_pw_set(client, user, password) }
    unsafe mosquitto_connect_callback_set(client) { client, _, code in
      guard code == 0 else { return }
      unsafe mosquitto_subscribe(client, nil, "#", 1)
    }
    unsafe mosquitto_subscribe_callback_set(client) { _, context, _, _, _ in
      guard let context = unsafe context else { return }
      unsafe Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue()
        .isSubscribed.withLock { $0 = true }
    }
    unsafe mosquitto_message_callback_set(client) { _, context, message in
      guard let context = unsafe context, let message = unsafe message?.pointee else { return }
      let bytes = unsafe UnsafeRawBufferPointer(
        start: message.payload, count: Int(message.payloadlen))
      unsafe Unmanaged<Inbox>.fromOpaque(context).takeUnretainedValue().messages.add(
        Message(
          topic: unsafe String(cString: message.topic),
          payload: unsafe String(decoding: bytes, as: UTF8.self), isRetained: message.retain))
    }
    unsafe mosquitto_reconnect_delay_set(client, 1, 1, false)
    #expect(unsafe mosquitto_connect(client, "127.0.0.1", CInt(port), 30) == 0)
    #expect(unsafe mosquitto_loop_start(client) == 0)
    #expect(eventually { inbox.isSubscribed.withLock { $0 } })
  }

  deinit {
    unsafe mosquitto_disconnect(client)
    unsafe mosquitto_loop_stop(client, false)
    unsafe mosquitto_destroy(client)
  }

  var messages: [Message] { inbox.messages.all }

  func payloads(_ topic: String) -> [String] {
    messages.filter { $0.topic == topic }.map(\.payload)
  }
}

extension Trait where Self == ConditionTrait {
  /// Needs the Debian package `mosquitto`.
  static var needsBroker: Self {
    .enabled(
      if: LocalBroker.program != nil, "needs mosquitto, as scripts/setup.sh tests installs it")
  }
}
