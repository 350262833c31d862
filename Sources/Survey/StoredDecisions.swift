import EventDetection
public import EventLog

/// Decides analyses anew from the scores that the log keeps, without the network.
public struct StoredDecisions: Sendable {
  /// One rule, for windows of several steps.
  private let plans: [AnalysisPlan]
  private let settings: SettingsID
  private let log: EventLog

  /// Registers the plan's rule in the log.
  /// - Parameter steps: Of all analyses that will be decided: a rule that one of them cannot satisfy
  ///   is refused before any is decided.
  /// - Throws: ``EventLogError``; ``DetectionError`` if the rule cannot be satisfied with a step;
  ///   ``BundleError`` for a step that is impossible with the plan's bundle.
  public init(plan: AnalysisPlan, steps: Set<Int>, log: EventLog) throws {
    let others = try steps.subtracting([plan.step]).sorted().map {
      try AnalysisPlan(plan.bundle, step: $0, rule: plan.rule)
    }
    self.init(
      [plan] + others,
      settings: try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest),
      log: log)
  }

  /// - Precondition: There is a plan; all have the same rule.
  init(_ plans: [AnalysisPlan], settings: SettingsID, log: EventLog) {
    self.plans = plans
    self.settings = settings
    self.log = log
  }

  /// Makes the plan's decision about an analysis the current one; earlier ones stay.
  /// - Parameter analysis: Of the plan's bundle, with one of the steps.
  /// - Returns: `false` if it was already.
  /// - Throws: ``EventLogError``.
  @discardableResult
  public func decide(_ analysis: LoggedAnalysis) throws -> Bool {
    guard let plan = plans.first(where: { $0.step == analysis.step }) else {
      preconditionFailure("no plan for windows every \(analysis.step) samples")
    }
    guard analysis.settingsDigest != plan.settingsDigest else { return false }
    var detector = EventDetector(
      rule: try plan.rule(for: analysis.sampleRate), timeline: analysis.timeline)
    var findings: [Finding] = []
    // One after the other: a stream of a station may have gone on for months.
    try log.forEachWindow(of: analysis.id) { findings += detector.process(plan.scores(of: $0)) }
    findings += detector.finish()
    try log.decide(
      DecisionResult(settings: settings, detections: Detections(findings)), for: analysis.id)
    return true
  }
}
