public import EventDetection
public import EventLog
import Foundation

extension EventLog {
  /// The rule of the decision that is current for an analysis; `nil` if there is none.
  /// - Throws: ``EventLogError/corrupt(path:reason:)`` if what is stored is no rule.
  public func rule(of analysis: LoggedAnalysis) throws(EventLogError) -> DetectionRule? {
    guard let digest = analysis.settingsDigest else { return nil }
    let json = try settings(digest: digest) ?? ""
    do {
      return try JSONDecoder().decode(DetectionRule.self, from: Data(json.utf8))
    } catch {
      throw .corrupt(path: path, reason: "settings that are no rule for events")
    }
  }
}
