import EventDetection
import SpeciesClassifier

/// The events of one recording by a rule, and by the same rule at each of ``thresholds``.
struct RuleSweep {
  /// From few misses to few false alarms.
  static let thresholds = (1...19).map { Double($0) / 20 }

  /// By format: at the rule's own thresholds, then at each of the others.
  private var detectors: [NumberFormat: [EventDetector]]
  private(set) var findings: [NumberFormat: [[EventDetection.Finding]]]

  init(_ rule: ResolvedRule, formats: [NumberFormat]) {
    let rules = [rule] + Self.thresholds.map { rule.entering(at: Float($0)) }
    detectors = Dictionary(
      uniqueKeysWithValues: formats.map { format in
        (format, rules.map { EventDetector(rule: $0, timeline: nil) })
      })
    findings = detectors.mapValues { $0.map { _ in [] } }
  }

  mutating func process(_ window: WindowScores, _ format: NumberFormat) {
    for index in 0...Self.thresholds.count {
      findings[format]?[index] += detectors[format]?[index].process(window) ?? []
    }
  }

  /// Ends the recording.
  mutating func finish() {
    for format in detectors.keys {
      for index in 0...Self.thresholds.count {
        findings[format]?[index] += detectors[format]?[index].finish() ?? []
      }
    }
  }
}
