import Actions
import Configuration
import Foundation
import SpeciesClassifier
import Station
import Survey

/// All that `earshot listen` needs to run a station, checked.
struct StationSetup {
  /// At least one; each has a name of its own.
  var inputs: [StationInput]
  /// Path of the log.
  var log: String
  var site: String?
  /// The configuration file and its digest; `nil` if options say all.
  var origin: String?
  var status: StatusFile
  /// Path of a text file for Prometheus.
  var prometheus: String?
  /// Seconds between two writings of the status.
  var statusInterval = 5.0
  /// In which times are told to people.
  var timeZone: TimeZone?
  var actions: [PlannedAction] = []
  var heartbeat: HeartbeatSettings?
  var clips: Clips?

  /// An action that is checked; what it holds open is opened when the station begins, for the one before
  /// may still hold it.
  struct PlannedAction {
    var name: String
    var rule: ActionRule
    var target: () throws(ActionError) -> any ActionTarget
  }

  /// Where sound of events is kept, and for how long.
  struct Clips {
    var settings: ClipPolicy
    var folder: String
    /// Bytes of sound that may wait to be written.
    var queueBytes: Int
    var limits: RetentionLimits
    /// Seconds between two cleanings.
    var interval: Double
  }

  /// What runs, for the log: what a station heard hangs on all of it.
  var words: String {
    return "earshot \(earshotVersion) listens to \(inputs.map(\.name).joined(separator: ", ")); "
      + "model \(models { "\($0.manifest.name) \($0.manifest.version) (sha256 \($0.digest.prefix(12)))" }); settings of \(origin ?? "the command line")"
  }

  /// The models that are used, by name.
  var model: String { models { "\($0.manifest.name) \($0.manifest.version)" } }

  /// Each model once.
  private func models(_ words: (ModelBundle) -> String) -> String {
    var found: [String] = []
    for input in inputs {
      let text = words(input.plan.bundle)
      if !found.contains(text) { found.append(text) }
    }
    return found.joined(separator: ", ")
  }
}
