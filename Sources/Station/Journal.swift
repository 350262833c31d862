import EventDetection
import EventLog
import SpeciesClassifier
import Survey

/// What an input has to write into the log, in its order.
///
/// While the log cannot be written, because another program holds it or its disk is full, entries wait
/// here and listening goes on. What waits is bounded by ``Limits``: what is worth least is given up first,
/// and how much is noted when the log can be written again.
struct Journal {
  enum Entry {
    /// The first: what was left open when the station last ended is closed as of an instant.
    case settled(at: Int64)
    case gapBegan(at: Int64, Gap.Cause)
    case gapEnded(at: Int64)
    case streamBegan(StreamDraft, number: Int)
    /// A clip of an event that has been written, of the stream of that number.
    case clip(WrittenClip)
    case progress(StreamProgress, isLast: Bool)
    case incident(Incident)
  }

  /// How much may wait.
  struct Limits {
    /// Windows whose scores wait: some twelve hours of them.
    var windows = 50_000
    /// Events and candidates.
    var findings = 100_000
    /// Entries of any kind.
    var entries = 20_000
  }

  /// A stream, once the log knows its model and settings.
  typealias StreamDraft = @Sendable (BundleID, SettingsID) -> StreamDescription

  private let log: SharedLog
  private let input: String
  private let plan: AnalysisPlan
  private var registered: (bundle: BundleID, settings: SettingsID)?
  let limits: Limits
  var waiting: [Entry] = []
  /// Scores that wait, and events and candidates.
  var windows = 0
  var findings = 0
  /// What had to go since the log could be written last.
  var lost = Lost()
  private var gap: OpenGapID?
  private var stream: LiveAnalysisID?
  /// The streams of the last clips, by their numbers.
  private var streams: [Int: LiveAnalysisID] = [:]
  /// Of the stream that will begin next.
  private(set) var nextNumber = 0
  /// Why the log could not be written the last time.
  private(set) var failure: EventLogError?
  /// Whether somebody has been told of that.
  private var isFailureTold = false
  /// Findings that had to go since the beginning.
  var givenUp = 0

  /// - Parameter plan: Its model and settings are made known to the log.
  init(_ log: SharedLog, input: String, plan: AnalysisPlan, limits: Limits = Limits()) {
    self.log = log
    self.input = input
    self.plan = plan
    self.limits = limits
  }

  /// Streams that clips may still come of.
  private static let rememberedStreams = 8

  var isEmpty: Bool { waiting.isEmpty }

  /// Adds a stream that begins.
  /// - Returns: Its number, for what will come of it.
  mutating func begin(_ stream: @escaping StreamDraft) -> Int {
    defer { nextNumber += 1 }
    add(.streamBegan(stream, number: nextNumber))
    return nextNumber
  }

  /// Entries and findings that wait.
  var count: Int { waiting.count + findings }

  mutating func add(_ entry: Entry) {
    if case .progress(let progress, let isLast) = entry {
      windows += progress.windows.count
      findings += progress.findings.count
      if case .progress(var before, false) = waiting.last {
        // Taken out first, so that it can grow where it is.
        waiting.removeLast()
        before.append(progress)
        waiting.append(.progress(before, isLast: isLast))
      } else {
        waiting.append(entry)
      }
    } else {
      waiting.append(entry)
    }
    makeRoom()
  }

  /// Has the end of what keeps the log from being written noted, as its beginning is told.
  mutating func tellFailure() { isFailureTold = true }

  /// Writes what waits, as far as that is possible.
  /// - Parameter now: Microseconds since 1970 UTC.
  /// - Returns: What was noted about a log that can be written again, if that was told or has cost something.
  /// - Throws: What time does not heal.
  @discardableResult
  mutating func write(now: Int64) throws(EventLogError) -> Incident? {
    guard try writeEntries(), let failure else { return nil }
    defer { (self.failure, lost, isFailureTold) = (nil, Lost(), false) }
    guard isFailureTold || !lost.isNothing else { return nil }
    let incident = Incident(
      happenedAt: now, kind: "log_unavailable",
      text: "\(input): the log could not be written: \(failure) \(lost.inWords)")
    waiting.append(.incident(incident))
    try writeEntries()
    return incident
  }

  /// - Returns: Whether nothing waits any more.
  @discardableResult
  private mutating func writeEntries() throws(EventLogError) -> Bool {
    while let entry = waiting.first {
      do throws(EventLogError) {
        try log.use { log throws(EventLogError) in try write(entry, to: log) }
      } catch {
        guard error.isTemporary || !log.isOpen else { throw error }
        failure = error
        return false
      }
      waiting.removeFirst()
      forget(entry)
    }
    return true
  }

  private mutating func forget(_ entry: Entry) {
    guard case .progress(let progress, _) = entry else { return }
    windows -= progress.windows.count
    findings -= progress.findings.count
  }

  private mutating func write(_ entry: Entry, to log: EventLog) throws(EventLogError) {
    switch entry {
    case .settled(let instant): try log.settle(input: input, now: instant)
    case .gapBegan(let instant, let cause):
      gap = try log.openGap(ofInput: input, from: instant, cause: cause)
    case .gapEnded(let instant):
      if let gap { try log.close(gap, at: instant) }
      gap = nil
    case .streamBegan(let draft, let number):
      let (bundle, settings) = try register(in: log)
      let id = try log.begin(draft(bundle, settings))
      stream = id
      streams[number] = id
      streams[number - Self.rememberedStreams] = nil
    case .clip(let clip):
      // Of a stream that had to be given up, or long ago: the file is left to the next cleaning.
      guard let stream = streams[clip.stream] else { return }
      do throws(EventLogError) {
        try log.addClip(
          at: clip.path, bytes: clip.bytes, ofClass: clip.classIndex, start: clip.eventStart,
          in: stream)
      } catch .refused {
        // Its event was given up because too much waited.
      }
    case .progress(let progress, let isLast):
      guard let stream else { preconditionFailure("a stream begins before it goes on") }
      try log.commit(progress, of: stream, isLast: isLast)
      if isLast { self.stream = nil }
    case .incident(let incident):
      try log.note(incident)
    }
  }
}

extension Journal {
  fileprivate mutating func register(
    in log: EventLog
  ) throws(EventLogError) -> (BundleID, SettingsID) {
    if let registered { return registered }
    let bundle = try log.register(plan.bundle.logDescription)
    let settings = try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest)
    registered = (bundle, settings)
    return (bundle, settings)
  }
}

/// A clip whose file is there and whose row is not.
struct WrittenClip: Sendable, Hashable {
  /// As ``Journal/begin(_:)`` numbered it.
  var stream: Int
  var path: String
  var bytes: Int64
  var classIndex: Int
  /// The event's first sample.
  var eventStart: Int64
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
