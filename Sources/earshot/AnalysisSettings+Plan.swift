import Configuration
import EventDetection
import Foundation
import SpeciesClassifier
import Survey
import SystemFiles

extension AnalysisSettings {
  /// The model, its windows' step and the rule.
  func plan() throws -> AnalysisPlan { try plan(with: bundle()) }

  /// The model that is named, or earshot's own.
  func bundle() throws -> ModelBundle {
    try model.placing { try ModelLocation.bundle(named: model.value) }
  }

  /// - Parameter bundle: The one that ``model`` names.
  func plan(with bundle: ModelBundle) throws -> AnalysisPlan {
    let step = try overlap.value.map { seconds in
      try overlap.placing { try bundle.step(overlap: seconds) }
    }
    do {
      return try AnalysisPlan(bundle, step: step, rule: try rule())
    } catch let error as DetectionError {
      throw placed(error, bundle)
    }
  }

  /// The rule, with the species lists that are named.
  func rule() throws -> DetectionRule {
    DetectionRule(
      general: DetectionRule.Settings(detection.general),
      species: Dictionary(
        detection.species.map { ($0.name.value, DetectionRule.Settings($0.rule)) },
        uniquingKeysWith: { first, _ in first }),
      excluded: detection.exclude.map(\.value),
      allowed: try list(speciesList.file), ignored: try list(speciesList.ignored))
  }

  private func list(_ setting: Setting<String?>) throws -> SpeciesList? {
    try setting.value.map { path in try setting.placing { try Self.list(path) } }
  }

  private static func list(_ path: String) throws -> SpeciesList {
    let bytes: Data
    do {
      bytes = try contents(of: path)
    } catch {
      // Fails closed: without its list earshot would log what cannot be there.
      throw UsageError(
        "\(path): the species list cannot be read: \(error.systemReason). Nothing was analysed; mend "
          + "the path, or go without a list.")
    }
    return try SpeciesList(name: path, bytes: bytes)
  }
}

extension DetectionRule.Settings {
  fileprivate init(_ settings: RuleSettings) {
    self.init(
      enter: settings.threshold.value.map(Float.init),
      stay: settings.stayThreshold.value.map(Float.init), bridgedGap: settings.bridgedGap.value,
      confirmations: settings.confirmations.value,
      confirmationSpan: settings.confirmationSpan.value)
  }
}
