import Glibc

/// Tells the service manager that started this program how it fares, as systemd asks of a service of
/// `Type=notify`. Where nobody asks, nothing is told.
///
/// ```swift
/// let notifier = ServiceNotifier(environment: ProcessInfo.processInfo.environment)
/// notifier.send(.ready, .status("2 inputs are heard"))
/// ```
///
/// Each call sends one datagram and never waits: what the manager does not take at once is refused.
///
/// Source: sd_notify(3), sd_watchdog_enabled(3). The protocol is this small so that programs need no
/// library for it.
public struct ServiceNotifier: Sendable {
  /// What can be told.
  public enum Message: Sendable, Hashable {
    /// It has started, or its new configuration is in force.
    case ready
    /// What a person reads in `systemctl status`: one line.
    case status(String)
    /// It is well.
    case watchdog
    /// It reads its configuration again, until the next ``ready``.
    /// - Parameter monotonic: Nanoseconds of the monotonic clock, now.
    case reloading(monotonic: Int64)
    /// It ends now.
    case stopping
  }

  /// What became of a datagram.
  public enum Delivery: Sendable, Hashable {
    /// The service manager has it.
    case delivered
    /// No service manager wants to be told.
    case notAsked
    /// - Parameter reason: In the system's words.
    case refused(reason: String)
  }

  /// Seconds within which each ``Message/watchdog`` must follow the one before, or the program is ended
  /// and started again; `nil` if nobody watches this process.
  public let watchdogInterval: Double?

  private let path: String?

  /// - Parameters:
  ///   - environment: Of the process: `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` are read.
  ///   - processID: Of the process to which the watchdog belongs; this one without.
  public init(environment: [String: String], processID: Int32? = nil) {
    let path = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    self.path = path
    let isMeant = environment["WATCHDOG_PID"].map { Int32($0) == processID ?? getpid() } ?? true
    let interval = environment["WATCHDOG_USEC"].flatMap(Int64.init).map { Double($0) / 1e6 }
    watchdogInterval = path != nil && isMeant ? interval.flatMap { $0 > 0 ? $0 : nil } : nil
  }

  /// Sends messages together.
  @discardableResult
  public func send(_ messages: Message...) -> Delivery {
    guard let path else { return .notAsked }
    guard let address = SocketAddress(path) else {
      return .refused(reason: "NOTIFY_SOCKET is \(path), which is no address of a local socket")
    }
    let text = messages.map(\.text).joined(separator: "\n")
    let code = address.send(Array(text.utf8))
    return code == 0
      ? .delivered
      : .refused(reason: unsafe strerror(code).map { unsafe String(cString: $0) } ?? "")
  }
}

extension ServiceNotifier.Message {
  /// A manager ignores datagrams of more than 4096 bytes.
  private static let longestStatus = 1000

  /// As it is sent.
  var text: String {
    switch self {
    case .ready: "READY=1"
    case .status(let words): "STATUS=\(Self.line(words))"
    case .watchdog: "WATCHDOG=1"
    case .reloading(let monotonic): "RELOADING=1\nMONOTONIC_USEC=\(monotonic / 1000)"
    case .stopping: "STOPPING=1"
    }
  }

  /// A line break would begin another message.
  private static func line(_ words: String) -> String {
    var line = ""
    var bytes = 0
    for character in words {
      bytes += character.utf8.count
      guard bytes <= longestStatus else { return line + "…" }
      line.append(character.isNewline ? " " : character)
    }
    return line
  }
}

/// Where a local socket is to be found.
private struct SocketAddress {
  private var address = sockaddr_un()
  private let length: socklen_t

  /// - Parameter path: Of a socket in the file system, or with an `@` before it one of Linux's abstract
  ///   names; unix(7).
  init?(_ path: String) {
    let name = Array(path.utf8)
    let isAbstract = name.first == UInt8(ascii: "@")
    // A path ends with a zero byte; an abstract name begins with one, which replaces the "@".
    let room = MemoryLayout.size(ofValue: address.sun_path) - (isAbstract ? 0 : 1)
    guard isAbstract || name.first == UInt8(ascii: "/"), (2...room).contains(name.count) else {
      return nil
    }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) {
      unsafe $0.copyBytes(from: name)
      if isAbstract { unsafe $0[0] = 0 }
    }
    let beforePath = MemoryLayout<sockaddr_un>.size - MemoryLayout.size(ofValue: address.sun_path)
    length = socklen_t(beforePath + name.count + (isAbstract ? 0 : 1))
  }

  /// Sends one datagram, without waiting.
  /// - Returns: 0, or the system's number of the error.
  func send(_ bytes: [UInt8]) -> CInt {
    let type = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue
    let descriptor = socket(AF_UNIX, CInt(type), 0)
    guard descriptor >= 0 else { return errno }
    defer { close(descriptor) }
    let flags = CInt(MSG_DONTWAIT | MSG_NOSIGNAL)
    let sent = unsafe withUnsafePointer(to: address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe sendto(descriptor, bytes, bytes.count, flags, $0, length)
      }
    }
    return sent < 0 ? errno : 0
  }
}
