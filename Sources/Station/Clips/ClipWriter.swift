import AudioIO
import Foundation

/// Writes clips on a thread of its own, so that no disk holds up listening.
///
/// ```swift
/// let writer = ClipWriter(
///   disk: .folder("clips"), queueBytes: 64 << 20, freeFloor: 1_000_000_000
/// ) { report in … }
/// writer.offer(clip)   // never waits
/// writer.stop(within: 10)
/// ```
///
/// The queue is bounded: where the disk is too slow, clips are shed, not sound. Before each clip the free
/// space is looked at; below the floor none is written until there is more. What fails is told and not
/// tried again.
public final class ClipWriter: Sendable {
  let disk: ClipDisk
  private let queueBytes: Int
  let freeFloor: Int64
  let report: @Sendable (ClipReport) -> Void
  /// Signalled for each clip, and for the beginning and the end of the end.
  private let condition = NSCondition()
  // Touched by `withShared` and the two that wait, which hold the condition's lock.
  private nonisolated(unsafe) var shared = Shared()

  struct Shared {
    var queue: [Clip] = []
    /// Of the clips that wait and the one that is being written.
    var bytes = 0
    var counts = Counts()
    var suspension: String?
    var trouble: ClipTrouble?
    var isStopping = false
    /// Whether what waits is given up.
    var isHurried = false
    var isFinished = false
  }

  /// Clips since the beginning.
  public struct Counts: Sendable, Hashable {
    /// Clips on the disk.
    public var written = 0
    /// Of the files of ``written``.
    public var bytes: Int64 = 0
    /// Lost because the queue was full, or the writer was ending.
    public var shed = 0
    /// Lost while clips are not written: too little is free, or ``ClipWriter/suspend(_:)``.
    public var suspended = 0
    /// Lost because writing them failed.
    public var failed = 0
    /// Lost because the end came before their turn.
    public var stopped = 0
  }

  /// Starts the thread.
  /// - Parameters:
  ///   - queueBytes: Of samples that may wait; a clip is taken where none waits, however large it is.
  ///   - freeFloor: Bytes that stay free on the disk.
  ///   - report: Called by the thread, one report after the other; for a clip that is shed, by whoever
  ///     offered it.
  public init(
    disk: ClipDisk, queueBytes: Int, freeFloor: Int64,
    report: @escaping @Sendable (ClipReport) -> Void
  ) {
    self.disk = disk
    self.queueBytes = queueBytes
    self.freeFloor = freeFloor
    self.report = report
    let thread = Thread { [self] in
      run()
      withShared { $0.isFinished = true }
    }
    thread.name = "earshot clips"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// What became of the clips so far.
  public var counts: Counts { withShared { $0.counts } }

  /// Why the last clip was not written; `nil` if it was.
  public var trouble: ClipTrouble? { withShared { $0.trouble } }

  /// Bytes of samples that wait or are being written.
  public var waitingBytes: Int { withShared { $0.bytes } }

  /// Hands a clip over; never waits for the disk.
  /// - Returns: Whether it was taken; if not, it was shed, counted and reported.
  @discardableResult
  public func offer(_ clip: Clip) -> Bool {
    let bytes = clip.samples.bytes
    let isTaken = withShared { shared in
      guard !shared.isStopping, shared.bytes == 0 || shared.bytes + bytes <= queueBytes else {
        return false
      }
      shared.queue.append(clip)
      shared.bytes += bytes
      return true
    }
    if !isTaken { lose(clip, .shed) }
    return isTaken
  }

  /// Has no clips written, for a reason that is told, until it is `nil` again: when retention finds nothing
  /// more to delete.
  public func suspend(_ reason: String?) { withShared { $0.suspension = reason } }

  /// Ends the thread when what waits is written, or gives it up when the time is over.
  /// - Returns: Whether the thread has ended: a disk that hangs can keep it.
  @discardableResult
  public func stop(within seconds: Double) -> Bool {
    withShared { $0.isStopping = true }
    if waitForEnd(seconds) { return true }
    withShared { $0.isHurried = true }
    return waitForEnd(1)
  }

  private func waitForEnd(_ seconds: Double) -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    condition.lock()
    defer { condition.unlock() }
    while unsafe !shared.isFinished, ContinuousClock.now < deadline {
      // Looked at again and again, since this waits by a clock that may be set.
      _ = condition.wait(until: Date(timeIntervalSinceNow: min(seconds, 0.1)))
    }
    return unsafe shared.isFinished
  }

  func withShared<Value>(_ body: (inout Shared) -> Value) -> Value {
    condition.lock()
    defer {
      condition.broadcast()
      condition.unlock()
    }
    return unsafe body(&shared)
  }

  // MARK: - The thread

  private func run() {
    var state = State.well
    while let (clip, isHurried) = waitForClip() {
      if isHurried { lose(clip, .stopped) } else { write(clip, &state) }
      withShared { $0.bytes -= clip.samples.bytes }
    }
  }

  /// The clip that has waited longest, and whether it is given up; `nil` at the end.
  private func waitForClip() -> (Clip, isHurried: Bool)? {
    condition.lock()
    defer { condition.unlock() }
    while unsafe shared.queue.isEmpty {
      if unsafe shared.isStopping { return nil }
      condition.wait()
    }
    return unsafe (shared.queue.removeFirst(), shared.isHurried)
  }
}
