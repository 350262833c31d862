import Foundation
import SimulatedCard
import Synchronization
import TestSupport
import Testing

@testable import AudioCapture

/// A simulated sound card under a number of its own, which this process alone has.
///
/// ALSA itself opens it, through a plugin; all that a card can do to a program is done by command.
@safe final class SimulatedDevice {
  let number: Int
  let folder: URL
  let control: UnsafeMutablePointer<simulated_card>

  /// Where the cards of this process lie, and ALSA's configuration that finds them there.
  private static let cards = Result {
    let folder = try TemporaryFolder()
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let plugin = URL(filePath: tests).deletingLastPathComponent()
      .appending(path: "libSimulatedCard.so").path
    let configuration = """
      pcm_type.simulated { lib "\(plugin)" }
      pcm.hw {
        @args [ CARD DEV ]
        @args.CARD { type string default "0" }
        @args.DEV { type integer default 0 }
        type simulated
        folder { @func concat strings [ "\(folder.url.path)/" $CARD ] }
      }
      """
    try Data(configuration.utf8).write(to: folder.url.appending(path: "asound.conf"))
    unsafe setenv("ALSA_CONFIG_PATH", folder.path("asound.conf"), 1)
    return folder
  }

  init(number: Int) throws {
    self.number = number
    folder = try Self.cards.get().url.appending(path: String(number))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    unsafe control = try #require(unsafe simulated_card_create(folder.path))
  }

  deinit { unsafe simulated_card_close(control) }

  var name: DeviceName { .alsa("hw:\(number),0") }

  /// Plays these instead of counting frames.
  func play(_ samples: [Int16], channels: Int = 1) throws {
    let bytes = samples.flatMap {
      [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
    }
    try Data(bytes).write(to: folder.appending(path: "sound.raw"))
    unsafe control.pointee.sound_channels = Int32(channels)
  }
}

/// The system's clocks on a machine that sleeps when a test says so.
final class SleepingClock: Sendable {
  private let slept = Atomic<Int64>(0)

  func sleep(seconds: Int64) { slept.add(seconds * 1_000_000_000, ordering: .relaxed) }

  var capture: CaptureClock {
    CaptureClock(
      now: { [self] in
        var now = CaptureClock.system.now()
        now.utc += slept.load(ordering: .relaxed)
        return now
      }, isSynchronised: { true }, slept: { [self] in slept.load(ordering: .relaxed) })
  }
}

/// Waits until something is so.
func eventually(_ condition: () -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(20)
  while !condition() {
    try #require(ContinuousClock.now < deadline, "it does not come about")
    usleep(5000)
  }
}

/// What a capture delivered, taken until something has come.
struct Taken {
  var streams: [CaptureStream] = []
  /// Of each stream: the sound, with NaN for what was lost.
  var sound: [[Float]] = []
  var losses: [[(range: Range<Int64>, loss: Loss)]] = []
  var endings: [CaptureStream.Ending] = []
  private var block = [Float](repeating: 0, count: 1 << 16)

  /// - Parameter isEnough: Asked after each block, stream and end.
  mutating func take(
    from capture: Capture, seconds: Double = 20, until isEnough: (Taken) -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !isEnough(self) {
      try #require(
        ContinuousClock.now < deadline,
        "nothing more comes: \(capture.state), \(streams.count) streams, \(endings), \(sound.map(\.count))"
      )
      guard streams.count > endings.count else {
        if let stream = capture.nextStream() {
          streams.append(stream)
          sound.append([])
          losses.append([])
        } else {
          if capture.isOver { return }
          capture.wait(seconds: 0.05)
        }
        continue
      }
      let last = streams.count - 1
      if let found = streams[last].next(into: &block) {
        if found.lost > 0 { lose(found.lost, found.loss, in: last) }
        #expect(found.position == Int64(sound[last].count), "positions go on")
        sound[last] += block.prefix(found.frames)
      } else if let end = streams[last].end {
        #expect(end.position >= Int64(sound[last].count))
        lose(end.position - Int64(sound[last].count), end.loss, in: last)
        endings.append(end.ending)
      } else {
        capture.wait(seconds: 0.05)
      }
    }
  }

  private mutating func lose(_ count: Int64, _ loss: Loss, in stream: Int) {
    guard count > 0 else { return }
    let start = Int64(sound[stream].count)
    losses[stream].append((start..<start + count, loss))
    sound[stream] += [Float](repeating: .nan, count: Int(count))
  }
}
