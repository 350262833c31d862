import AudioCapture
import Foundation

/// The time of a run, on which all its processes agree: it runs faster than the system's monotonic
/// clock, and its UTC is set by command.
///
/// It lies in a file that they map, so that a station that begins anew goes on in it.
// Sendable although it holds memory: of its four words all but the last are written once, before anybody
// reads them, and that one is whole at any instant, as aligned words of a machine are.
@safe final class VirtualTime: @unchecked Sendable {
  private let words: UnsafeMutablePointer<Int64>
  private static let bytes = 4 * MemoryLayout<Int64>.stride

  private enum Word: Int { case origin, epoch, speed, steps }

  /// Begins now, at an instant.
  /// - Parameter utc: Nanoseconds since 1970.
  init(making path: String, speed: Double, utc: Int64) throws {
    try Data(count: Self.bytes).write(to: URL(filePath: path))
    unsafe words = try Self.mapped(path)
    self[.origin] = Self.system()
    self[.epoch] = utc
    self[.speed] = Int64(bitPattern: speed.bitPattern)
  }

  init(opening path: String) throws { unsafe words = try Self.mapped(path) }

  deinit { unsafe munmap(words, Self.bytes) }

  private static func mapped(_ path: String) throws -> UnsafeMutablePointer<Int64> {
    let file = try FileHandle(forUpdating: URL(filePath: path))
    let memory = unsafe mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.fileDescriptor, 0)
    guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
      throw CocoaError(.fileReadUnknown)
    }
    return unsafe memory.assumingMemoryBound(to: Int64.self)
  }

  private subscript(word: Word) -> Int64 {
    get { unsafe words[word.rawValue] }
    set { unsafe words[word.rawValue] = newValue }
  }

  private static func system() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private func reading(_ system: Int64) -> Int64 {
    let speed = Double(bitPattern: UInt64(bitPattern: self[.speed]))
    return self[.origin] + Int64(Double(system - self[.origin]) * speed)
  }

  var now: ClockReading {
    let monotonic = reading(Self.system())
    return ClockReading(
      monotonic: monotonic,
      utc: self[.epoch] + (monotonic - self[.origin]) + self[.steps])
  }

  /// Microseconds since 1970 UTC.
  var utc: Int64 { now.utc / 1000 }

  /// Seconds since the beginning, by the clock that does not step.
  var elapsed: Double { Double(now.monotonic - self[.origin]) / 1e9 }

  /// Sets the clock.
  /// - Parameter milliseconds: Forward, or back.
  func step(milliseconds: Int64) { self[.steps] += milliseconds * 1_000_000 }

  /// For capture.
  var clock: CaptureClock {
    CaptureClock(
      now: { [self] in now }, isSynchronised: { true }, reading: { [self] in reading($0) })
  }
}
