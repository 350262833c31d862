import EventDetection

/// The events of one recording by a rule, and by others beside it, window by window.
struct RuleSweep {
  private var rule: EventDetector
  private var others: [EventDetector]
  /// By the rule.
  private(set) var findings: [EventDetection.Finding] = []
  /// By each of the others.
  private(set) var otherFindings: [[EventDetection.Finding]]

  init(_ rule: ResolvedRule, others: [ResolvedRule]) {
    self.rule = EventDetector(rule: rule, timeline: nil)
    self.others = others.map { EventDetector(rule: $0, timeline: nil) }
    otherFindings = others.map { _ in [] }
  }

  mutating func process(_ window: WindowScores) {
    findings += rule.process(window)
    for index in others.indices { otherFindings[index] += others[index].process(window) }
  }

  /// Ends the recording.
  mutating func finish() {
    findings += rule.finish()
    for index in others.indices { otherFindings[index] += others[index].finish() }
  }
}
