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
  /// In the journal.
  private let number: Int
  private var streamClock: StreamClock
  private var classifier: LiveClassifier
  private var decisions: LiveDecisions
  private var silence: ConstantSound
  private let report: InputReport
  private var figures: StreamFigures
  private var clips: StreamClips?
  private var flood = Flood()
  /// What was known last of the stream's end so far.
  private var instant: ClockReading
  private var isSynchronised: Bool
  private var askedClock: Int64
  private var toldAt: Int64
  private var news = News()
  private var isOver = false
  /// Whether a pipe is read on in a pause of the schedule.
  private var isPaused = false

  /// Seconds between commits in which nothing began or ended.
  static let commitSpacing = 5.0
  /// Share of what can wait from which on the oldest is given up.
  private static let tolerableBacklog = 0.75

  /// Events that began and ended, for those who want to know at once.
  struct News {
    var opened: [Event] = []
    var closed: [Event] = []
  }

  init(
    _ stream: CaptureStream, _ input: StationInput, _ clock: CaptureClock, _ report: InputReport,
    _ journal: inout Journal
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
    let clips = try Self.clips(of: stream, input, number: journal.nextNumber)
    self.stream = stream
    self.input = input
    self.clock = clock
    self.report = report
    self.isSynchronised = isSynchronised
    self.streamClock = streamClock
    self.classifier = classifier
    self.decisions = decisions
    self.clips = clips
    sampleRate = rate
    silence = ConstantSound(patience: input.silencePatience, sampleRate: rate)
    instant = stream.start
    askedClock = stream.start.monotonic
    toldAt = clock.now().monotonic
    figures = StreamFigures(report, sampleRate: rate, now: toldAt)
    number = journal.begin { bundle, settings in
      StreamDescription(
        input: input.name, device: stream.source, sampleRate: rate, channel: input.channel,
        deployment: input.deployment, start: streamClock.timeline.anchors[0], bundle: bundle,
        step: input.plan.step, scoreFloor: input.plan.bundle.manifest.scoreFloor,
        settings: settings)
    }
  }

  private static func clips(
    of stream: CaptureStream, _ input: StationInput, number: Int
  ) throws -> StreamClips? {
    guard let keeper = input.clips else { return nil }
    return try StreamClips(keeper, input, stream, number: number)
  }

  enum Step {
    /// No block is there.
    case waiting
    case progressed
    /// Nothing but one value has come for too long.
    case silent
    case ended(CaptureStream.Ending)
  }

  /// Takes what was passed over before there was sound.
  /// - Parameter samples: Of the first block with sound.
  mutating func begin(
    after muted: MutedSound, _ samples: Span<Float>, _ journal: inout Journal
  ) throws {
    if muted.frames > 0 {
      try lose(muted.frames, .silent, &journal)
    }
    if let block = muted.sound { try take(block, samples, &journal) }
  }

  /// Takes the next block.
  /// - Parameter block: Room for the largest.
  mutating func step(through block: inout [Float], _ journal: inout Journal) throws -> Step {
    let began = clock.now().monotonic
    let backlog = stream.backlog
    if input.isPaced, backlog.seconds > backlog.most * Self.tolerableBacklog {
      // Inference is behind: the oldest goes, in one piece, so that few windows are touched. A pipe
      // waits for its reader instead.
      try lose(stream.giveUpOldest(), .backlog, &journal)
    }
    if let found = stream.next(into: &block) {
      let isSilent = try take(found, block.span, &journal)
      let now = clock.now().monotonic
      figures.add(frames: found.frames, began: began, now: now)
      if figures.areDue(now) { tellFigures(now) }
      return isSilent ? .silent : .progressed
    }
    guard let end = stream.end else { return .waiting }
    if end.position > classifier.position {
      try lose(end.position - classifier.position, Gap.Cause(end.loss), &journal)
    }
    try take(classifier.finish(), isLast: true, &journal)
    isOver = true
    tellFigures(clock.now().monotonic)
    return .ended(end.ending)
  }

  /// - Returns: Whether nothing but one value has come for too long.
  @discardableResult
  private mutating func take(
    _ found: CaptureStream.Block, _ samples: Span<Float>, _ journal: inout Journal
  ) throws -> Bool {
    if found.lost > 0 {
      try lose(found.lost, Gap.Cause(found.loss), &journal)
    }
    observe(found, &journal)
    let samples = samples.extracting(first: found.frames)
    pause(!input.isPaced && !input.isScheduled(found.instant.utc / 1000))
    guard !isPaused else {
      try lose(Int64(found.frames), .schedule, &journal)
      return false
    }
    figures.measure(samples)
    clips?.hear(samples, at: classifier.position)
    try take(classifier.process(samples), &journal)
    return silence.lasts(samples)
  }

  private mutating func pause(_ isPause: Bool) {
    guard isPause != isPaused else { return }
    isPaused = isPause
    report.tell(isPause ? .paused(input: input.name) : .resumed(input: input.name))
    report.enter(isPause ? .paused : .listening)
  }

  private mutating func lose(
    _ count: Int64, _ cause: Gap.Cause, _ journal: inout Journal
  ) throws {
    clips?.lose(count)
    try take(classifier.lose(count, cause: cause), &journal)
  }

  private mutating func tellFigures(_ now: Int64) {
    figures.tell(stream, analysed: classifier.analysed, streamClock, now: now)
  }

  /// Asks the clocks about a block.
  private mutating func observe(
    _ block: CaptureStream.Block, _ journal: inout Journal
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
        note(
          "clock_step", String(format: "the system's clock was set by %.3f s", seconds), &journal)
      }
    }
  }

  private var emptyProgress: StreamProgress {
    StreamProgress(
      windows: StoredWindows(classCount: input.plan.bundle.classes.count),
      doneThrough: classifier.doneThrough)
  }

  private func note(_ kind: String, _ text: String, _ journal: inout Journal) {
    let incident = Incident(
      happenedAt: instant.utc / 1000, kind: kind, text: "\(input.name): \(text)")
    journal.add(.incident(incident))
    report.tell(.incident(incident, input: input.name))
  }

  private mutating func take(
    _ result: LiveClassifier.Result, isLast: Bool = false, _ journal: inout Journal
  ) throws {
    for gap in result.gaps {
      let seconds = Double(gap.range.count) / Double(sampleRate)
      report.tell(.gap(input: input.name, seconds: seconds, gap.cause))
    }
    let changes = decisions.take(result.windows, last: result.last, isLast: isLast)
    var progress = StreamProgress(windows: result.windows, doneThrough: result.doneThrough)
    progress.gaps = result.gaps
    progress.findings = changes.findings
    progress.open = decisions.open
    journal.add(.progress(progress, isLast: isLast))
    news.opened += changes.opened
    for event in changes.opened {
      guard let count = flood.take(classIndex: event.classIndex, now: clock.now().monotonic) else {
        continue
      }
      let name = input.plan.bundle.classes[event.classIndex].taxon.commonName
      note("flood", "\(count) events of \(name) within an hour", &journal)
    }
    var closed: [Event] = []
    for finding in changes.findings {
      switch finding {
      case .event(let event): closed.append(event)
      case .candidate(let candidate):
        report.update { $0.candidates[candidate.cause.rawValue, default: 0] += 1 }
      }
    }
    news.closed += closed
    let causes =
      clips?.take(
        result, open: decisions.open, closed: closed, isLast: isLast, streamClock.timeline) ?? []
    for cause in causes { report.update { $0.clipsNotKept[cause.rawValue, default: 0] += 1 } }
  }

  /// What has to be written now: because an event began or ended, or because it is time.
  mutating func takeNews(now: Int64) -> News? {
    let isDue = Double(now - toldAt) / 1e9 >= Self.commitSpacing
    guard isDue || isOver || !news.opened.isEmpty || !news.closed.isEmpty else { return nil }
    toldAt = now
    defer { news = News() }
    return news
  }

  /// - Parameter committedAt: By the monotonic clock; `nil` if the log cannot be written now. Whoever wants
  ///   to know of an event at once does not wait for the log: its row does.
  mutating func tell(_ news: News, committedAt: Int64?) {
    for event in news.opened {
      // The window that decided ended a little before what was taken last.
      let seconds = committedAt.map {
        Double($0 - instant.monotonic) / 1e9
          + Double(classifier.position - event.range.end) / Double(sampleRate)
      }
      report.update { $0.events += 1 }
      if let seconds { figures.note(latency: seconds) }
      report.tell(.opened(heard(event), seconds: seconds))
    }
    for event in news.closed {
      report.tell(.closed(heard(event), isInLog: committedAt != nil))
    }
  }

  private func heard(_ event: Event) -> HeardEvent {
    let timeline = streamClock.timeline
    return HeardEvent(
      input: input.name, taxon: input.plan.bundle.classes[event.classIndex].taxon, event: event,
      startedAt: timeline.utcMicroseconds(at: event.range.start),
      endedAt: timeline.utcMicroseconds(at: event.range.end, countedFrom: event.range.start),
      utcOffsetMinutes: timeline.utcOffsetMinutes(at: event.range.start),
      deployment: input.deployment, model: input.plan.bundle.manifest.name,
      modelVersion: input.plan.bundle.manifest.version)
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
