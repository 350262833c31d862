import Foundation
import Testing

/// A service manager's end of the protocol: a local socket on which datagrams arrive.
public final class NotificationSocket: Sendable {
  /// As `NOTIFY_SOCKET` has it.
  public let name: String
  private let descriptor: CInt

  /// - Parameter name: A path or, after an `@`, an abstract name.
  public init(_ name: String) throws {
    self.name = name
    descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(name.utf8)
    let isAbstract = name.hasPrefix("@")
    unsafe withUnsafeMutableBytes(of: &address.sun_path) {
      unsafe $0.copyBytes(from: bytes)
      if isAbstract { unsafe $0[0] = 0 }
    }
    // An abstract name is as long as it is said to be; a path ends at its zero byte.
    let length = isAbstract ? 2 + bytes.count : MemoryLayout<sockaddr_un>.size
    let descriptor = descriptor
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(length))
      }
    }
    try #require(result == 0, "\(name): \(errno)")
  }

  deinit { close(descriptor) }

  /// The next datagram that has arrived; `nil` if there is none.
  public func next() -> String? {
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = unsafe recv(descriptor, &bytes, bytes.count, CInt(MSG_DONTWAIT))
    return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
