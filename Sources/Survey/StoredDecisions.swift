public import EventLog

/// Decides analyses anew from the scores that the log keeps, without the network.
public struct StoredDecisions: Sendable {
  private let plan: AnalysisPlan
  private let settings: SettingsID
  private let log: EventLog

  /// Registers the plan's rule in the log.
  public init(plan: AnalysisPlan, log: EventLog) throws(EventLogError) {
    self.init(
      plan: plan,
      settings: try log.register(settings: plan.settingsJSON, digest: plan.settingsDigest),
      log: log)
  }

  init(plan: AnalysisPlan, settings: SettingsID, log: EventLog) {
    self.plan = plan
    self.settings = settings
    self.log = log
  }

  /// Makes the plan's decision about an analysis the current one; earlier ones stay.
  /// - Parameter analysis: Of the plan's bundle.
  /// - Returns: `false` if it was already.
  /// - Throws: ``EventLogError``; ``DetectionError`` if the rule cannot be satisfied with the
  ///   analysis' own step or score floor.
  @discardableResult
  public func decide(_ analysis: LoggedAnalysis) throws -> Bool {
    guard analysis.settingsDigest != plan.settingsDigest else { return false }
    var windows: [StoredWindow] = []
    try log.forEachWindow(of: analysis.id) { windows.append($0) }
    let plan =
      analysis.step == plan.step
      ? plan : try AnalysisPlan(plan.bundle, step: analysis.step, rule: plan.rule)
    let detections = try plan.detections(
      in: windows, nativeRate: analysis.sampleRate, timeline: analysis.timeline)
    try log.decide(
      DecisionResult(settings: settings, detections: detections), for: analysis.id)
    return true
  }
}
