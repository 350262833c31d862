import EventDetection
import EventLog
import SpeciesClassifier
import Survey

/// The rule over a live stream: which events have begun, go on and are over.
struct LiveDecisions {
  private let plan: AnalysisPlan
  private var detector: EventDetector
  private var known: Set<Key> = []
  /// The events that go on.
  private(set) var open: [Event] = []

  /// An event goes on growing; where it began it stays.
  private struct Key: Hashable {
    let classIndex: Int
    let start: Int64

    init(_ event: Event) {
      classIndex = event.classIndex
      start = event.range.start
    }
  }

  init(_ plan: AnalysisPlan, nativeRate: Int, _ timeline: Timeline) throws(DetectionError) {
    self.plan = plan
    detector = EventDetector(rule: try plan.rule(for: nativeRate), timeline: timeline)
  }

  /// Replaced when the clock is set: what begins later is judged by the new one.
  var timeline: Timeline? {
    get { detector.timeline }
    set { detector.timeline = newValue }
  }

  /// What windows decided.
  struct Changes {
    var findings: [Finding] = []
    var opened: [Event] = []

    /// Whether an event began or ended.
    var isNews: Bool {
      !opened.isEmpty || findings.contains { if case .event = $0 { true } else { false } }
    }
  }

  /// - Parameter last: The last window that was computed, stored or not.
  mutating func take(_ windows: StoredWindows, last: SampleRange?, isLast: Bool) -> Changes {
    var changes = Changes()
    for window in windows { changes.findings += detector.process(plan.scores(of: window)) }
    if let last, windows.last?.range != last { changes.findings += detector.pass(last) }
    if isLast { changes.findings += detector.finish() }
    open = detector.open
    let now = Set(open.map(Key.init))
    changes.opened = open.filter { !known.contains(Key($0)) }
    for case .event(let event) in changes.findings where !known.contains(Key(event)) {
      // It began and ended between two looks.
      changes.opened.append(event)
    }
    known = now
    return changes
  }
}
