import AudioCapture
import AudioIO
import EventDetection
import EventLog
import Foundation
import SpeciesClassifier
import Survey

/// One stream of an input while it goes on: its blocks become windows, events, gaps and anchors.
struct Listening: ~Copyable {
  private let stream: CaptureStream
  private let input: StationInput
  private let clock: CaptureClock
  private let sampleRate: Int
  private var streamClock: StreamClock
  private var classifier: LiveClassifier
  private var decisions: LiveDecisions
  private var silence: ConstantSound
  /// What was known last of the stream's end so far.
  private var instant: ClockReading
  private var isSynchronised: Bool
  private var askedClock: Int64
  private var toldAt: Int64
  private var news = News()
  private var isOver = false

  /// Seconds between commits in which nothing began or ended.
  static let commitSpacing = 5.0

  /// Events that began and ended, for those who want to know at once.
  struct News {
    var opened: [Event] = []
    var closed: [Event] = []
  }

  init(
    _ stream: CaptureStream, _ input: StationInput, _ clock: CaptureClock, bundle: BundleID,
    settings: SettingsID, _ journal: inout Journal
  ) throws {
    let rate = stream.format.sampleRate
    let isSynchronised = clock.isSynchronised()
    let streamClock = StreamClock(
      start: stream.start, sampleRate: rate, isPaced: input.isPaced,
      isSynchronised: isSynchronised, utcOffsetMinutes: input.offset(at: stream.start.utc))
    let classifier = try LiveClassifier(
      input.plan.bundle, step: input.plan.step, nativeRate: rate,
      segmentSeconds: input.plan.segmentSeconds)
    let decisions = try LiveDecisions(input.plan, nativeRate: rate, streamClock.timeline)
    self.stream = stream
    self.input = input
    self.clock = clock
    self.isSynchronised = isSynchronised
    self.streamClock = streamClock
    self.classifier = classifier
    self.decisions = decisions
    sampleRate = rate
    silence = ConstantSound(patience: input.silencePatience, sampleRate: rate)
    instant = stream.start
    askedClock = stream.start.monotonic
    toldAt = clock.now().monotonic
    journal.add(
      .streamBegan(
        StreamDescription(
          input: input.name, device: stream.source, sampleRate: rate, channel: input.channel,
          deployment: input.deployment, start: streamClock.timeline.anchors[0], bundle: bundle,
          step: input.plan.step, scoreFloor: input.plan.bundle.manifest.scoreFloor,
          settings: settings)))
  }

  enum Step {
    /// No block is there.
    case waiting
    case progressed
    /// Nothing but one value has come for too long.
    case silent
    case ended(CaptureStream.Ending)
  }

  /// Frames of the largest block.
  var largestBlock: Int { stream.largestBlock }

  /// Takes the next block.
  /// - Parameter block: Room for the largest.
  mutating func step(
    through block: inout [Float], _ journal: inout Journal, _ tell: (StationNews) -> Void
  ) throws -> Step {
    if let found = stream.next(into: &block) {
      if found.lost > 0 {
        try take(classifier.lose(found.lost, cause: Gap.Cause(found.loss)), &journal, tell)
      }
      observe(found, &journal, tell)
      let samples = block.span.extracting(first: found.frames)
      try take(classifier.process(samples), &journal, tell)
      guard silence.lasts(samples) else { return .progressed }
      let seconds = input.silencePatience
      note("silence", "nothing but one value for \(seconds) s", &journal)
      return .silent
    }
    guard let end = stream.end else { return .waiting }
    if end.position > classifier.position {
      let missing = end.position - classifier.position
      try take(classifier.lose(missing, cause: .backlog), &journal, tell)
    }
    try take(classifier.finish(), isLast: true, &journal, tell)
    isOver = true
    return .ended(end.ending)
  }

  /// Asks the clocks about a block.
  private mutating func observe(
    _ block: CaptureStream.Block, _ journal: inout Journal, _ tell: (StationNews) -> Void
  ) {
    instant = block.instant
    if Double(instant.monotonic - askedClock) / 1e9 >= 10 {
      askedClock = instant.monotonic
      isSynchronised = clock.isSynchronised()
    }
    let news = streamClock.observe(
      block.position + Int64(block.frames), at: instant, isSynchronised: isSynchronised,
      utcOffsetMinutes: input.offset(at: instant.utc))
    for news in news {
      switch news {
      case .anchor(let anchor):
        var progress = emptyProgress
        progress.anchors = [anchor]
        progress.open = decisions.open
        journal.add(.progress(progress, isLast: false))
        decisions.timeline = streamClock.timeline
      case .step(let seconds, _):
        tell(.clockStepped(input: input.name, seconds: seconds))
        note("clock_step", "the system's clock was set by \(seconds) s", &journal)
      }
    }
  }

  private var emptyProgress: StreamProgress {
    StreamProgress(
      windows: StoredWindows(classCount: input.plan.bundle.classes.count),
      doneThrough: classifier.doneThrough)
  }

  private func note(_ kind: String, _ text: String, _ journal: inout Journal) {
    journal.add(
      .incident(
        Incident(happenedAt: instant.utc / 1000, kind: kind, text: "\(input.name): \(text)")))
  }

  private mutating func take(
    _ result: LiveClassifier.Result, isLast: Bool = false, _ journal: inout Journal,
    _ tell: (StationNews) -> Void
  ) throws {
    for gap in result.gaps {
      let seconds = Double(gap.range.count) / Double(sampleRate)
      tell(.gap(input: input.name, seconds: seconds, gap.cause))
    }
    let changes = decisions.take(result.windows, last: result.last, isLast: isLast)
    var progress = StreamProgress(windows: result.windows, doneThrough: result.doneThrough)
    progress.gaps = result.gaps
    progress.findings = changes.findings
    progress.open = decisions.open
    journal.add(.progress(progress, isLast: isLast))
    news.opened += changes.opened
    for case .event(let event) in changes.findings { news.closed.append(event) }
  }

  /// What has to be written now: because an event began or ended, or because it is time.
  mutating func takeNews(now: Int64) -> News? {
    let isDue = Double(now - toldAt) / 1e9 >= Self.commitSpacing
    guard isDue || isOver || !news.opened.isEmpty || !news.closed.isEmpty else { return nil }
    toldAt = now
    defer { news = News() }
    return news
  }

  func tell(_ news: News, committedAt: Int64, _ tell: (StationNews) -> Void) {
    for event in news.opened {
      // The window that decided ended a little before what was taken last.
      let seconds =
        Double(committedAt - instant.monotonic) / 1e9
        + Double(classifier.position - event.range.end) / Double(sampleRate)
      tell(.opened(input: input.name, event, startedAt: startedAt(event), seconds: seconds))
    }
    for event in news.closed {
      tell(.closed(input: input.name, event, startedAt: startedAt(event)))
    }
  }

  private func startedAt(_ event: Event) -> Int64 {
    streamClock.timeline.utcMicroseconds(at: event.range.start)
  }

  /// The instant behind the last sample, microseconds since 1970 UTC.
  var endedAt: Int64 { streamClock.timeline.utcMicroseconds(at: classifier.position) }
}

extension StationInput {
  /// What local time is ahead of UTC at an instant, nanoseconds since 1970; minutes.
  fileprivate func offset(at utc: Int64) -> Int? {
    timeZone.map { $0.secondsFromGMT(for: Date(timeIntervalSince1970: Double(utc) / 1e9)) / 60 }
  }
}
