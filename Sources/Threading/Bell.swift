import CLinux
import Glibc

/// Wakes the one thread that waits, from any other: ringing never waits and allocates nothing, and rings add
/// up to one until they are heard.
///
/// Waiting does not hang on the system's clock, which may be set meanwhile.
@safe public final class Bell: Sendable {
  /// Readable while it rings, for a `poll(2)` of several things.
  public let descriptor: CInt

  /// - Precondition: There is a file descriptor left.
  public init() {
    descriptor = new_event_descriptor()
    precondition(descriptor >= 0, "no file descriptor for a bell")
  }

  deinit { close(descriptor) }

  /// Wakes who waits, or will wait.
  public func ring() {
    var one: UInt64 = 1
    // Full, it rings already.
    _ = unsafe write(descriptor, &one, 8)
  }

  /// Makes it silent.
  public func hear() {
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, 8)
  }

  /// Waits until it rings, or for so long.
  public func wait(for duration: Duration) {
    if isReadable(descriptor, within: duration) { hear() }
  }
}

/// Waits until a descriptor can be read, or has come to its end.
/// - Returns: `false` if that did not come about in the time.
public func isReadable(_ descriptor: CInt, within duration: Duration) -> Bool {
  var request = pollfd(fd: descriptor, events: CShort(POLLIN), revents: 0)
  return unsafe poll(&request, 1, duration.pollMilliseconds) > 0
}

extension Duration {
  /// For `poll(2)`: rounded up, so that who waits is not early; at most an hour.
  public var pollMilliseconds: CInt {
    let (seconds, attoseconds) = components
    guard seconds < 3600 else { return 3_600_000 }
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return CInt(seconds) * 1000 + CInt((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
