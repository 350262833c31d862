import AudioIO
import Foundation
import SimulatedCard
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture

/// A microphone and all that happens to it, by ALSA and a simulated card.
@Suite(.timeLimit(.minutes(2))) struct DeviceSourceTests {
  private func source(
    _ device: SimulatedDevice, channels: Int = 1, sample: SampleFormat? = .s16, rate: Int = 48_000,
    stream: ChannelStream = .channel(0), patience: Double = 1, backlogSeconds: Double = 20,
    pauses: Pauses = Pauses(first: 0.05, longest: 0.2)
  ) -> DeviceSource {
    DeviceSource(
      device.name, CaptureWish(sampleRate: rate, channels: channels, sample: sample),
      stream: stream, patience: patience, backlogSeconds: backlogSeconds, pauses: pauses)
  }

  /// What the card counts at a frame.
  private func ramp(_ frame: Int) -> Float { Float(Int16(truncatingIfNeeded: frame)) / 0x1p15 }

  @Test(arguments: zip(1001...1005, SampleFormat.allCases))
  func `every frame comes once and in order, in every coding`(number: Int, format: SampleFormat)
    throws
  {
    let device = try SimulatedDevice(number: number)
    let capture = Capture(of: source(device, sample: format), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 24_000 }
    capture.stop()
    try taken.take(from: capture) { !$0.endings.isEmpty }
    #expect(taken.streams[0].format.sample == format)
    #expect(taken.endings == [.stopped])
    #expect(taken.losses[0].isEmpty)
    #expect(taken.sound[0].indices.allSatisfy { taken.sound[0][$0] == ramp($0) })
  }

  @Test func `the coding with the most bits is taken where none is asked for`() throws {
    let device = try SimulatedDevice(number: 1010)
    let capture = Capture(of: source(device, sample: nil), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.isEmpty == false }
    capture.stop()
    #expect(taken.streams[0].format == CaptureFormat(sampleRate: 48_000, sample: .s32, channels: 1))
  }

  @Test func `one channel of two is taken, or their mean`() throws {
    let device = try SimulatedDevice(number: 1011)
    try device.play((0..<4000).flatMap { [Int16($0), Int16(-2 * $0)] }, channels: 2)
    for (stream, factor) in [(ChannelStream.channel(1), -2.0), (.mix, -0.5)] {
      unsafe device.control.pointee.origin = 0
      unsafe (device.control.pointee.made, device.control.pointee.next) = (0, 0)
      let capture = Capture(of: source(device, channels: 2, stream: stream), clock: .system)
      var taken = Taken()
      try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 4000 }
      capture.stop()
      try taken.take(from: capture) { !$0.endings.isEmpty }
      #expect(
        (0..<4000).allSatisfy { taken.sound[0][$0] == Float(factor * Double($0)) / 0x1p15 })
    }
  }

  @Test func `an overrun is told with its length, and the sound goes on behind it`() throws {
    let device = try SimulatedDevice(number: 1012)
    let capture = Capture(of: source(device), clock: .system)
    var taken = Taken()
    for count in 1...3 {
      try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 20_000 * count }
      unsafe device.control.pointee.overruns += 1
      try taken.take(from: capture) { $0.losses[0].count == count }
    }
    try taken.take(from: capture) { $0.sound[0].count > 80_000 }
    capture.stop()
    #expect(taken.streams.count == 1, "it is still the same stream")
    #expect(taken.losses[0].allSatisfy { $0.loss == .overrun })
    // How far each loss is from the card's own count. The length follows from the clocks' readings, so
    // it is off by as long as this thread slept between two of them, which may happen once.
    var before = 0
    let errors = taken.losses[0].map { loss in
      let next = Int(loss.range.upperBound)
      let shift = Int(((taken.sound[0][next] - ramp(next)) * 0x1p15).rounded())
      defer { before = shift }
      return abs(Int(Int16(truncatingIfNeeded: shift - before)))
    }
    #expect(errors.sorted()[1] <= 48 * 3, "\(errors)")
  }

  @Test func `of a device that overruns when it wakes from a stall, the stall is lost too`() throws
  {
    let device = try SimulatedDevice(number: 1030)
    // At this rate the card's buffer holds a third of a second.
    let capture = Capture(
      of: source(device, channels: 2, sample: .s32, rate: 384_000, patience: 20), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 100_000 }
    unsafe device.control.pointee.is_stalled = 1
    let end = ContinuousClock.now + .seconds(0.6)
    try taken.take(from: capture) { _ in ContinuousClock.now > end }
    unsafe device.control.pointee.is_stalled = 0
    try taken.take(from: capture) { !$0.losses[0].isEmpty }
    capture.stop()
    #expect(taken.streams.count == 1)
    #expect(taken.losses[0][0].range.count > 384_000 * 55 / 100)
  }

  @Test func `what a device leaves out without a word is lost, and told`() throws {
    let device = try SimulatedDevice(number: 1031)
    let capture = Capture(of: source(device, patience: 20), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 5 * 48_000 }
    // It goes on where it was, half a second later.
    unsafe device.control.pointee.origin += 0.5
    try taken.take(from: capture) { !$0.losses[0].isEmpty && $0.sound[0].count > 16 * 48_000 }
    capture.stop()
    #expect(taken.streams.count == 1)
    #expect(taken.losses[0].map(\.loss) == [.stalled])
    #expect(abs(taken.losses[0][0].range.count - 24_000) < 480, "\(taken.losses[0][0].range)")
  }

  @Test func `a suspension is survived within the stream`() throws {
    let device = try SimulatedDevice(number: 1013)
    let capture = Capture(of: source(device), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 10_000 }
    unsafe device.control.pointee.suspensions += 1
    try taken.take(from: capture) { $0.losses[0].count == 1 && $0.sound[0].count > 30_000 }
    capture.stop()
    #expect(taken.streams.count == 1)
  }

  @Test(arguments: [(1022, false), (1023, true)])
  func `a sleep of the machine ends the stream where it was, and the next begins after it`(
    number: Int, isSuspended: Bool
  ) throws {
    let device = try SimulatedDevice(number: number)
    let clock = SleepingClock()
    let capture = Capture(of: source(device), clock: clock.capture)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 10_000 }
    clock.sleep(seconds: 3600)
    // A driver may have noticed nothing.
    if isSuspended { unsafe device.control.pointee.suspensions += 1 }
    try taken.take(from: capture) { $0.streams.count == 2 && $0.sound[1].count > 10_000 }
    capture.stop()
    #expect(taken.endings == [.slept])
    #expect(
      taken.losses.allSatisfy { $0.isEmpty }, "how much is not counted, but told by the clock")
    let seconds = Double(taken.streams[1].start.utc - taken.streams[0].start.utc) / 1e9
    #expect((3600..<3630).contains(seconds))
  }

  @Test func `a device that overruns after every start is given up, without haste`() throws {
    let device = try SimulatedDevice(number: 1024)
    let capture = Capture(of: source(device), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 10_000 }
    unsafe device.control.pointee.always_overruns = 1
    try taken.take(from: capture) { $0.endings == [.stalled] }
    #expect(unsafe device.control.pointee.started < 100)
    #expect(taken.losses[0].map(\.loss) == [.overrun], "what was lost last is told with the end")
    #expect(taken.losses[0].first?.range.count ?? 0 > 40_000)
    unsafe device.control.pointee.always_overruns = 0
    try taken.take(from: capture) {
      $0.streams.count > 1 && $0.streams.count == $0.endings.count + 1 && !$0.sound.last!.isEmpty
    }
    capture.stop()
  }

  @Test func `a machine that is busy for longer than the device's patience gives none up`() throws {
    let device = try SimulatedDevice(number: 1032)
    // After a start, too, it is half a second before anything comes.
    unsafe device.control.pointee.stutters = 1
    let isFree = Mutex(())
    let clock = CaptureClock(
      now: { isFree.withLock { _ in CaptureClock.system.now() } }, isSynchronised: { true })
    let capture = Capture(of: source(device, patience: 0.7), clock: clock)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.isEmpty == false }
    // The card's buffer holds two.
    let end = ContinuousClock.now + .seconds(3)
    try isFree.withLock { _ in try taken.take(from: capture) { _ in ContinuousClock.now > end } }
    try taken.take(from: capture) { !$0.losses[0].isEmpty && $0.sound[0].count > 5 * 48_000 }
    capture.stop()
    #expect(taken.endings.isEmpty && taken.losses[0].map(\.loss) == [.overrun])
  }

  @Test func `sound that nobody takes in time is lost by whole blocks, and told`() throws {
    let device = try SimulatedDevice(number: 1014)
    let capture = Capture(of: source(device, backlogSeconds: 0.3), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 5000 }
    let before = Int64(taken.sound[0].count)
    try eventually { unsafe device.control.pointee.next > before + 48_000 }
    try taken.take(from: capture) { $0.sound[0].count > 60_000 }
    capture.stop()
    #expect(taken.losses[0].contains { $0.loss == .backlog && $0.range.count > 12_000 })
    // The device lost nothing: what was taken lies where it belongs.
    for (frame, value) in taken.sound[0].enumerated() where !value.isNaN {
      try #require(value == ramp(frame), "frame \(frame)")
    }
  }

  @Test func `a device that is pulled out and plugged in again is a new stream`() throws {
    let device = try SimulatedDevice(number: 1015)
    let capture = Capture(of: source(device), clock: .system)
    var taken = Taken()
    for count in 1...3 {
      try taken.take(from: capture) {
        $0.streams.count == count && $0.sound[count - 1].count > 5000
      }
      unsafe device.control.pointee.is_absent = 1
      try taken.take(from: capture) { $0.endings.count == count }
      guard case .failed(.failed) = taken.endings[count - 1] else {
        Issue.record("\(taken.endings)")
        continue
      }
      try eventually {
        if case .waiting(.cannotOpen(device: "hw:1015,0", reason: _)) = capture.state {
          true
        } else {
          false
        }
      }
      unsafe device.control.pointee.is_absent = 0
    }
    try taken.take(from: capture) { $0.streams.count == 4 && !$0.sound[3].isEmpty }
    capture.stop()
  }

  @Test func `a device that is absent at the start is waited for`() throws {
    let device = try SimulatedDevice(number: 1016)
    unsafe device.control.pointee.is_absent = 1
    let capture = Capture(of: source(device), clock: .system)
    try eventually { if case .waiting = capture.state { true } else { false } }
    #expect(capture.nextStream() == nil)
    unsafe device.control.pointee.is_absent = 0
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.isEmpty == false }
    capture.stop()
  }

  @Test func `a device from which nothing comes any more is opened anew`() throws {
    let device = try SimulatedDevice(number: 1017)
    let capture = Capture(of: source(device, patience: 0.5), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 5000 }
    unsafe device.control.pointee.is_stalled = 1
    try taken.take(from: capture) { $0.endings == [.stalled] }
    unsafe device.control.pointee.is_stalled = 0
    try taken.take(from: capture) { $0.streams.count == 2 && !$0.sound[1].isEmpty }
    capture.stop()
    #expect(unsafe device.control.pointee.opened >= 2)
  }

  @Test func `sound that comes in bursts is not lost`() throws {
    let device = try SimulatedDevice(number: 1018)
    unsafe device.control.pointee.stutters = 1
    let capture = Capture(of: source(device), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.count ?? 0 > 70_000 }
    capture.stop()
    #expect(taken.losses[0].isEmpty && taken.streams.count == 1)
    #expect(taken.sound[0].indices.allSatisfy { taken.sound[0][$0] == ramp($0) })
  }

  @Test func `a device is opened anew on demand`() throws {
    let device = try SimulatedDevice(number: 1019)
    let capture = Capture(of: source(device), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.isEmpty == false }
    capture.reopen()
    try taken.take(from: capture) { $0.endings == [.reopened] && $0.streams.count == 2 }
    capture.stop()
  }

  @Test func `a device that is opened anew again and again is waited for ever longer`() throws {
    let device = try SimulatedDevice(number: 1025)
    let capture = Capture(
      of: source(device, pauses: Pauses(first: 0.3, longest: 30)), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.isEmpty == false }
    for (count, pause) in [(1, 0.3), (2, 0.6)] {
      let began = ContinuousClock.now
      capture.reopen()
      try taken.take(from: capture) { $0.streams.count == count + 1 && !$0.sound[count].isEmpty }
      #expect(ContinuousClock.now - began >= .seconds(pause))
    }
    capture.stop()
    #expect(taken.endings == [.reopened, .reopened])
  }

  @Test func `who stops it does not wait for the end of a pause`() throws {
    let device = try SimulatedDevice(number: 1026)
    let capture = Capture(
      of: source(device, pauses: Pauses(first: 3600, longest: 3600)), clock: .system)
    var taken = Taken()
    try taken.take(from: capture) { $0.sound.first?.isEmpty == false }
    capture.reopen()
    try taken.take(from: capture) { $0.endings == [.reopened] }
    capture.stop()
    try taken.take(from: capture) { _ in capture.isOver }
  }

  @Test func `what a device does not give is refused with what it gives`() throws {
    let device = try SimulatedDevice(number: 1020)
    unsafe device.control.pointee.only_rate = 44_100
    _ = try SimulatedDevice(number: 1021)
    let cases: [(Int, Int, SampleFormat?, String)] = [
      (48_000, 1, nil, "hw:1020,0: does not give 48000 Hz. It gives 44100 Hz."),
      (44_100, 3, nil, "hw:1020,0: does not give 3 channels. It gives 1 to 2 channels."),
    ]
    for (rate, channels, sample, message) in cases {
      let capture = Capture(
        of: source(device, channels: channels, sample: sample, rate: rate), clock: .system)
      try eventually { capture.state != .opening }
      guard case .waiting(let error) = capture.state else {
        Issue.record("\(capture.state)")
        continue
      }
      #expect(error.description == message)
      capture.stop()
    }
    let absent = Capture(
      of: DeviceSource(
        .alsa("hw:1999,0"), CaptureWish(sampleRate: 48_000), stream: .channel(0)), clock: .system)
    try eventually { absent.state != .opening }
    guard case .waiting(let error) = absent.state else {
      Issue.record("\(absent.state)")
      return
    }
    #expect(
      error.description == """
        hw:1999,0: cannot be opened: No such file or directory; `earshot doctor audio` lists the devices \
        that are here.
        """)
    absent.stop()
    #expect(
      openingReason(-ENODEV)
        == "No such device; `earshot doctor audio` lists the devices that are here")
    let range = try CaptureRange(ofDevice: "hw:1020,0")
    #expect(range.rates == [44_100] && range.channels == 1...2)
    #expect(range.samples == SampleFormat.allCases)
  }
}
