/// Why something heard is an event, or is none: a finding, the rule of its class, and the scores
/// window by window.
public struct Explanation: Hashable, Sendable {
  /// The event or the candidate that is explained.
  public let finding: Finding
  /// What held for the finding's class.
  public let rule: ResolvedRule.ClassRule
  /// Every known window that shares sound with the finding, with the class's score in it, by start.
  public let windows: [Window]
  /// The week in which it sounded; `nil` where the instant is not known, or only guessed.
  public let week: YearWeek?
  private let isGuessed: Bool

  /// The score of the finding's class, 0…1, in a window whose sound is `range`, at the native rate.
  public struct Window: Hashable, Sendable {
    /// At the native rate; neighbouring windows may overlap.
    public let range: SampleRange
    /// Of the finding's class alone, 0…1.
    public let score: Float
  }

  /// - Parameters:
  ///   - windows: Of the stream, by start; those that are missing are not shown.
  public init(
    _ finding: Finding, rule: ResolvedRule, windows: some Sequence<WindowScores>,
    timeline: Timeline?
  ) {
    let index = finding.classIndex
    self.finding = finding
    self.rule = rule.classes[index]
    self.windows = windows.filter { $0.range.overlaps(finding.range) }
      .map { Window(range: $0.range, score: $0.scores[index]) }
    week = timeline?.week(at: finding.range.start)
    isGuessed = timeline?.source(at: finding.range.start) == .modificationTime
  }

  /// What the rule said, in a sentence.
  public var verdict: String {
    switch finding {
    case .event(let event):
      let confirmed =
        rule.confirmations > 1
        ? ", confirmed by \(rule.confirmations) windows within \(rule.windowsInSpan)" : ""
      return "an event: its highest score, \(text(event.peakScore)), reaches the threshold, "
        + "\(text(rule.enter))\(confirmed)"
    case .candidate(let candidate):
      return "no event: \(reason(candidate))"
    }
  }

  private func reason(_ candidate: Candidate) -> String {
    switch candidate.cause {
    case .background:
      return "it is a sound of the background"
    case .belowThreshold:
      return "its highest score, \(text(candidate.peakScore)), is below the threshold, "
        + text(rule.enter)
    case .tooFewConfirmations:
      let reaching = windows.count { $0.score >= rule.enter }
      return "\(reaching) of its windows \(reaching == 1 ? "reaches" : "reach") the threshold, "
        + "\(text(rule.enter)), and \(rule.confirmations) of \(rule.windowsInSpan) in a row must"
    case .excluded:
      return "the settings exclude it"
    case .notOnList:
      return "the species list does not allow it\(inWeek)"
    case .onIgnoredList:
      return "the list of ignored species names it\(inWeek)"
    }
  }

  private var inWeek: String {
    week.map { " in week \($0.number)" }
      ?? " all year, and its time is \(isGuessed ? "only guessed" : "not known")"
  }

  /// Three decimals: thresholds are set with two.
  private func text(_ score: Float) -> String {
    let thousandths = Int((score * 1000).rounded())
    let decimals = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - decimals.count) + decimals
  }
}
