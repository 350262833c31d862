import Actions
import AudioCapture
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Survey

/// Listens to one input until it ends or is told to stop: sound in, rows out.
///
/// All is committed by this thread: scores, events, gaps and the mark of what is done in one transaction,
/// at once where an event begins or ends, else every few seconds. At any instant the input either listens
/// or has a gap in the log that says why not.
struct InputMonitor {
  private let input: StationInput
  private let clock: CaptureClock
  private let report: InputReport
  private var journal: Journal
  /// Why the input is not heard now.
  private var gap: Gap.Cause?
  /// The instant up to which the log was settled, microseconds since 1970 UTC: from there on all is told.
  private let settledAt: Int64
  private var faults: [String: RecurringFault] = [:]
  /// Whether a fault has been told whose end has not.
  private var hasFault = false
  /// Since when the log cannot be written, by the monotonic clock, and whether that was told.
  private var logFailure: (since: Int64, isTold: Bool)?

  /// - Parameter log: What it cannot take now waits here.
  init(_ input: StationInput, log: SharedLog, clock: CaptureClock, report: InputReport) {
    self.input = input
    self.clock = clock
    self.report = report
    settledAt = clock.now().utc / 1000
    journal = Journal(log, input: input.name, plan: input.plan)
    journal.add(.settled(at: settledAt))
  }

  /// - Throws: ``EventLogError``; ``CaptureError`` if the input cannot be had and never will.
  mutating func run(_ orders: Orders) throws {
    do {
      try listen(orders)
    } catch {
      // One input less: whoever keeps the others running must know.
      report.enter(.ended, reason: "\(error)")
      guard !(error is EventLogError) else { throw error }
      note("input_failed", "\(error)")
      setGap(.lost, at: now)
      try writeAll(orders)
      throw error
    }
  }

  private mutating func listen(_ orders: Orders) throws {
    setGap(isScheduled || !input.isPaced ? .absent : .schedule, at: settledAt)
    // A pipe is read on while it is not heard, else what fills it would wait there.
    var isPaused = false
    while orders.current == .goOn {
      if !input.isPaced || isScheduled {
        if isPaused { report.tell(.resumed(input: input.name)) }
        isPaused = false
        if try capture(orders) { break }
      } else {
        if !isPaused {
          isPaused = true
          setGap(.schedule, at: now)
          report.tell(.paused(input: input.name))
          report.enter(.paused)
        }
        try write()
        Thread.sleep(forTimeInterval: 0.2)
      }
    }
    setGap(orders.current == .reload ? .reloaded : .stopped, at: now)
    report.enter(.ended)
    try writeAll(orders)
  }

  /// Microseconds since 1970 UTC.
  private var now: Int64 { clock.now().utc / 1000 }

  private var isScheduled: Bool { input.isScheduled(now) }

  /// Replaces the gap that is open by another, or by none.
  /// - Parameter instant: Microseconds since 1970 UTC.
  private mutating func setGap(_ cause: Gap.Cause?, at instant: Int64) {
    guard cause != gap else { return }
    if gap != nil { journal.add(.gapEnded(at: instant)) }
    if let cause { journal.add(.gapBegan(at: instant, cause)) }
    report.setGap(cause)
    gap = cause
  }

  /// Has the source opened, and listens to its streams, until it is over or must be closed.
  /// - Returns: Whether it is over for good.
  private mutating func capture(_ orders: Orders) throws -> Bool {
    setGap(.absent, at: now)
    report.enter(.opening)
    let capture = Capture(of: input.source, clock: clock)
    defer { capture.stop() }
    var told: CaptureError?
    while true {
      if mustClose(orders) { capture.stop() }
      report.attempts(capture.attempts)
      try write()
      if let stream = capture.nextStream() {
        told = nil
        try take(stream, of: capture, orders)
      } else if capture.isOver {
        if case .failed(let error) = capture.state { throw error }
        return !capture.isStopped
      } else {
        if case .waiting(let error) = capture.state, error != told {
          told = error
          report.tell(.waiting(input: input.name, error))
          report.enter(.waiting, reason: "\(error)")
          note(fault: "device_absent", "\(error) It is tried again and again.")
        }
        capture.wait(seconds: 0.2)
      }
    }
  }

  private func mustClose(_ orders: Orders) -> Bool {
    orders.current != .goOn || (input.isPaced && !isScheduled)
  }

  /// Listens to one stream until it ends.
  private mutating func take(
    _ stream: CaptureStream, of capture: Capture, _ orders: Orders
  ) throws {
    var block = [Float](repeating: 0, count: stream.largestBlock)
    var beginning = MutedSound()
    if gap == .silent {
      report.enter(.silent)
      guard try waitForSound(stream, of: capture, orders, &block, &beginning) else { return }
    }
    setGap(nil, at: stream.start.utc / 1000)
    report.enter(.listening, stream)
    report.tell(.began(input: input.name, source: stream.source, format: stream.format))
    if hasFault { note("input_back", "it is heard again") }
    hasFault = false
    var listening = try Listening(
      stream, input, clock, report, &journal)
    try listening.begin(after: beginning, block.span, &journal)
    let ending = try listen(&listening, &block, capture, orders)
    report.tell(.ended(input: input.name, ending))
    var cause = Gap.Cause(ending)
    switch ending {
    case .failed(let error):
      report.enter(.waiting, reason: "\(error)")
      note(fault: "device_lost", "\(error)")
    case .stalled:
      report.enter(.waiting, reason: "nothing came any more.")
      note(fault: "stalled", "nothing came any more")
    case .slept:
      report.enter(.waiting, reason: "the machine slept.")
      note(fault: "slept", "the machine slept")
    case .reopened:
      report.enter(.silent)
      note(fault: "silence", "nothing but one value came for \(input.silencePatience) s")
    case .stopped where orders.current == .goOn: cause = .schedule
    case .stopped where orders.current == .reload: cause = .reloaded
    case .stopped, .ended: break
    }
    setGap(cause, at: listening.endedAt)
  }

  /// Passes over the beginning of a stream that gives nothing but one value; the gap goes on meanwhile.
  /// - Returns: Whether there is sound at last, in `block`; `false` if the stream ended before.
  private mutating func waitForSound(
    _ stream: CaptureStream, of capture: Capture, _ orders: Orders, _ block: inout [Float],
    _ muted: inout MutedSound
  ) throws -> Bool {
    let patience = Int64(input.silencePatience * Double(stream.format.sampleRate))
    var isGivenUp = false
    while true {
      if mustClose(orders) { capture.stop() }
      if let found = stream.next(into: &block) {
        if muted.isBroken(by: found, block.span) { return true }
        if muted.frames > patience, !isGivenUp {
          isGivenUp = true
          capture.reopen()
        }
      } else if stream.end != nil {
        return false
      } else {
        try write()
        capture.wait(seconds: 0.2)
      }
    }
  }

  private mutating func listen(
    _ listening: inout Listening, _ block: inout [Float], _ capture: Capture, _ orders: Orders
  ) throws -> CaptureStream.Ending {
    while true {
      if mustClose(orders) { capture.stop() }
      report.attempts(capture.attempts)
      let step = try listening.step(through: &block, &journal)
      if let news = listening.takeNews(now: clock.now().monotonic) {
        try write()
        listening.tell(news, committedAt: journal.isEmpty ? clock.now().monotonic : nil)
      } else if journal.failure != nil {
        try write()
      }
      switch step {
      case .waiting: capture.wait(seconds: 0.2)
      case .silent: capture.reopen()
      case .ended(let ending): return ending
      case .progressed: break
      }
    }
  }

  // MARK: - Incidents

  /// Notes a fault, but not each time that it comes again.
  private mutating func note(fault kind: String, _ text: String) {
    guard faults[kind, default: RecurringFault()].isWorthALine(at: clock.now().monotonic / 1000)
    else {
      return
    }
    hasFault = true
    note(kind, text)
  }

  private mutating func note(_ kind: String, _ text: String) {
    let incident = Incident(happenedAt: now, kind: kind, text: "\(input.name): \(text)")
    journal.add(.incident(incident))
    report.tell(.incident(incident, input: input.name))
  }

  // MARK: - Writing

  /// Writes what can be written now.
  private mutating func write() throws(EventLogError) {
    for clip in input.clips?.takeWritten(of: input.name) ?? [] { journal.add(.clip(clip)) }
    let written = try journal.write(now: now)
    report.journal(waiting: journal.count, givenUp: journal.givenUp)
    if let failure = journal.failure {
      let monotonic = clock.now().monotonic
      let since = logFailure?.since ?? monotonic
      let isTold = logFailure?.isTold ?? false
      let isWorthTelling = Double(monotonic - since) / 1e9 >= Self.logPatience
      if isWorthTelling, !isTold {
        journal.tellFailure()
        report.tell(.logUnavailable(failure))
      }
      logFailure = (since, isTold || isWorthTelling)
    } else {
      if logFailure?.isTold == true { report.tell(.logAvailable) }
      logFailure = nil
    }
    if let written { report.tell(.incident(written, input: input.name)) }
  }

  /// Seconds that other programs may keep the log to themselves, as a merge does, before that is told.
  private static let logPatience = 2.0

  /// At the end: waits for the log, but not for ever.
  private mutating func writeAll(_ orders: Orders) throws(EventLogError) {
    try write()
    let deadline = ContinuousClock.now + .seconds(10)
    let isBusy = { [input] in input.clips?.isBusy(with: input.name) ?? false }
    while !journal.isEmpty || isBusy(), orders.current == .goOn || ContinuousClock.now < deadline {
      Thread.sleep(forTimeInterval: 0.05)
      try write()
    }
    if let failure = journal.failure, !journal.isEmpty { throw failure }
  }
}

extension Gap.Cause {
  init(_ loss: Loss) {
    self =
      switch loss {
      case .overrun: .overrun
      case .stalled: .stalled
      case .backlog: .backlog
      }
  }

  init(_ ending: CaptureStream.Ending) {
    self =
      switch ending {
      case .failed, .slept: .lost
      case .stalled: .stalled
      case .reopened: .silent
      case .stopped, .ended: .stopped
      }
  }
}
