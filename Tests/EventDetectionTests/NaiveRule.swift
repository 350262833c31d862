import EventDetection

/// The rule as its documentation says it, over a whole sequence at once, by looking at pairs of
/// windows: slow, and written without looking at `EventDetector`.
enum NaiveRule {
  struct Heard {
    let range: SampleRange
    let score: Float
    let reachesEnter: Bool
  }

  static func detections(
    in windows: [WindowScores], rule: ResolvedRule, timeline: Timeline?
  ) -> Detections {
    var findings: [Finding] = []
    for (index, classRule) in rule.classes.enumerated() {
      let heard = windows.filter { $0.scores[index] >= classRule.stay }.map {
        Heard(
          range: $0.range, score: $0.scores[index],
          reachesEnter: $0.scores[index] >= classRule.enter)
      }
      for run in runs(of: heard, classRule) {
        findings.append(finding(run, of: heard, classRule, index, timeline))
      }
    }
    return Detections(findings)
  }

  /// Positions in `heard` that belong together.
  private static func runs(of heard: [Heard], _ rule: ResolvedRule.ClassRule) -> [Range<Int>] {
    let cuts = heard.indices.dropFirst().filter {
      heard[$0].range.start > heard[$0 - 1].range.end + rule.bridgedGap
    }
    return zip([0] + cuts, cuts + [heard.count]).filter { $0 < $1 }.map { $0..<$1 }
  }

  private static func isConfirmed(
    _ window: Int, in heard: [Heard], _ rule: ResolvedRule.ClassRule
  ) -> Bool {
    guard heard[window].reachesEnter else { return false }
    if rule.confirmations == 1 { return true }
    for first in 0...window {
      for last in window..<heard.count {
        guard heard[first].reachesEnter, heard[last].reachesEnter,
          heard[last].range.end - heard[first].range.start <= rule.confirmationSpan
        else { continue }
        if heard[first...last].count(where: \.reachesEnter) >= rule.confirmations { return true }
      }
    }
    return false
  }

  private static func finding(
    _ run: Range<Int>, of heard: [Heard], _ rule: ResolvedRule.ClassRule, _ index: Int,
    _ timeline: Timeline?
  ) -> Finding {
    let windows = heard[run]
    let range = SampleRange(
      start: windows.map(\.range.start).min() ?? 0, end: windows.map(\.range.end).max() ?? 0)
    let peak = windows.map(\.score).max() ?? 0
    let mean = Float(windows.reduce(0.0) { $0 + Double($1.score) } / Double(windows.count))
    let cause = cause(
      entered: windows.contains(where: \.reachesEnter),
      confirmed: run.contains { isConfirmed($0, in: heard, rule) }, range, rule, timeline)
    guard let cause else {
      return .event(
        Event(
          classIndex: index, range: range, peakScore: peak, meanScore: mean,
          windows: windows.count))
    }
    return .candidate(
      Candidate(
        classIndex: index, range: range, peakScore: peak, meanScore: mean, windows: windows.count,
        cause: cause))
  }

  private static func cause(
    entered: Bool, confirmed: Bool, _ range: SampleRange, _ rule: ResolvedRule.ClassRule,
    _ timeline: Timeline?
  ) -> Candidate.Cause? {
    if rule.taxon.kind == .background { return .background }
    if !entered { return .belowThreshold }
    if !confirmed { return .tooFewConfirmations }
    if rule.isExcluded { return .excluded }
    if let week = timeline?.week(at: range.start) {
      if !rule.allowedWeeks.contains(week) { return .notOnList }
      return rule.ignoredWeeks.contains(week) ? .onIgnoredList : nil
    }
    // Without a time only what holds all year counts.
    if rule.allowedWeeks != .all { return .notOnList }
    return rule.ignoredWeeks == .none ? nil : .onIgnoredList
  }
}
