import AudioIO
import Foundation
import Synchronization
import Threading

@testable import AudioCapture

/// Time as a test makes it go.
final class TestClock: Sendable {
  private let time = Guarded(ClockReading(monotonic: 0, utc: TestClock.beginning))

  /// 2026-06-07 03:00 UTC, nanoseconds.
  static let beginning: Int64 = 1_780_801_200 * 1_000_000_000

  /// Scripts that have been played to their ends, and heard.
  let played = Atomic<Int>(0)

  func pass(seconds: Double) {
    time.withLock {
      $0.monotonic += Int64((seconds * 1e9).rounded())
      $0.utc += Int64((seconds * 1e9).rounded())
    }
  }

  /// Sets the system's clock forward, or back.
  func step(seconds: Double) { time.withLock { $0.utc += Int64((seconds * 1e9).rounded()) } }

  var now: ClockReading { time.withLock { $0 } }

  var capture: CaptureClock {
    CaptureClock(now: { [self] in now }, isSynchronised: { true })
  }
}

/// A microphone that does what a test says, as fast as it is listened to; its samples make time pass.
struct ScriptedSource: CaptureSource {
  enum Step {
    /// Opens the device: a stream begins.
    case open
    case sound([Float])
    /// Frames that are lost.
    case lose(Int64, Loss)
    /// Sound that nobody takes meanwhile: it waits in the ring, as far as there is room.
    case unheard([Float])
    /// The stream ends.
    case end(CaptureStream.Ending)
    /// The device cannot be opened.
    case fail(CaptureError)
    /// It never can, and the source ends.
    case failForGood(CaptureError)
    /// Time passes.
    case pause(seconds: Double)
    /// Goes on when something is so.
    case until(@Sendable () -> Bool)
  }

  var rate = 16_000
  var steps: [Step]
  let clock: TestClock
  /// Seconds of sound that can wait.
  var backlog = 20.0

  func run(_ task: CaptureTask) {
    var playing = Playing(self, task)
    for step in steps {
      if task.isStopped { break }
      if case .failForGood(let error) = step {
        clock.played.wrappingAdd(1, ordering: .releasing)
        return task.capture.tell(.failed(error))
      }
      playing.play(step)
    }
    playing.waitUntilHeard()
    clock.played.wrappingAdd(1, ordering: .releasing)
    // A microphone never ends by itself.
    while !task.isStopped { task.capture.call.wait(for: .milliseconds(10)) }
    playing.finish(.stopped)
  }
}

private struct Playing {
  private let source: ScriptedSource
  private let task: CaptureTask
  private var stream: CaptureStream?
  private var position: Int64 = 0
  private var lost: (count: Int64, loss: Loss) = (0, .overrun)

  private static let blockFrames = 800

  init(_ source: ScriptedSource, _ task: CaptureTask) {
    self.source = source
    self.task = task
  }

  mutating func finish(_ ending: CaptureStream.Ending) {
    stream?.finish(ending, at: position, lost.loss)
    stream = nil
    task.capture.bell.ring()
  }

  func waitUntilHeard() {
    while !task.isStopped, stream.map({ $0.ring.count > 0 }) ?? false { usleep(1000) }
  }

  mutating func play(_ step: ScriptedSource.Step) {
    switch step {
    case .open:
      task.capture.countAttempt()
      _ = task.capture.takeReopening()
      position = 0
      lost.count = 0
      let opened = CaptureStream(
        source: "scripted",
        format: CaptureFormat(sampleRate: source.rate, sample: .float, channels: 1),
        start: task.clock.now(),
        ring: BlockRing(
          blockBytes: Self.blockFrames * 4,
          capacity: Int(source.backlog * Double(source.rate)) / Self.blockFrames),
        mono: .channel(0))
      stream = opened
      task.capture.deliver(opened)
    case .sound(let samples): write(samples, waits: true)
    case .unheard(let samples): write(samples, waits: false)
    case .lose(let count, let loss):
      lost = (lost.count + count, loss)
      position += count
      source.clock.pass(seconds: Double(count) / Double(source.rate))
    case .end(let ending): finish(ending)
    case .fail(let error):
      task.capture.countAttempt()
      task.capture.tell(.waiting(error))
    case .failForGood: break
    case .pause(let seconds): source.clock.pass(seconds: seconds)
    case .until(let isSo):
      while !task.isStopped, !isSo() { usleep(1000) }
    }
  }

  private mutating func write(_ samples: [Float], waits: Bool) {
    var rest = samples[...]
    while !rest.isEmpty, let stream {
      if task.isStopped { return }
      if task.capture.takeReopening() { return finish(.reopened) }
      let piece = rest.prefix(Self.blockFrames)
      guard let room = unsafe stream.ring.reserve() else {
        if waits {
          usleep(200)
          continue
        }
        source.clock.pass(seconds: Double(piece.count) / Double(source.rate))
        lost = (lost.count + Int64(piece.count), .backlog)
        position += Int64(piece.count)
        rest = rest.dropFirst(piece.count)
        continue
      }
      // Never far ahead of the reader, whose clock this is.
      while waits, stream.ring.count > 2, !task.isStopped { usleep(100) }
      unsafe piece.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
      source.clock.pass(seconds: Double(piece.count) / Double(source.rate))
      stream.ring.commit(
        BlockRing.Header(
          position: position, frames: piece.count, lost: lost.count, loss: lost.loss,
          instant: task.clock.now()))
      lost.count = 0
      position += Int64(piece.count)
      rest = rest.dropFirst(piece.count)
      task.capture.bell.ring()
    }
  }
}
