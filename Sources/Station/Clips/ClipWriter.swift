import AudioIO
import Foundation
import Synchronization

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
  private let disk: ClipDisk
  private let queueBytes: Int
  private let freeFloor: Int64
  private let report: @Sendable (ClipReport) -> Void
  private let shared = Mutex(Shared())
  /// Signalled for each clip and for the end.
  private let work = DispatchSemaphore(value: 0)
  private let finished = DispatchSemaphore(value: 0)

  private struct Shared {
    var queue: [Clip] = []
    /// Of the clips that wait and the one that is being written.
    var bytes = 0
    var counts = Counts()
    var suspension: String?
    var trouble: ClipTrouble?
    var isStopping = false
    /// Whether what waits is given up.
    var isHurried = false
  }

  /// Clips since the beginning.
  public struct Counts: Sendable, Hashable {
    public var written = 0
    /// Of the written files.
    public var bytes: Int64 = 0
    /// Lost, by why.
    public var shed = 0
    public var suspended = 0
    public var failed = 0
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
      finished.signal()
    }
    thread.name = "earshot clips"
    thread.stackSize = 1 << 20
    thread.start()
  }

  public var counts: Counts { shared.withLock { $0.counts } }

  /// Why the last clip was not written; `nil` if it was.
  public var trouble: ClipTrouble? { shared.withLock { $0.trouble } }

  /// Bytes of samples that wait or are being written.
  public var waitingBytes: Int { shared.withLock { $0.bytes } }

  /// Hands a clip over; never waits for the disk.
  /// - Returns: Whether it was taken; if not, it was shed, counted and reported.
  @discardableResult
  public func offer(_ clip: Clip) -> Bool {
    let bytes = clip.samples.bytes
    let isTaken = shared.withLock { shared in
      guard !shared.isStopping, shared.bytes == 0 || shared.bytes + bytes <= queueBytes else {
        return false
      }
      shared.queue.append(clip)
      shared.bytes += bytes
      return true
    }
    if isTaken { work.signal() } else { lose(clip, .shed) }
    return isTaken
  }

  /// Has no clips written, for a reason that is told, until it is `nil` again: when retention finds nothing
  /// more to delete.
  public func suspend(_ reason: String?) { shared.withLock { $0.suspension = reason } }

  /// Ends the thread when what waits is written, or gives it up when the time is over.
  /// - Returns: Whether the thread has ended: a disk that hangs can keep it.
  @discardableResult
  public func stop(within seconds: Double) -> Bool {
    shared.withLock { $0.isStopping = true }
    work.signal()
    if finished.wait(timeout: .now() + seconds) == .success { return true }
    shared.withLock { $0.isHurried = true }
    return finished.wait(timeout: .now() + 1) == .success
  }

  // MARK: - The thread

  private func run() {
    var state = State.well
    while true {
      work.wait()
      guard let (clip, isHurried) = next() else { return }
      if isHurried { lose(clip, .stopped) } else { write(clip, &state) }
      shared.withLock { $0.bytes -= clip.samples.bytes }
    }
  }

  /// The clip that has waited longest, and whether it is given up; `nil` at the end.
  private func next() -> (Clip, isHurried: Bool)? {
    shared.withLock { shared in
      shared.queue.isEmpty ? nil : (shared.queue.removeFirst(), shared.isHurried)
    }
  }

  private enum State {
    case well
    case troubled(ClipTrouble, lost: Int)
  }

  private func write(_ clip: Clip, _ state: inout State) {
    do throws(AudioError) {
      if let trouble = try obstacle(to: clip) {
        lose(clip, .suspended(trouble))
        note(trouble, &state)
        return
      }
      let (name, bytes) = try writeFile(clip)
      shared.withLock {
        $0.counts.written += 1
        $0.counts.bytes += bytes
        $0.trouble = nil
      }
      if case .troubled(_, let lost) = state {
        state = .well
        report(.recovered(lost: lost))
      }
      report(.written(clip.facts, path: name.description, bytes: bytes))
    } catch {
      lose(clip, .failed(error))
      note(.failing(error), &state)
    }
  }

  /// Why the clip must not be written now.
  private func obstacle(to clip: Clip) throws(AudioError) -> ClipTrouble? {
    if let reason = shared.withLock({ $0.suspension }) { return .asked(reason) }
    let free = try disk.freeBytes()
    guard free - Int64(clip.samples.bytes) < freeFloor else { return nil }
    return .lowSpace(free: free, floor: freeFloor)
  }

  private func writeFile(_ clip: Clip) throws(AudioError) -> (ClipName, Int64) {
    var name = clip.facts.name
    for _ in 1..<Self.mostCopies {
      do throws(AudioError) { return (name, try disk.write(clip, name)) } catch {
        // Two classes of one species, or inputs whose names differ only in what a file name cannot say.
        guard case .alreadyThere = error else { throw error }
        name = name.next
      }
    }
    return (name, try disk.write(clip, name))
  }

  private static let mostCopies = 100

  private func lose(_ clip: Clip, _ loss: ClipLoss) {
    shared.withLock { shared in
      switch loss {
      case .shed: shared.counts.shed += 1
      case .suspended: shared.counts.suspended += 1
      case .failed: shared.counts.failed += 1
      case .stopped: shared.counts.stopped += 1
      }
    }
    report(.notWritten(clip.facts, loss))
  }

  /// Tells of a trouble when it begins or becomes another.
  private func note(_ trouble: ClipTrouble, _ state: inout State) {
    shared.withLock { $0.trouble = trouble }
    switch state {
    case .troubled(let current, let lost) where current.isLike(trouble):
      state = .troubled(current, lost: lost + 1)
    case .troubled(_, let lost):
      state = .troubled(trouble, lost: lost + 1)
      report(.troubled(trouble))
    case .well:
      state = .troubled(trouble, lost: 1)
      report(.troubled(trouble))
    }
  }
}
