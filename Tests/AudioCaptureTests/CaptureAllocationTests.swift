import AllocationCounter
import AudioIO
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture

/// The thread that must not be late allocates nothing once it runs.
///
/// At an overrun this cannot be seen: the testing library allocates at each error that is thrown.
@Suite(.timeLimit(.minutes(1)), .enabled(if: counts_allocations()))
struct CaptureAllocationTests {
  /// The capture thread's allocations, seen where it asks for the time.
  private final class Seen: Sendable {
    let count = Atomic<UInt>(0)
    let calls = Atomic<Int>(0)
  }

  private func clock(_ seen: Seen) -> CaptureClock {
    CaptureClock(
      now: {
        seen.count.store(UInt(allocation_count()), ordering: .relaxed)
        seen.calls.wrappingAdd(1, ordering: .relaxed)
        return CaptureClock.system.now()
      }, isSynchronised: { true }, slept: CaptureClock.system.slept)
  }

  @Test(arguments: [(1401, SampleFormat.s16), (1402, .s32), (1403, .float)])
  func `a second of sound is fetched without an allocation`(number: Int, format: SampleFormat)
    throws
  {
    let device = try SimulatedDevice(number: number)
    let seen = Seen()
    let source = DeviceSource(
      device.name, CaptureWish(sampleRate: 48_000, sample: format), stream: .channel(0))
    let capture = Capture(of: source, clock: clock(seen))
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 9600 }
    let before = seen.count.load(ordering: .relaxed)
    let calls = seen.calls.load(ordering: .relaxed)
    try taken.take(from: capture) { $0.sound[0].count > 9600 + 48_000 }
    #expect(seen.count.load(ordering: .relaxed) == before)
    #expect(seen.calls.load(ordering: .relaxed) > calls + 10, "it was looked at")
    capture.stop()
    try taken.take(from: capture) { !$0.endings.isEmpty }
  }

  @Test func `a full ring does not make it allocate`() throws {
    let device = try SimulatedDevice(number: 1404)
    let seen = Seen()
    let source = DeviceSource(
      device.name, CaptureWish(sampleRate: 48_000, sample: .s16), stream: .channel(0),
      backlogSeconds: 0.3)
    let capture = Capture(of: source, clock: clock(seen))
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 9600 }
    let before = seen.count.load(ordering: .relaxed)
    let calls = seen.calls.load(ordering: .relaxed)
    // Nobody takes anything for a while.
    try eventually { seen.calls.load(ordering: .relaxed) > calls + 30 }
    try taken.take(from: capture) { $0.losses[0].contains { $0.loss == .backlog } }
    #expect(seen.count.load(ordering: .relaxed) == before)
    capture.stop()
    try taken.take(from: capture) { !$0.endings.isEmpty }
  }
}
