import Synchronization

/// A flag by which a running survey is told to stop, from any thread.
///
/// Recordings that are complete by then are in the log; those that are not are left for the next
/// run, as if they had not been begun.
public final class Cancellation: Sendable {
  private let flag = Atomic(false)

  /// Not cancelled yet.
  public init() {}

  /// Whether somebody wished to stop.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }

  /// Says so, from any thread, once and for all.
  public func cancel() { flag.store(true, ordering: .relaxed) }
}
