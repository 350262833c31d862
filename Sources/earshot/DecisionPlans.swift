import Configuration
import EventLog
import SpeciesClassifier
import Survey

/// By which rule what a log has is decided anew.
struct DecisionPlans {
  /// Of all that is not an input of ``ofInputs``; `nil` leaves that as it is.
  private let general: AnalysisPlan?
  /// By the input's name.
  private let ofInputs: [String: AnalysisPlan]

  /// - Parameter options: With a station's file each of its inputs is decided by its settings, and nothing
  ///   else is; else everything by those of a survey.
  init(_ options: SurveyOptions) throws {
    if let config = options.config, try ConfigurationKind.of(contentsOf: config) == .station {
      let station = try StationConfiguration(
        contentsOf: config, overrides: options.analysis.overrides)
      general = nil
      ofInputs = Dictionary(
        zip(station.inputs.map(\.name.value), try station.plans()), uniquingKeysWith: { $1 })
    } else {
      general = try options.configuration().plan()
      ofInputs = [:]
    }
  }

  /// Whether recordings are decided anew.
  var hasGeneral: Bool { general != nil }

  /// One of each model.
  var models: [AnalysisPlan] {
    var found: [AnalysisPlan] = []
    for plan in [general].compactMap(\.self) + ofInputs.sorted(by: { $0.key < $1.key }).map(\.value)
    where !found.contains(where: { $0.bundle.digest == plan.bundle.digest }) {
      found.append(plan)
    }
    return found
  }

  /// - Returns: What is to be done with the windows of a model that a log has.
  func decisions(
    of bundle: BundleID, digest: String, in log: EventLog
  ) throws -> (LoggedAnalysis) -> StoredDecisions? {
    let steps = try log.steps(ofAnalysesWith: bundle)
    func decisions(_ plan: AnalysisPlan) throws -> StoredDecisions? {
      guard plan.bundle.digest == digest else { return nil }
      return try StoredDecisions(plan: plan, steps: steps, log: log)
    }
    let ofInputs = try ofInputs.compactMapValues(decisions)
    let general = try general.flatMap(decisions)
    return { analysis in analysis.input.flatMap { ofInputs[$0] } ?? general }
  }
}
