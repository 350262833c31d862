import EventDetection
import EventLog

/// What an input has to write into the log, in its order.
///
/// While the log cannot be written, because another program holds it or its disk is full, entries wait
/// here and listening goes on. What waits is bounded: of scores, not of events, gaps or incidents, the
/// oldest are given up, and how many is noted when the log can be written again.
struct Journal {
  enum Entry {
    case gapBegan(at: Int64, Gap.Cause)
    case gapEnded(at: Int64)
    case streamBegan(StreamDescription)
    case progress(StreamProgress, isLast: Bool)
    case incident(Incident)
  }

  private let log: EventLog
  private let input: String
  private var waiting: [Entry] = []
  /// Scores that wait, and those that had to go.
  private var windows = 0
  private var dropped = 0
  private var gap: OpenGapID?
  private var stream: LiveAnalysisID?
  /// Why the log could not be written the last time.
  private(set) var failure: EventLogError?

  /// Windows whose scores may wait: some twelve hours of them.
  private let mostWindows: Int

  init(_ log: EventLog, input: String, mostWindows: Int = 50_000) {
    self.log = log
    self.input = input
    self.mostWindows = mostWindows
  }

  var isEmpty: Bool { waiting.isEmpty }

  mutating func add(_ entry: Entry) {
    guard case .progress(let progress, let isLast) = entry else {
      waiting.append(entry)
      return
    }
    windows += progress.windows.count
    if case .progress(var before, false) = waiting.last {
      before.append(progress)
      waiting[waiting.count - 1] = .progress(before, isLast: isLast)
    } else {
      waiting.append(entry)
    }
    if windows > mostWindows { dropScores() }
  }

  /// Gives up the scores of the oldest progress that has any.
  private mutating func dropScores() {
    for index in waiting.indices {
      guard case .progress(var progress, let isLast) = waiting[index], !progress.windows.isEmpty
      else { continue }
      windows -= progress.windows.count
      dropped += progress.windows.count
      progress.windows = StoredWindows(classCount: progress.windows.classCount)
      waiting[index] = .progress(progress, isLast: isLast)
      return
    }
  }

  /// Writes what waits, as far as that is possible.
  /// - Parameter now: Microseconds since 1970 UTC.
  /// - Throws: What time does not heal.
  mutating func write(now: Int64) throws(EventLogError) {
    while let entry = waiting.first {
      do throws(EventLogError) {
        try write(entry)
      } catch {
        guard error.isTemporary else { throw error }
        failure = error
        return
      }
      if case .progress(let progress, _) = entry { windows -= progress.windows.count }
      waiting.removeFirst()
    }
    guard let failure else { return }
    let lost = dropped == 0 ? "" : "; the scores of \(dropped) windows were given up"
    (self.failure, dropped) = (nil, 0)
    waiting.append(
      .incident(
        Incident(
          happenedAt: now, kind: "log_unavailable",
          text: "\(input): the log could not be written: \(failure)\(lost)")))
    try write(now: now)
  }

  private mutating func write(_ entry: Entry) throws(EventLogError) {
    switch entry {
    case .gapBegan(let instant, let cause):
      gap = try log.openGap(ofInput: input, from: instant, cause: cause)
    case .gapEnded(let instant):
      if let gap { try log.close(gap, at: instant) }
      gap = nil
    case .streamBegan(let description):
      stream = try log.begin(description)
    case .progress(let progress, let isLast):
      guard let stream else { preconditionFailure("a stream begins before it goes on") }
      try log.commit(progress, of: stream, isLast: isLast)
      if isLast { self.stream = nil }
    case .incident(let incident):
      try log.note(incident)
    }
  }
}

extension StreamProgress {
  /// Adds what came later.
  mutating func append(_ later: StreamProgress) {
    for window in later.windows { windows.append(range: window.range, outputs: window.outputs) }
    doneThrough = later.doneThrough
    findings += later.findings
    open = later.open
    anchors += later.anchors
    gaps += later.gaps
  }
}
