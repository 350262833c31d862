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

  /// Other clocks than ``system``: for tests, which have time run or step as they like.
  public init(
    now: @escaping @Sendable () -> ClockReading, isSynchronised: @escaping @Sendable () -> Bool,
    reading: @escaping @Sendable (Int64) -> Int64 = { $0 }
  ) {
    self.now = now
    self.isSynchronised = isSynchronised
    self.reading = reading
  }

  public static let system = CaptureClock(
    now: {
      ClockReading(monotonic: nanoseconds(CLOCK_MONOTONIC), utc: nanoseconds(CLOCK_REALTIME))
    },
    isSynchronised: { system_clock_is_synchronised() != 0 })

  static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
