import Foundation
import Synchronization
import Threading

/// An input that delivers streams, one after the other, on a thread of its own.
///
/// ```swift
/// let capture = Capture(of: source, clock: .system)
/// while !capture.isOver {
///   if let stream = capture.nextStream() { … } else { capture.wait(seconds: 0.2) }
/// }
/// ```
public final class Capture: Sendable {
  /// What the input does now.
  public enum State: Sendable, Hashable {
    /// It is being opened for the first time.
    case opening
    /// It has delivered a stream.
    case running
    /// It could not be opened, or was lost; it is tried again.
    case waiting(CaptureError)
    /// It ended as it was told to, or with its pipe.
    case ended
    /// It ended, and no other attempt would help.
    case failed(CaptureError)
  }

  let clock: CaptureClock
  /// Rings when there is a block, a stream or an end.
  let bell = Bell()
  /// Rings for the thread when it shall stop or open anew.
  let call = Bell()
  private let wantsStop = Atomic<Bool>(false)
  private let wantsReopening = Atomic<Bool>(false)
  private let tries = Atomic<Int>(0)
  private let shared = Guarded(Shared())

  private struct Shared {
    var streams: [CaptureStream] = []
    var state = State.opening
    var isOver = false
  }

  /// Starts the thread.
  public init(of source: some CaptureSource, clock: CaptureClock) {
    self.clock = clock
    let thread = Thread { [self] in
      source.run(CaptureTask(capture: self))
      shared.withLock {
        $0.isOver = true
        if case .failed = $0.state { return }
        $0.state = .ended
      }
      bell.ring()
    }
    thread.name = "earshot capture"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// What the input does now; after a stream still ``State/running``, until an opening fails or the input
  /// ends.
  public var state: State { shared.withLock { $0.state } }

  /// The next stream, as soon as there is one.
  public func nextStream() -> CaptureStream? {
    shared.withLock { $0.streams.isEmpty ? nil : $0.streams.removeFirst() }
  }

  /// Whether no further stream will come.
  public var isOver: Bool { shared.withLock { $0.isOver && $0.streams.isEmpty } }

  /// How often the source has been opened, or an opening has failed.
  public var attempts: Int { tries.load(ordering: .relaxed) }

  /// Waits until something may have happened: a block, a stream or an end.
  public func wait(seconds: Double) { bell.wait(for: .seconds(seconds)) }

  /// Has the input ended and opened anew.
  public func reopen() {
    wantsReopening.store(true, ordering: .releasing)
    call.ring()
  }

  /// Ends the input; the thread goes when its stream is finished.
  public func stop() {
    wantsStop.store(true, ordering: .releasing)
    call.ring()
  }

  /// Whether it was told to end.
  public var isStopped: Bool { wantsStop.load(ordering: .acquiring) }

  // MARK: - For the thread

  /// Waits for so long, or until it is told to stop.
  func pause(seconds: Double) {
    let end = ContinuousClock.now + .seconds(seconds)
    while !isStopped {
      let rest = end - ContinuousClock.now
      guard rest > .zero else { return }
      // What rings may be an order that has been carried out.
      call.wait(for: rest)
    }
  }

  func takeReopening() -> Bool { wantsReopening.exchange(false, ordering: .acquiringAndReleasing) }

  func countAttempt() { tries.wrappingAdd(1, ordering: .relaxed) }

  func deliver(_ stream: CaptureStream) {
    shared.withLock {
      $0.streams.append(stream)
      $0.state = .running
    }
    bell.ring()
  }

  func tell(_ state: State) {
    shared.withLock { $0.state = state }
    bell.ring()
  }
}

/// Where sound comes from.
public protocol CaptureSource: Sendable {
  /// Delivers streams until the task is stopped or the source ends.
  func run(_ task: CaptureTask)
}

/// What a source is told while it runs, and what it tells.
public struct CaptureTask: Sendable {
  let capture: Capture

  var clock: CaptureClock { capture.clock }
  var isStopped: Bool { capture.isStopped }
}
