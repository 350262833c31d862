/// Turns a stream's window scores into events and candidates, as they come.
///
/// ```swift
/// var detector = EventDetector(rule: rule, timeline: timeline)
/// for window in windows { findings += detector.process(window) }
/// findings += detector.finish()
/// ```
///
/// For each class by itself, windows that reach the staying threshold are merged to runs: a window
/// belongs to the run before it unless more than the bridged gap lies between. A run is an event if
/// one of its windows reaches the threshold for entering and is confirmed, that is, if it is one of
/// *k* such windows within the span, be they in this run or in its neighbours: three short calls
/// confirm one another. Every run that is no event is a candidate, with its cause; so each window that
/// reaches the staying threshold lies in exactly one finding of its class.
///
/// Windows below every staying threshold have no effect. They may be missing, as those are that fell
/// below the floor of stored scores, and the findings are the same.
public struct EventDetector: Sendable {
  private let rule: ResolvedRule
  /// The stream's; what is decided after a change is decided by the new one.
  public var timeline: Timeline?
  private var classes: [ClassRuns]
  private var last: SampleRange?

  /// - Parameter timeline: The stream's, for species lists; with `nil`, or where the instant is
  ///   only guessed, a list lets pass only what it lets pass all year.
  public init(rule: ResolvedRule, timeline: Timeline?) {
    self.rule = rule
    self.timeline = timeline
    classes = rule.classes.map(ClassRuns.init)
  }

  /// Takes the next window.
  /// - Returns: What it decides: of each class in the order of their starts.
  /// - Precondition: The window starts after the one before and does not end before it; it has one
  ///   score for each class.
  public mutating func process(_ window: WindowScores) -> [Finding] {
    precondition(window.scores.count == classes.count, "one score for each class is needed")
    if let last {
      precondition(
        last.start < window.range.start && last.end <= window.range.end, "windows out of order")
    }
    last = window.range
    var findings: [Finding] = []
    for index in classes.indices {
      let score = window.scores[index]
      let isHeard = score >= rule.classes[index].stay
      guard isHeard || !classes[index].isEmpty else { continue }
      for run in classes[index].closed(before: window.range) {
        findings.append(finding(run, class: index))
      }
      if isHeard { classes[index].add(score, in: window.range) }
    }
    return findings
  }

  /// Takes note of a window in which nothing reaches a staying threshold: what it decides is decided now
  /// and not when the next one with something in it comes.
  public mutating func pass(_ range: SampleRange) -> [Finding] {
    classes.indices.flatMap { index in
      classes[index].closed(before: range).map { finding($0, class: index) }
    }
  }

  /// The events that have begun for certain and may still go on, as far as they have come.
  public var open: [Event] {
    classes.indices.flatMap { index in
      classes[index].runs.compactMap { run in
        if case .event(let event) = finding(run, class: index) { event } else { nil }
      }
    }
  }

  /// Ends the stream.
  /// - Returns: What was undecided.
  public mutating func finish() -> [Finding] {
    var findings: [Finding] = []
    for index in classes.indices {
      findings += classes[index].removeAll().map { finding($0, class: index) }
    }
    last = nil
    return findings
  }

  /// Decides a whole stream.
  public static func detections(
    in windows: some Sequence<WindowScores>, rule: ResolvedRule, timeline: Timeline?
  ) -> Detections {
    var detector = EventDetector(rule: rule, timeline: timeline)
    var findings: [Finding] = []
    for window in windows { findings += detector.process(window) }
    findings += detector.finish()
    return Detections(findings)
  }

  private func finding(_ run: Run, class index: Int) -> Finding {
    let mean = Float(run.sum / Double(run.windows))
    if let cause = cause(of: run, rule.classes[index]) {
      return .candidate(
        Candidate(
          classIndex: index, range: run.range, peakScore: run.peak, meanScore: mean,
          windows: run.windows, cause: cause))
    }
    return .event(
      Event(
        classIndex: index, range: run.range, peakScore: run.peak, meanScore: mean,
        windows: run.windows))
  }

  /// Why a run is no event.
  private func cause(of run: Run, _ rule: ResolvedRule.ClassRule) -> Candidate.Cause? {
    if rule.taxon.kind == .background { return .background }
    if run.peak < rule.enter { return .belowThreshold }
    if !run.isConfirmed { return .tooFewConfirmations }
    if rule.isExcluded { return .excluded }
    let week = timeline?.week(at: run.range.start)
    let isAllowed = week.map(rule.allowedWeeks.contains) ?? (rule.allowedWeeks == .all)
    if !isAllowed { return .notOnList }
    let isIgnored = week.map(rule.ignoredWeeks.contains) ?? !rule.ignoredWeeks.isEmpty
    return isIgnored ? .onIgnoredList : nil
  }
}
