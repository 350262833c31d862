public import AudioCapture
import EventLog
import Foundation
import Synchronization
import Threading

/// Cleans the folder of clips now and then, on a thread of its own: a card with a hundred thousand files takes
/// its time.
public final class ClipCleaner: Sendable {
  private let isOver = Atomic(false)
  private let wake = DispatchSemaphore(value: 0)
  private let gone = DispatchSemaphore(value: 0)
  private let last = Guarded<String?>(nil)

  /// Begins at once.
  /// - Parameters:
  ///   - log: In which what is deleted is marked; it may be away, then all is done the next time.
  ///   - interval: Seconds.
  ///   - note: Told what an operator should know: a word and a text.
  public init(
    _ keeper: ClipKeeper, _ limits: RetentionLimits, log: SharedLog, interval: Double,
    clock: CaptureClock, note: @escaping @Sendable (_ kind: String, _ text: String) -> Void
  ) {
    let thread = Thread { [self] in
      var told: String?
      repeat {
        let trouble = clean(keeper, limits, log, now: clock.now().utc / 1000, note)
        // The same again is no news.
        if let trouble, trouble != told { note("retention", trouble) }
        told = trouble
        _ = wake.wait(timeout: .now() + interval)
      } while !isOver.load(ordering: .acquiring)
      gone.signal()
    }
    thread.name = "earshot cleaning"
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// - Returns: What an operator should know, if there is anything.
  private func clean(
    _ keeper: ClipKeeper, _ limits: RetentionLimits, _ log: SharedLog, now: Int64,
    _ note: (String, String) -> Void
  ) -> String? {
    do {
      let report = try keeper.clean(limits, log: log.reading(), now: now)
      last.withLock { $0 = "\(report)" }
      if !report.deleted.isEmpty { note("retention", "clips: \(report)") }
      return report.incident.map { "clips: \($0)" }
    } catch {
      last.withLock { $0 = "\(error)" }
      return "\(error)"
    }
  }

  /// What the last cleaning kept, deleted and why.
  public var report: String? { last.withLock { $0 } }

  /// Ends the thread after what it does now.
  /// - Parameter seconds: To wait for that.
  public func stop(within seconds: Double) {
    isOver.store(true, ordering: .releasing)
    wake.signal()
    _ = gone.wait(timeout: .now() + seconds)
  }
}
