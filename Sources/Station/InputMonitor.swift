public import AudioCapture
import EventDetection
public import EventLog
import Foundation
import SpeciesClassifier
public import Survey

/// Listens to one input until it ends or is told to stop: sound in, rows out.
///
/// ```swift
/// var monitor = try InputMonitor(input, log: log, clock: .system)
/// try monitor.run(cancellation: cancellation) { news in … }
/// ```
///
/// All is committed by this thread: scores, events, gaps and the mark of what is done in one transaction,
/// at once where an event begins or ends, else every few seconds.
public struct InputMonitor {
  private let input: StationInput
  private let clock: CaptureClock
  private let bundle: BundleID
  private let settings: SettingsID
  private var journal: Journal

  /// Registers model and settings, and settles what the input left open when the station last ended.
  /// - Parameter log: Waits but a second for other programs; what it cannot take waits here.
  public init(_ input: StationInput, log: EventLog, clock: CaptureClock) throws(EventLogError) {
    self.input = input
    self.clock = clock
    bundle = try log.register(input.plan.bundle.logDescription)
    settings = try log.register(
      settings: input.plan.settingsJSON, digest: input.plan.settingsDigest)
    try log.settle(input: input.name, now: clock.now().utc / 1000)
    journal = Journal(log, input: input.name)
  }

  /// - Throws: ``EventLogError``; ``CaptureError`` if the input cannot be had and never will.
  public mutating func run(
    cancellation: Cancellation, tell: (StationNews) -> Void
  ) throws {
    let capture = Capture(of: input.source, clock: clock)
    defer { capture.stop() }
    // Until there is a stream, the input gives nothing.
    journal.add(.gapBegan(at: clock.now().utc / 1000, .absent))
    var told: CaptureError?
    while true {
      if cancellation.isCancelled { capture.stop() }
      try write(tell)
      if let stream = capture.nextStream() {
        journal.add(.gapEnded(at: stream.start.utc / 1000))
        tell(.began(input: input.name, source: stream.source, format: stream.format))
        told = nil
        var listening = try Listening(
          stream, input, clock, bundle: bundle, settings: settings, &journal)
        let ending = try listen(&listening, capture, cancellation, tell)
        tell(.ended(input: input.name, ending))
        journal.add(.gapBegan(at: listening.endedAt, Gap.Cause(ending)))
      } else if capture.isOver {
        try writeAll(cancellation, tell)
        if case .failed(let error) = capture.state { throw error }
        return
      } else {
        if case .waiting(let error) = capture.state, error != told {
          told = error
          tell(.waiting(input: input.name, error))
        }
        capture.wait(seconds: 0.2)
      }
    }
  }

  /// Listens to one stream until it ends.
  private mutating func listen(
    _ listening: inout Listening, _ capture: Capture, _ cancellation: Cancellation,
    _ tell: (StationNews) -> Void
  ) throws -> CaptureStream.Ending {
    var block = [Float](repeating: 0, count: listening.largestBlock)
    while true {
      if cancellation.isCancelled { capture.stop() }
      let step = try listening.step(through: &block, &journal, tell)
      if let news = listening.takeNews(now: clock.now().monotonic) {
        try write(tell)
        listening.tell(news, committedAt: clock.now().monotonic, tell)
      }
      switch step {
      case .waiting: capture.wait(seconds: 0.2)
      case .silent: capture.reopen()
      case .ended(let ending): return ending
      case .progressed: break
      }
    }
  }

  /// Writes what can be written now.
  private mutating func write(_ tell: (StationNews) -> Void) throws(EventLogError) {
    let wasUnavailable = journal.failure != nil
    try journal.write(now: clock.now().utc / 1000)
    if let failure = journal.failure {
      if !wasUnavailable { tell(.logUnavailable(failure)) }
    } else if wasUnavailable {
      tell(.logAvailable)
    }
  }

  /// At the end: waits for the log, until told a second time.
  private mutating func writeAll(
    _ cancellation: Cancellation, _ tell: (StationNews) -> Void
  ) throws(EventLogError) {
    try write(tell)
    let deadline = ContinuousClock.now + .seconds(10)
    while !journal.isEmpty, !cancellation.isCancelled || ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.5)
      try write(tell)
    }
    if let failure = journal.failure, !journal.isEmpty { throw failure }
  }
}

extension Gap.Cause {
  init(_ loss: Loss) {
    self =
      switch loss {
      case .overrun: .overrun
      case .backlog: .backlog
      }
  }

  init(_ ending: CaptureStream.Ending) {
    self =
      switch ending {
      case .failed: .lost
      case .stalled: .stalled
      case .reopened: .silent
      case .stopped, .ended: .stopped
      }
  }
}
