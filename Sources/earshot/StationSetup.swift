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
    var models: [String] = []
    for input in inputs {
      let bundle = input.plan.bundle
      let words =
        "\(bundle.manifest.name) \(bundle.manifest.version) (sha256 \(bundle.digest.prefix(12)))"
      if !models.contains(words) { models.append(words) }
    }
    return "earshot \(earshotVersion) listens to \(inputs.map(\.name).joined(separator: ", ")); "
      + "model \(models.joined(separator: ", ")); settings of \(origin ?? "the command line")"
  }

  /// The models that are used, by name.
  var model: String {
    var names: [String] = []
    for input in inputs {
      let manifest = input.plan.bundle.manifest
      let name = "\(manifest.name) \(manifest.version)"
      if !names.contains(name) { names.append(name) }
    }
    return names.joined(separator: ", ")
  }
}
