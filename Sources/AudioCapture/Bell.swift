import CLinux
import Glibc

/// Wakes one thread from another: ringing never waits and allocates nothing, and rings add up to one.
@safe final class Bell: Sendable {
  private let descriptor: CInt

  init() {
    descriptor = new_event_descriptor()
    precondition(descriptor >= 0, "no file descriptor for a bell")
  }

  deinit { close(descriptor) }

  func ring() {
    var one: UInt64 = 1
    // Full, it rings already.
    _ = unsafe write(descriptor, &one, 8)
  }

  /// - Returns: Whether it rang, now or before.
  @discardableResult
  func wait(seconds: Double) -> Bool {
    var request = pollfd(fd: descriptor, events: CShort(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, CInt(seconds * 1000)) > 0 else { return false }
    var count: UInt64 = 0
    return unsafe read(descriptor, &count, 8) == 8
  }
}
