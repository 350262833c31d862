import CLinux
import Glibc

/// An instant on two clocks at once.
public struct ClockReading: Sendable, Hashable {
  /// Nanoseconds of the monotonic clock: it never steps.
  public var monotonic: Int64 = 0
  /// Nanoseconds since 1970 UTC, by the system's clock: it may.
  public var utc: Int64 = 0

  /// Both in nanoseconds.
  public init(monotonic: Int64 = 0, utc: Int64 = 0) {
    self.monotonic = monotonic
    self.utc = utc
  }
}

/// The clocks that capture is timed by.
public struct CaptureClock: Sendable {
  /// Both clocks, read as near to each other as can be.
  public var now: @Sendable () -> ClockReading
  /// Whether the system's clock is held to a reference, as by NTP or GPS.
  public var isSynchronised: @Sendable () -> Bool
  /// What a time stamp of the driver, nanoseconds of the system's monotonic clock, is on this one.
  public var reading: @Sendable (_ system: Int64) -> Int64
  /// Nanoseconds that the machine has slept since it started: meanwhile the monotonic clock stands still.
  public var slept: @Sendable () -> Int64

  /// Nanoseconds; a shorter sleep is none, since two clocks are never read at once.
  static let leastSleep: Int64 = 500_000_000

  /// Other clocks than ``system``: for tests, which have time run or step as they like.
  public init(
    now: @escaping @Sendable () -> ClockReading, isSynchronised: @escaping @Sendable () -> Bool,
    reading: @escaping @Sendable (Int64) -> Int64 = { $0 },
    slept: @escaping @Sendable () -> Int64 = { 0 }
  ) {
    self.now = now
    self.isSynchronised = isSynchronised
    self.reading = reading
    self.slept = slept
  }

  /// - Parameter before: What ``slept`` told earlier.
  func hasSlept(since before: Int64) -> Bool { slept() - before >= Self.leastSleep }

  /// This machine's clocks.
  public static let system = CaptureClock(
    now: {
      ClockReading(monotonic: nanoseconds(CLOCK_MONOTONIC), utc: nanoseconds(CLOCK_REALTIME))
    },
    isSynchronised: { system_clock_is_synchronised() != 0 }, slept: { nanosecondsAsleep() })

  /// What the clock that goes on in a sleep is ahead of the one that does not, nanoseconds.
  private static func nanosecondsAsleep() -> Int64 {
    while true {
      let before = nanoseconds(CLOCK_MONOTONIC)
      let boot = nanoseconds(CLOCK_BOOTTIME)
      let after = nanoseconds(CLOCK_MONOTONIC)
      // A thread that another held up between them would seem to have slept.
      if after - before < leastSleep / 10 { return boot - after }
    }
  }

  static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
