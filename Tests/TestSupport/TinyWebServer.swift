import Foundation
import Glibc

/// A web server on this machine that answers each connection as it is told.
// Sendable although it changes: the lock lets one in at a time.
public final class TinyWebServer: @unchecked Sendable {
  /// What comes back on a connection before it is closed.
  public struct Answer {
    var head: String
    var body: [UInt8]
    /// Seconds for which nothing more comes before the connection is closed.
    var stall: Double

    public init(head: String, body: [UInt8] = [], stall: Double = 0) {
      self.head = head
      self.body = body
      self.stall = stall
    }
  }

  public let address: String
  private let socket: Int32
  private let lock = NSLock()
  private var seen: [String] = []
  private var seenBodies: [[UInt8]] = []

  /// The requests so far, heads only.
  public var requests: [String] { lock.withLock { seen } }

  /// What came with each of them; nothing where a request does not say how long it is.
  public var bodies: [[UInt8]] { lock.withLock { seenBodies } }

  /// - Parameter answer: Gets the number of the connection, from 0, and the request's head.
  public init(answer: @escaping @Sendable (Int, String) -> Answer) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &place) { [socket, length] place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, length) == 0 && listen(socket, 8) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    _ = unsafe withUnsafeMutablePointer(to: &place) { [socket] place in
      unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(socket, $0, &length)
      }
    }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))/release"
    Thread.detachNewThread { [weak self, socket] in
      var number = 0
      while true {
        let connection = accept(socket, nil, nil)
        guard connection >= 0, let self else { return }
        let head = Self.head(from: connection)
        let body = Self.body(from: connection, after: head)
        self.lock.withLock {
          self.seen.append(head)
          self.seenBodies.append(body)
        }
        let answer = answer(number, head)
        number += 1
        let bytes = Array(answer.head.replacing("\n", with: "\r\n").utf8) + answer.body
        var rest = bytes[...]
        while !rest.isEmpty {
          let sent = unsafe rest.withUnsafeBytes {
            unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
          }
          guard sent > 0 else { break }
          rest = rest.dropFirst(sent)
        }
        if answer.stall > 0 { Thread.sleep(forTimeInterval: answer.stall) }
        close(connection)
      }
    }
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  private static func head(from connection: Int32) -> String {
    var text = ""
    while !text.hasSuffix("\r\n\r\n") {
      var byte: UInt8 = 0
      guard unsafe recv(connection, &byte, 1, 0) == 1 else { break }
      text.append(Character(UnicodeScalar(byte)))
    }
    return text
  }

  private static func body(from connection: Int32, after head: String) -> [UInt8] {
    guard let match = head.firstMatch(of: /(?i)content-length: *([0-9]+)/),
      let length = Int(match.1)
    else { return [] }
    var body: [UInt8] = []
    while body.count < length {
      var byte: UInt8 = 0
      guard unsafe recv(connection, &byte, 1, 0) == 1 else { break }
      body.append(byte)
    }
    return body
  }
}
