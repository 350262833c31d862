import Foundation

// Sendable although the value need not be: it is touched under the lock alone.
/// A value that one thread at a time may touch.
///
/// As `Mutex` of the standard library, with the same interface; but the thread sanitizer knows this lock and not
/// that one, and takes what two threads do under it for a race.
public final class Guarded<Value>: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Value

  /// Takes the value: nobody else has it from now on.
  public init(_ value: sending Value) { self.value = value }

  /// Waits until no other thread touches the value.
  public func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
