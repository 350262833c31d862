import EventDetection
import EventLog
import TestSupport

/// A log to which a station writes: one stream of one input.
struct LiveLog {
  let test: TestLog
  let live: LiveAnalysisID

  init(at start: Int64 = Sample.start) throws {
    test = try TestLog()
    live = try test.log.begin(Self.stream(test.bundle, test.settings, at: start))
  }

  var log: EventLog { test.log }

  static func stream(
    _ bundle: BundleID, _ settings: SettingsID, input: String = "garden",
    at start: Int64 = Sample.start
  ) -> StreamDescription {
    StreamDescription(
      input: input, device: "usb:0d8c:0014", sampleRate: 48_000, channel: .index(0),
      deployment: Deployment(site: "Old pond", latitude: 47.05, longitude: 8.31),
      start: TimeAnchor(
        sample: 0, utcMicroseconds: start, utcOffsetMinutes: 120, source: .synchronisedClock),
      bundle: bundle, step: 16_000, scoreFloor: 0.05, settings: settings)
  }

  /// Commits what was heard up to a second.
  func commit(
    through seconds: Double, events: [Event] = [], candidates: [Candidate] = [], open: [Event] = [],
    gaps: [Gap] = [], isLast: Bool = false
  ) throws {
    try log.commit(
      Self.progress(
        through: seconds, events: events, candidates: candidates, open: open, gaps: gaps),
      of: live, isLast: isLast)
  }

  static func progress(
    through seconds: Double, events: [Event] = [], candidates: [Candidate] = [], open: [Event] = [],
    gaps: [Gap] = []
  ) -> StreamProgress {
    var progress = StreamProgress(
      windows: StoredWindows(classCount: 3), doneThrough: Int64(seconds * 48_000))
    progress.findings = events.map(Finding.event) + candidates.map(Finding.candidate)
    progress.open = open
    progress.gaps = gaps
    return progress
  }
}
