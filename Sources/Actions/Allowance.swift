import Synchronization
import Threading

/// The time that a worker still has: without end while the station runs, until a cutoff once it stops.
///
/// One thread, the worker, waits on it; any thread may ``wake()`` it or ``end(by:)`` its time.
public final class Allowance: Sendable {
  let bell = Bell()
  private let ending: Mutex<ContinuousClock.Instant?> = Mutex(nil)

  init() {}

  /// When all must be over; `nil` while there is no end.
  public var cutoff: ContinuousClock.Instant? { ending.withLock { $0 } }

  /// Whether the station stops.
  public var isEnding: Bool { cutoff != nil }

  /// Sets the cutoff, or brings it forward.
  func end(by instant: ContinuousClock.Instant) {
    ending.withLock { $0 = min($0 ?? instant, instant) }
    wake()
  }

  /// Makes the worker look again at what it waits for.
  func wake() { bell.ring() }

  /// Of an instant and the cutoff the one that comes first.
  func earlier(_ instant: ContinuousClock.Instant) -> ContinuousClock.Instant {
    cutoff.map { min($0, instant) } ?? instant
  }

  /// Waits until `isDone`, but not past an instant, nor past the cutoff.
  /// - Returns: Whether it is done.
  func wait(until instant: ContinuousClock.Instant, _ isDone: () -> Bool) -> Bool {
    while !isDone() {
      let left = ContinuousClock.now.duration(to: earlier(instant))
      guard left > .zero else { return false }
      bell.wait(for: left)
    }
    return true
  }

  /// Waits for a while.
  /// - Returns: `false`, at once, if the station stops.
  func pause(for duration: Duration) -> Bool {
    !wait(until: .now + duration) { isEnding }
  }
}
